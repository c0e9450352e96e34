import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, routes } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openWebApi } from '../../../tests/support/web-api.ts';

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);

describe('a server that asks people to log in', () => {
  test('refuses every address of the API to nobody, says how to log in, and tells its description', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database, { access: 'required' });
    for (const path of [routes.status, routes.events, `${routes.shops}?foo=1`, '/api/v1/shops/5/registers']) {
      const response = await web.fetch(path);
      assert.equal(response.status, 401, path);
      assert.equal(response.headers.get('www-authenticate'), 'Bearer');
      assert.equal(((await response.json()) as Problem).code, 'access.not_logged_in');
    }
    const change = await web.json<Problem>(routes.shops, { method: 'POST' });
    assert.equal(change.status, 401);
    assert.equal((await web.fetch(routes.openApi)).status, 200);
    assert.equal((await web.fetch('/api/v1/nothing')).status, 404);
    // The pages themselves hold no data; this stage has none built.
    assert.equal((await web.fetch('/')).status, 503);
  });

  test('refuses a key that nobody has issued, by bearer only', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database, { access: 'required' });
    const of = async (authorization: string) =>
      (await web.json<Problem>(routes.status, { headers: { authorization } })).body.code;
    assert.equal(await of('Bearer made-up'), 'access.key_unknown');
    assert.equal(await of('Basic YWRtaW46YWRtaW4='), 'access.not_logged_in');
  });

  test('an open one lets everybody in', async () => {
    await using opened = await engine.open();
    await using web = await openWebApi(opened.database);
    assert.equal((await web.fetch(routes.status)).status, 200);
  });
});
