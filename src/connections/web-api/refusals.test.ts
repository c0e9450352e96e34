import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Problem, problem, routes } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openWebApi, type WebApiUnderTest } from '../../../tests/support/web-api.ts';

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);

const shifts = '/api/v1/shops/5/registers/12/shifts';

/** The refusal of a request: a Problem in both languages, whose Russian holds no English sentence. */
async function refused(web: WebApiUnderTest, path: string, init?: RequestInit): Promise<Problem & { status: number }> {
  const response = await web.fetch(path, init);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/, path);
  const body = (await response.json()) as Problem;
  assert.deepEqual(problem.parse(body), body, path);
  assert.match(body.message.ru, /[а-яё]{3}/i, path);
  assert.doesNotMatch(body.message.ru, /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i, path);
  assert.doesNotMatch(body.message.en, /[а-яё]/i, path);
  return { ...body, status: response.status };
}

function asJson(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

describe('a request that says what it should not', () => {
  const asked: [path: string, details: Record<string, string>, ru: RegExp, init?: RequestInit][] = [
    [`${routes.status}?foo=1`, { foo: 'field.none_here' }, /foo: такого поля здесь нет, этот запрос/],
    [`${routes.events}?foo=1`, { foo: 'field.none_here' }, /foo/],
    [`${routes.openApi}?foo=1`, { foo: 'field.none_here' }, /foo/],
    [`${routes.shops}/5?a=1&b=2`, { a: 'field.none_here', b: 'field.none_here' }, /a: .*; b: /],
    [`${routes.log}?lvl=error`, { lvl: 'field.unknown' }, /lvl: .*есть level, shop, register, limit, before/],
    [`${shifts}?form=2026-03-01`, { form: 'field.unknown' }, /есть from, to, state/],
    [`${routes.log}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.packages}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.setAside}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.log}?before=zzz`, { before: 'field.not_a_number' }, /before: нужно целое число/],
    [`${routes.packages}?before=zzz`, { before: 'field.not_a_cursor' }, /before: .*из поля next/],
    [`${routes.packages}?limit=0`, { limit: 'field.at_least' }, /limit: не меньше 1/],
    [`${routes.packages}?limit=9999`, { limit: 'field.at_most' }, /limit: не больше 1\s?000/],
    [`${routes.packages}?state=lost`, { state: 'field.not_a_choice' }, /есть all, waiting, processed, error, broken/],
    [`${routes.log}?shop=1&shop=2`, { shop: 'field.wrong_type' }, /shop/],
    [`${routes.log}?shop=`, { shop: 'field.required' }, /shop: нужно значение/],
    [routes.shops, { nam: 'field.unknown' }, /nam: .*name/, asJson('POST', { shopCode: '7', name: 'x', nam: 'x' })],
    [`${routes.shops}?dry=1`, { dry: 'field.none_here' }, /dry/, asJson('POST', { shopCode: '7', name: 'x' })],
    [
      '/api/v1/shops/5/registers',
      { registerCode: 'field.register_code', protocolVersion: 'field.not_a_choice', serial: 'field.unknown' },
      /от 1 до 9.*есть 3, 4/,
      asJson('POST', { registerCode: '007', protocolVersion: 5, serial: '1' }),
    ],
    [
      routes.paymentTypes,
      { class: 'field.unknown', paymentClass: 'field.not_a_choice' },
      /есть cash, noncash, other/,
      asJson('PUT', { paymentTypeCode: 4, class: 'cash' }),
    ],
    [
      `${routes.files}?shop=5&force=1`,
      { force: 'field.unknown' },
      /force/,
      { method: 'POST', body: new Uint8Array(1) },
    ],
  ];

  it('is refused by the name of the field, with what is possible', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    for (const [path, details, ru, init = {}] of asked) {
      const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.json', ...init.headers };
      const { status, code, message, details: told } = await refused(web, path, { ...init, headers });
      assert.deepEqual([status, code, told], [400, 'request.invalid', details], path);
      assert.match(message.ru, ru, path);
    }
    assert.equal((await web.json<{ shops: unknown[] }>(routes.shops)).body.shops.length, 0);
  });
});
