/** The push of a real server: off without an address; with one it sends what changes, and its key is shown to nobody. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ExportTargetList, SettingList } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

test('what changes is sent to the address of the settings; the targets tell of it, the key stays hidden', async () => {
  const bodies: string[] = [];
  let hangs = false;
  const receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      bodies.push(body);
      if (!hangs) response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
  try {
    await using server = await startTestServer({ env: { SMENA_PUSH_URL: url, SMENA_PUSH_SECRET: 'very secret key' } });
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
    const line = await until('the shift is sent', async () => bodies.find((body) => body.includes('347@2026-03-14')));
    assert.equal((JSON.parse(line) as { revenue: string }).revenue, '200.81');
    const push = await until('it is noted', async () => {
      const { targets } = await api.get<ExportTargetList>('/erp/targets');
      const found = targets.find(({ kind }) => kind === 'push');
      return found?.behind === 0 && found;
    });
    assert.deepEqual([push.target, push.place, push.problem], ['push', url, null]);
    const settings = JSON.stringify(await api.get<SettingList>('/settings'));
    assert.ok(settings.includes(url) && !settings.includes('very secret key'));
    for (const name of ['push', 'folder']) {
      const taken = await fetch(new URL(`/api/v1/erp/targets/${name}`, server.url), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ cursor: 'c21lbmEtZmVlZC0x' }),
      });
      assert.equal(taken.status, 400, `${name} is not for others`);
    }
    // A receiver that hangs does not keep the server from stopping.
    hangs = true;
    await api.send('PUT', '/payment-types', { paymentTypeCode: 4, paymentClass: 'noncash' });
    const before = bodies.length;
    await until('the change is on its way', async () => bodies.length > before);
    assert.equal(await server.stop(), 0);
    assert.ok(!server.log().includes('very secret key'));
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});
