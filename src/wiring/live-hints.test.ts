import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LiveHint, routes } from '../../contracts/web-api.ts';
import { createApiClient } from '../../tests/support/api-client.ts';
import { receipt, salesFile, shiftInfo } from '../../tests/support/sales.ts';
import { startTestServer } from '../../tests/support/server.ts';
import { until } from '../../tests/support/until.ts';

const register = { shopCode: '5', registerCode: '12' };
const shift = `${register.shopCode}/${register.registerCode}`;

/** Hears the live stream of a server. */
function hear(url: string, signal: AbortSignal): { hints: LiveHint[]; open: Promise<void> } {
  const hints: LiveHint[] = [];
  const opened = Promise.withResolvers<void>();
  void (async () => {
    const response = await fetch(new URL(routes.events, url), { signal });
    opened.resolve();
    let text = '';
    for await (const part of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + part).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) hints.push(JSON.parse(data) as LiveHint);
      }
    }
  })().catch((cause: unknown) => {
    if (!signal.aborted) opened.reject(cause);
  });
  return { hints, open: opened.promise };
}

describe('the live stream of a server', () => {
  it('names the shift that a receipt has joined, also when the ERP has that shift already', async () => {
    await using server = await startTestServer();
    const api = createApiClient(() => server.url);
    await api.addShop(register.shopCode);
    const bring = (name: string, ...numbers: number[]) => {
      const documents = numbers.map((number) => receipt(number, '30.00'));
      return api.loadFile(register.shopCode, name, Buffer.from(salesFile({ shifts: [shiftInfo()], documents })));
    };
    await bring('first.json', 1);
    await until(`shift ${shift} is exported`, async () => {
      const { shifts } = await api.shifts(register.shopCode, register.registerCode);
      return shifts[0]?.export.state === 'exported';
    });
    const stop = new AbortController();
    const heard = hear(server.url, stop.signal);
    await heard.open;
    await bring('second.json', 1, 2);
    const expected: LiveHint = { topic: 'shift', ...register, shiftKey: '347@2026-03-14' };
    await until('the hint of the shift', () =>
      heard.hints.some((one) => JSON.stringify(one) === JSON.stringify(expected)),
    );
    assert.ok(heard.hints.some(({ topic, registerCode }) => topic === 'register' && registerCode === '12'));
    assert.ok(!heard.hints.some(({ topic, shiftKey }) => topic === 'shift' && shiftKey === null));
    stop.abort();
  });
});
