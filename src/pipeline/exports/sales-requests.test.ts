import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { listDueLoads, noteLoad } from './exports.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);

for (const engine of databasesUnderTest) {
  async function withSample(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await all.road.bring('5', sample);
    await all.drain();
    await all.erp.pass();
    await work(all);
  }
  const folderOf = (all: ExportsUnderTest, register = '12') => join(all.exchange, '5', `sale${register}`);
  function ask(all: ExportsUnderTest, text: string, register = '12'): void {
    mkdirSync(folderOf(all, register), { recursive: true });
    writeFileSync(join(folderOf(all, register), 'sale.req'), text);
  }
  async function look(all: ExportsUnderTest, laterMs = 5_000): Promise<void> {
    all.time.ms += laterMs;
    await all.watch.turn();
  }
  const requestNames = (all: ExportsUnderTest) => readdirSync(folderOf(all)).filter((name) => /req/.test(name));

  describe(`requests of the ERP on ${engine.name}`, () => {
    it('a request is taken at once and answered with the stored shifts of its days, to the kopeck', () =>
      withSample(async (all) => {
        all.erp.request('5', '12', '2026-03-14', '2026-03-14');
        await all.erp.pass();
        await look(all);
        assert.deepEqual(requestNames(all), []);
        const [request, ...more] = await all.requests();
        assert.deepEqual(more, []);
        assert.deepEqual(
          [
            request?.request_id,
            request?.state,
            request?.from_date,
            request?.to_date,
            request?.shifts,
            request?.revenue,
          ],
          [1, 'answered', '2026-03-14', '2026-03-14', 1, 20_081],
        );
        assert.equal(request?.load_state, 'none');
        await all.drain();
        const report = await all.erp.pass();
        assert.deepEqual(
          report.taken.map(({ added, same, changed }) => [added, same, changed]),
          [[0, 5, 0]],
        );
        const [event, ...others] = await all.events('erp');
        assert.deepEqual(
          [event?.code, event?.params.shifts, event?.params.revenue, others],
          ['erp.request_answered', 1, 20_081, []],
        );
      }));

    it('P12: days outside of the period are left alone, and a second request after the first is not lost', () =>
      withSample(async (all) => {
        ask(all, '###\n15.03.2026-16.03.2026');
        await look(all);
        ask(all, '###\n13.03.2026-14.03.2026');
        await look(all);
        await all.drain();
        assert.deepEqual(
          (await all.requests()).map(({ shifts }) => shifts),
          [0, 1],
        );
        assert.equal((await all.outbox()).length, 2);
      }));

    it('days that the server does not have are asked of the register, once; days to come are not', () =>
      withSample(async (all) => {
        ask(all, '###\n10.03.2026-31.03.2026');
        await look(all);
        const [load, ...more] = await listDueLoads(all.database);
        assert.deepEqual(more, []);
        // The shift of the 14th is there, and the 14th is today.
        assert.deepEqual(
          { ...load, shopId: '' },
          {
            shopId: '',
            requestId: 1,
            shopCode: '5',
            registerCode: '12',
            from: '2026-03-10T00:00:00',
            to: '2026-03-13T23:59:59',
          },
        );
        assert.ok(load);
        await noteLoad(all.database, load, { transferId: 88 });
        assert.deepEqual(await listDueLoads(all.database), []);
        const [request] = await all.requests();
        assert.deepEqual([request?.load_state, request?.transfer_id], ['asked', 88]);
      }));

    const bad: [name: string, text: string, reason: string, register?: string][] = [
      ['garbage', '\u0000\uFFFD<xml/>', 'erp_request.not_a_request'],
      ['an empty file', '', 'erp_request.not_a_request'],
      ['a hundred years', '###\n01.01.1926-31.12.2026', 'erp_request.too_long'],
      ['a day that does not exist', '###\n30.02.2026-01.03.2026', 'erp_request.not_a_date'],
      ['an end before the beginning', '###\n15.03.2026-14.03.2026', 'erp_request.reversed'],
      ['a register that nobody knows', '###\n14.03.2026-14.03.2026', 'erp_request.register_unknown', '99'],
    ];
    for (const [name, text, reason, register = '12'] of bad)
      it(`${name} is refused by name, kept as sale.req.error and holds nobody up`, () =>
        withSample(async (all) => {
          ask(all, text, register);
          await look(all);
          await look(all);
          assert.equal(existsSync(join(folderOf(all, register), 'sale.req.error')), true);
          assert.equal(existsSync(join(folderOf(all, register), 'sale.req')), false);
          const [request, ...more] = await all.requests();
          assert.deepEqual([request?.state, request?.reason_code, more], ['refused', reason, []]);
          const events = await all.events('erp');
          assert.deepEqual(
            events.map(({ code, params }) => [code, params.reason]),
            [['erp.request_refused', `@${reason}`]],
          );
          ask(all, '###\n14.03.2026-14.03.2026');
          await look(all);
          assert.equal((await all.requests())[1]?.shifts, 1);
        }));

    it('a request that is still being written is waited for', () =>
      withSample(async (all) => {
        ask(all, '###\n14.03.20');
        await look(all);
        const [taken = ''] = requestNames(all);
        assert.match(taken, /^\.smena-req-/, 'the name is free for the next request at once');
        assert.deepEqual(await all.requests(), []);
        // The ERP goes on writing into the file that it has opened.
        appendFileSync(join(folderOf(all), taken), '26-14.03.2026');
        await look(all);
        assert.deepEqual(
          (await all.requests()).map(({ state, shifts }) => [state, shifts]),
          [['answered', 1]],
        );
        assert.deepEqual(requestNames(all), []);
      }));

    it('a request that was answered when the process died is not answered again', () =>
      withSample(async (all) => {
        ask(all, '###\n14.03.2026-14.03.2026');
        await look(all);
        const [request] = await all.requests();
        writeFileSync(join(folderOf(all), request?.taken_as ?? ''), '###\n14.03.2026-14.03.2026');
        const restarted = all.watchAs('one', 'again');
        await restarted.turn();
        assert.equal((await all.requests()).length, 1);
        assert.deepEqual(requestNames(all), []);
      }));
  });
}
