import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { SAMPLE } from '../../../tests/support/sales-file-text.ts';
import { createFeed, createPush } from '../../pipeline/exports/exports.ts';
import { readPushLines } from '../../wiring/push.ts';
import { createErpPush } from './erp-push.ts';

const SECRET = 'key of the two of us';

type Heard = { body: string; headers: IncomingHttpHeaders };

/** A program that receives; `answer` is the status it gives. */
async function openReceiver() {
  const heard: Heard[] = [];
  const receiver = { heard, answer: 200, hangs: false };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      heard.push({ body, headers: request.headers });
      if (receiver.hangs) return;
      response.writeHead(receiver.answer, receiver.answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ receiver, url: `http://127.0.0.1:${port}/in` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const second = (n: number) =>
  salesFile({
    shifts: [shiftInfo({ shift: 348, timeBeg: '2026-03-15T08:00:00', timeEnd: null, sumGain: amount('70.00') })],
    documents: [receipt(n, '70.00', { shift: 348, timeEnd: '2026-03-15T09:00:00' })],
    log: [],
  });

for (const engine of databasesUnderTest) {
  async function withPush(
    work: (
      all: ExportsUnderTest,
      parts: Awaited<ReturnType<typeof openReceiver>> & { pass(): Promise<boolean> },
    ) => Promise<void>,
  ): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await using there = await openReceiver();
    const clock = { now: () => all.time.ms };
    const feed = createFeed(opened.database, clock);
    const push = createPush({
      database: opened.database,
      clock,
      readLines: (after, limit) => readPushLines(opened.database, after, limit),
      send: createErpPush({ url: there.url, secret: SECRET, clock, timeoutMs: 300 }),
      onChanged: () => undefined,
    });
    const pass = async () => {
      await feed.turn();
      return push.turn();
    };
    await work(all, Object.assign(there, { pass }));
  }
  const shifts = ({ body }: Heard) =>
    body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { shiftKey: string; revenue: string })
      .map(({ shiftKey, revenue }) => [shiftKey, revenue]);

  describe(`the push on ${engine.name}`, () => {
    it('sends each change once, in order, signed, and only what is new', () =>
      withPush(async (all, { receiver, pass }) => {
        await all.road.bring('5', SAMPLE);
        assert.equal(await pass(), true);
        assert.equal(await pass(), false);
        await all.road.bring('5', second(1));
        await pass();
        assert.deepEqual(receiver.heard.map(shifts), [[['347@2026-03-14', '200.81']], [['348@2026-03-15', '70.00']]]);
        const [{ body, headers } = assert.fail('nothing came')] = receiver.heard;
        assert.equal(headers['content-type'], 'application/x-ndjson; charset=utf-8');
        const at = headers['x-smena-timestamp'];
        assert.equal(at, String(Math.floor(all.time.ms / 1_000)));
        const expected = createHmac('sha256', SECRET)
          .update(`${String(at)}.${body}`)
          .digest('hex');
        assert.equal(headers['x-smena-signature'], `sha256=${expected}`);
        assert.notEqual(headers['x-smena-delivery'], receiver.heard[1]?.headers['x-smena-delivery']);
      }));

    it('a refusal holds the place: named once, tried again with growing pauses, and nothing is left out', () =>
      withPush(async (all, { receiver, pass, url }) => {
        await all.road.bring('5', SAMPLE);
        receiver.answer = 503;
        await pass();
        await pass();
        assert.equal(receiver.heard.length, 1, 'the pause is kept');
        all.time.ms += 15_000;
        await pass();
        all.time.ms += 15_000;
        await pass();
        assert.equal(receiver.heard.length, 2, 'the second pause is longer');
        const target = await all.database.get<{ attempts: number; problem: string; position: number }>(
          `SELECT attempts, problem_code AS problem, feed_position AS position FROM export_target WHERE target = 'push'`,
        );
        assert.deepEqual({ ...target }, { attempts: 2, problem: 'erp.push_refused', position: 0 });
        const [failed, ...more] = await all.events('erp');
        assert.deepEqual(
          [failed?.code, failed?.params.url, failed?.params.status, more],
          ['erp.push_failed', url, 503, []],
        );
        await all.road.bring('5', second(1));
        receiver.answer = 204;
        all.time.ms += 15_000;
        await pass();
        assert.deepEqual(shifts(receiver.heard.at(-1) ?? assert.fail('nothing came')), [
          ['347@2026-03-14', '200.81'],
          ['348@2026-03-15', '70.00'],
        ]);
        assert.equal((await all.events('erp')).at(-1)?.code, 'erp.push_back');
        assert.equal(await pass(), false);
        assert.ok(!JSON.stringify(await all.events('erp')).includes(SECRET), 'the key is in no entry');
      }));

    it('a redirection is a refusal, so that the signature follows nobody', () =>
      withPush(async (all, { receiver, pass }) => {
        await all.road.bring('5', SAMPLE);
        receiver.answer = 302;
        await pass();
        assert.equal((await all.events('erp'))[0]?.params.status, 302);
      }));

    it('who does not answer is given up and tried again', () =>
      withPush(async (all, { receiver, pass }) => {
        await all.road.bring('5', SAMPLE);
        receiver.hangs = true;
        await pass();
        assert.equal((await all.events('erp'))[0]?.params.reason, '@erp.push_unreachable');
        receiver.hangs = false;
        all.time.ms += 15_000;
        await pass();
        assert.equal(receiver.heard.length, 2);
        assert.equal((await all.events('erp')).at(-1)?.code, 'erp.push_back');
      }));
  });
}
