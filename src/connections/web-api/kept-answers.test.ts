import assert from 'node:assert/strict';
import { test } from 'node:test';
import { providerRoutes, routes } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openWebApi } from '../../../tests/support/web-api.ts';

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);

test('P20: no answer of the API may be kept by a browser or a proxy, however its address is written and whatever it says', async () => {
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database);
  for (const [path, status] of [
    [routes.status, 200],
    ['/%61pi/v1/status', 200],
    ['/api/v1/%73tatus?', 200],
    ['/api/v1/audit/file', 200],
    ['/api/v1/log/download', 200],
    ['/%61pi/v1/shops/404', 404],
    ['/api/v1/nothing', 404],
    ['/api/v1/shops?limit=x', 400],
    [providerRoutes.begin, 404],
  ] as const) {
    const response = await web.fetch(path);
    assert.equal(response.status, status, path);
    assert.equal(response.headers.get('cache-control'), 'no-store', path);
    await response.body?.cancel();
  }
});
