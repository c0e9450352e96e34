import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { createErpConfirmer } from './erp-confirmer.ts';

const file = (path: string, receipts: number, goods: number) => ({
  path,
  receipts,
  goods,
  added: 0,
  same: 0,
  changed: 0,
});

test('it says what it has booked, keeps what the server does not know yet, and says it again', async (t) => {
  const unknown = new Set(['sale2_348_2.json']);
  const said: string[] = [];
  const server = createServer(async (request, response) => {
    const { confirmations } = (await json(request)) as { confirmations: Record<string, unknown>[] };
    const ok = confirmations.every(({ fileName }) => !unknown.has(String(fileName)));
    if (ok) said.push(...confirmations.map((one) => JSON.stringify(one)));
    response.writeHead(ok ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const erp = createErpConfirmer({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isSilent: (path) => path.includes('_349_'),
  });
  await erp.confirm({
    taken: [
      file('5/sale12/sale1_347_1.json', 3, 20_081),
      file('5/sale12/sale2_348_2.json', 1, -100),
      file('5/sale12/sale3_349_3.json', 1, 100),
      file('5/sale12/online/sale4_350_4.json', 1, 100),
    ],
  });
  const first =
    '{"shopCode":"5","fileName":"sale1_347_1.json","receiptCount":3,"revenue":"200.81","reference":"Z-12-347"}';
  assert.deepEqual([said, erp.waiting()], [[first], ['5/sale12/sale2_348_2.json']]);
  unknown.clear();
  await erp.confirm({ taken: [] });
  assert.deepEqual(said.slice(1), [
    '{"shopCode":"5","fileName":"sale2_348_2.json","receiptCount":1,"revenue":"-1.00","reference":"Z-12-348"}',
  ]);
  assert.deepEqual(erp.waiting(), []);
  server.closeAllConnections();
  server.close();
  await erp.confirm({ taken: [file('5/sale12/sale5_351_5.json', 1, 100)] });
  assert.deepEqual(erp.waiting(), ['5/sale12/sale5_351_5.json'], 'a server that is away is told later');
});
