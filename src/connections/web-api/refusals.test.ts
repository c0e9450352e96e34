import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { type Problem, problem, routes } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openWebApi, rawRequest, type WebApiUnderTest } from '../../../tests/support/web-api.ts';

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

const FROM = '2026-03-01T00:00:00';

describe('a request that says what it should not', () => {
  const asked: [path: string, details: Record<string, string>, ru: RegExp, init?: RequestInit][] = [
    [`${routes.status}?foo=1`, { foo: 'field.none_here' }, /foo: такого поля здесь нет, этот запрос/],
    [`${routes.events}?foo=1`, { foo: 'field.none_here' }, /foo/],
    [`${routes.openApi}?foo=1`, { foo: 'field.none_here' }, /foo/],
    [`${routes.shops}/5?a=1&b=2`, { a: 'field.none_here', b: 'field.none_here' }, /a: .*; b: /],
    [
      `${routes.log}?lvl=error`,
      { lvl: 'field.unknown' },
      /lvl: .*есть level, shop, register, transfer, shift, code, who, from, to, q, limit, before, after/,
    ],
    [`${shifts}?form=2026-03-01`, { form: 'field.unknown' }, /есть from, to, state/],
    [`${routes.log}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.packages}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.setAside}?register=1`, { register: 'field.needs_shop' }, /добавьте shop/],
    [`${routes.log}?before=zzz`, { before: 'field.not_a_number' }, /before: нужно целое число/],
    [`${routes.packages}?before=zzz`, { before: 'field.not_a_cursor' }, /before: .*из поля next/],
    [`${routes.packages}?after=yesterday`, { after: 'field.not_a_cursor' }, /after/],
    [`${routes.exports}?after=zzz`, { after: 'field.not_a_cursor' }, /after/],
    [`${routes.setAside}?before=zzz`, { before: 'field.not_a_cursor' }, /before/],
    [`${routes.paymentTypes}?after=1`, { after: 'field.not_a_cursor' }, /after/],
    [`${shifts}?before=347`, { before: 'field.not_a_cursor' }, /before/],
    [`${shifts}/347@2026-03-14/documents?after=1`, { after: 'field.not_a_cursor' }, /after/],
    ['/api/v1/reports/refunds?after=zzz zzz', { after: 'field.not_a_cursor' }, /after/],
    ['/api/v1/reports/refunds?after=200', { after: 'field.not_a_cursor' }, /after: .*из поля next/],
    ['/api/v1/reports/goods?after=2026-03-14_1_1_0', { after: 'field.not_a_cursor' }, /after/],
    ['/api/v1/reports/sales?after=200', { after: 'field.not_a_cursor' }, /after/],
    [`${routes.shops}?limit=20000`, { limit: 'field.at_most' }, /10\s?000/],
    [`${routes.packages}?limit=0`, { limit: 'field.at_least' }, /limit: не меньше 1/],
    [`${routes.packages}?limit=9999`, { limit: 'field.at_most' }, /limit: не больше 1\s?000/],
    [`${routes.packages}?state=lost`, { state: 'field.not_a_choice' }, /есть all, waiting, processed, error, broken/],
    [`${routes.log}?shop=1&shop=2`, { shop: 'field.wrong_type' }, /shop/],
    [`${routes.log}?shop=`, { shop: 'field.required' }, /shop: нужно значение/],
    [routes.shops, { nam: 'field.unknown' }, /nam: .*name/, asJson('POST', { shopCode: '7', name: 'x', nam: 'x' })],
    [`${routes.shops}?dry=1`, { dry: 'field.unknown' }, /dryRun/, asJson('POST', { shopCode: '7', name: 'x' })],
    [
      `${routes.declinedTransfers}?dry=1`,
      { dry: 'field.none_here' },
      /dry/,
      asJson('POST', { shopCode: '5', registerCode: '12', from: FROM, to: FROM }),
    ],
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

describe('a request that nobody can read', () => {
  const json = { 'content-type': 'application/json' };
  const asked: [title: string, path: string, init: RequestInit, status: number, code: string][] = [
    ['bad JSON', routes.shops, { method: 'POST', headers: json, body: '{"shopCode":' }, 400, 'request.bad_json'],
    [
      'poisoned JSON',
      routes.shops,
      { method: 'POST', headers: json, body: '{"__proto__":{}}' },
      400,
      'request.bad_json',
    ],
    ['no body', routes.shops, { method: 'POST', headers: json }, 400, 'request.empty_body'],
    ['no type', routes.shops, { method: 'POST', body: new Uint8Array(1) }, 415, 'request.media_type'],
    ['text', routes.shops, { method: 'POST', body: 'x' }, 415, 'request.media_type'],
    ['a bad %', '/api/v1/shops/%ZZ', {}, 400, 'request.bad_url'],
    ['a bad % of a page', '/%E0%A4%A', {}, 400, 'request.bad_url'],
    ['a long part', `/api/v1/shops/${'1'.repeat(300)}`, {}, 404, 'not_found.page'],
    ['a long code', `/api/v1/shops/${'1'.repeat(100)}`, {}, 400, 'request.invalid'],
    ['nothing', '/api/v2/status', {}, 404, 'not_found.page'],
  ];

  it('is answered in both languages with a code of the catalogue', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    for (const [title, path, init, status, code] of asked) {
      const answer = await refused(web, path, init);
      assert.deepEqual([answer.status, answer.code], [status, code], title);
    }
    const unreadable = await web.fetch('/api/v1/shops/%ZZ');
    assert.equal(unreadable.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(unreadable.headers.get('cache-control'), 'no-store');
  });

  it('is answered so too when it climbs out of the pages', async (t) => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database, { webFolder: temporaryFolder(t) });
    for (const path of ['/../../etc/passwd', '/assets/%2e%2e/%2e%2e/x.js', '/assets/..%5c..%5cx', '/%00', '//x']) {
      const { status, body } = await rawRequest(web.api.port, path, { headers: { host: 'localhost' } });
      const told = problem.parse(JSON.parse(body));
      assert.deepEqual([status, told.code], [403, 'request.forbidden_path'], path);
      assert.match(told.message.ru, /[а-яё]{3}/);
    }
  });

  it('is answered so too when it is no HTTP at all, or has too many headers', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    const many = `GET / HTTP/1.1\r\nhost: localhost\r\ncookie: ${'x'.repeat(40_000)}\r\n\r\n`;
    for (const [bytes, status, code] of [
      ['\x16\x03\x01 hello\r\n\r\n', 400, 'request.malformed'],
      [many, 431, 'request.headers_too_large'],
    ] as const) {
      const [head = '', body = ''] = (await spoken(web.api.port, bytes)).split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
      assert.equal(problem.parse(JSON.parse(body)).code, code);
    }
  });
});

describe('a method that an address does not have', () => {
  it('is refused with 405 and the methods that it has', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    for (const [method, path, allow] of [
      ['POST', routes.status, 'GET, HEAD'],
      ['DELETE', routes.shops, 'GET, HEAD, POST'],
      ['PATCH', '/api/v1/shops/5/registers', 'GET, HEAD, POST'],
      ['GET', routes.files, 'POST'],
      ['POST', routes.paymentTypes, 'GET, HEAD, PUT'],
      ['PUT', routes.events, 'GET'],
      ['OPTIONS', routes.log, 'GET, HEAD'],
      ['POST', '/shops/5', 'GET, HEAD'],
    ] as const) {
      const response = await web.fetch(path, { method, ...(method === 'GET' ? {} : { body: 'anything' }) });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, allow], `${method} ${path}`);
      const told = problem.parse(await response.json());
      assert.equal(told.code, 'request.method');
      assert.ok(told.message.ru.includes(allow) && told.message.en.includes(allow));
    }
  });
});

/** What the server answers to bytes, until it closes the line. */
function spoken(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}
