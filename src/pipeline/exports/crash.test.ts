import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import { silentLogger } from '../../platform/logger.ts';
import type { Tables } from '../../schema/tables.ts';
import { createExports, type ErpTarget, type Exports } from './exports.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);

/** The process is gone: nothing after this point happens, not even the note of a failure. */
const killed = () => new DatabaseUnavailable('killed');

type Death = { name: string; target?: (target: ErpTarget) => ErpTarget; transactions?: number; fileIsThere: boolean };

const deaths: Death[] = [
  {
    name: 'before anything is written',
    target: (target) => ({ ...target, prepare: () => Promise.reject(killed()) }),
    fileIsThere: false,
  },
  { name: 'before the plan is durable', transactions: 0, fileIsThere: false },
  {
    name: 'after the plan, before the file',
    target: (target) => ({ ...target, publish: () => Promise.reject(killed()) }),
    fileIsThere: false,
  },
  {
    name: 'while the file lies aside',
    target: (target) => ({
      ...target,
      publish: (place, content) =>
        target.publish(place, content, () => {
          throw killed();
        }),
    }),
    fileIsThere: false,
  },
  {
    name: 'after the rename, before the mark',
    target: (target) => ({
      ...target,
      publish: async (place, content, check) => {
        await target.publish(place, content, check);
        throw killed();
      },
    }),
    fileIsThere: true,
  },
  { name: 'before the mark is durable', transactions: 1, fileIsThere: true },
];

/** A database whose process dies after so many transactions. */
function dying(database: Database<Tables>, transactions: number): Database<Tables> {
  let left = transactions;
  return {
    ...database,
    transaction: (work) =>
      database.transaction(async (tx) => {
        const result = await work(tx);
        if (left === 0) throw killed();
        left -= 1;
        return result;
      }),
  };
}

function dyingExports(all: ExportsUnderTest, death: Death): Exports {
  return createExports({
    database: dying(all.database, death.transactions ?? 1_000),
    clock: { now: () => all.time.ms },
    target: death.target?.(all.target) ?? all.target,
    openShiftIntervalMs: 60_000,
    logger: silentLogger,
    onChanged: () => assert.fail('nothing is told before it is durable'),
  });
}

const sales = (all: ExportsUnderTest) => all.files().filter((path) => path.endsWith('.json'));

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`a crash of exports on ${engine.name}`, () => {
    for (const death of deaths) {
      it(`${death.name} leaves no file or the whole one, and the next start publishes it once`, () =>
        withExports(async (all) => {
          await all.road.bring('5', sample);
          await assert.rejects(dyingExports(all, death).turn(), DatabaseUnavailable);
          const left = sales(all);
          assert.equal(left.length, death.fileIsThere ? 1 : 0);
          assert.equal((await all.rows())[0]?.revision ?? null, null, 'blue until it is marked');
          const bytes = left.map((path) => all.read(path));
          const planned = (await all.rows())[0]?.planned_name ?? null;

          all.time.ms += 5_000;
          await all.drain(all.restarted());
          assert.equal(sales(all).length, 1);
          if (death.fileIsThere)
            assert.deepEqual([sales(all), sales(all).map((path) => all.read(path))], [left, bytes]);
          const [row] = await all.rows();
          assert.equal(row?.revision, 1);
          if (planned !== null) assert.equal(row?.file_name, planned);
          assert.deepEqual(
            (await all.events()).map((event) => event.code),
            ['export.published'],
          );
          const report = await all.erp.pass();
          assert.deepEqual(
            report.taken.map(({ added, same }) => [added, same]),
            [[5, 0]],
          );
        }));
    }

    for (const death of deaths.filter((one) => one.fileIsThere)) {
      it(`${death.name}: an open shift comes out right as well`, () =>
        withExports(async (all) => {
          await all.road.bring('5', salesFile({ shifts: [shiftInfo()], documents: [receipt(1, '10.00')] }));
          await assert.rejects(dyingExports(all, death).turn(), DatabaseUnavailable);
          await all.drain(all.restarted());
          assert.deepEqual(sales(all), ['5/sale12/online/sale20260314085430000_347_1.json']);
          assert.equal((await all.rows())[0]?.revision, 1);
          assert.equal((await all.erp.pass()).taken[0]?.added, 1);
        }));
    }

    it('a file that the ERP took before it was marked is not handed over again', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await assert.rejects(dyingExports(all, { name: '', transactions: 1, fileIsThere: true }).turn());
        const [path = ''] = sales(all);
        await all.erp.pass();
        await all.drain(all.restarted());
        assert.equal((await all.rows())[0]?.revision, 1);
        assert.equal((await all.rows())[0]?.path, path);
        assert.equal((await all.erp.pass()).listed, 0);
      }));

    for (const death of deaths) {
      it(`${death.name}: files that wait come out with the latest content, whichever of them is read last`, () =>
        withExports(async (all) => {
          const bring = (...numbers: number[]) => {
            const documents = numbers.map((number) => receipt(number, `${number}0.00`));
            return all.road.bring(
              '5',
              salesFile({ shifts: [shiftInfo({ timeEnd: '2026-03-14T21:45:00' })], documents }),
            );
          };
          await bring(1);
          await all.drain();
          all.time.ms += 1_000;
          await bring(2);
          await assert.rejects(dyingExports(all, death).turn(), DatabaseUnavailable);
          all.time.ms += 1_000;
          // The shift changes while the server is down, so that the planned file may be one more that waits.
          await bring(3);
          await all.drain(all.restarted());
          const files = sales(all);
          // The earlier file is the first to be renamed; only when all is in place does the planned one wait as well.
          assert.equal(files.length, death.transactions === 1 ? 3 : 2);
          const [latest, ...others] = files.map((path) => all.read(path));
          assert.match(latest ?? '', /"docNum":3/);
          assert.ok(others.every((text) => text === latest));
          assert.equal((await all.rows())[0]?.revision, 3);
          await all.erp.pass();
          assert.equal(all.erp.documents().length, 3);
        }));
    }

    it('a file that was brought to the new content before the crash is not left as the only one', () =>
      withExports(async (all) => {
        const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:45:00' })];
        await all.road.bring('5', salesFile({ shifts, documents: [receipt(1, '10.00')] }));
        await all.drain();
        const [first = ''] = sales(all);
        await all.road.bring('5', salesFile({ shifts, documents: [receipt(2, '20.00')] }));
        const afterFirst = (target: ErpTarget): ErpTarget => ({
          ...target,
          publish: (place, content, check) => {
            if (first.endsWith(place.name)) return target.publish(place, content, check);
            throw killed();
          },
        });
        await assert.rejects(dyingExports(all, { name: '', target: afterFirst, fileIsThere: false }).turn());
        assert.deepEqual(sales(all), [first]);
        assert.match(all.read(first), /"docNum":2/);
        // The ERP has listed the first file before and deletes the new content unread.
        rmSync(join(all.exchange, first));
        await all.drain(all.restarted());
        assert.equal(sales(all).length, 1);
        await all.erp.pass();
        assert.equal(all.erp.documents().length, 2);
      }));

    it('a planned name that another file has got is left alone', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await assert.rejects(dyingExports(all, { name: '', transactions: 1, fileIsThere: true }).turn());
        const [path = ''] = sales(all);
        const other = join(all.exchange, `${dirname(path)}/other`);
        writeFileSync(other, 'another file');
        renameSync(other, join(all.exchange, path));
        await all.drain(all.restarted());
        assert.equal(sales(all).length, 2);
        assert.equal(all.read(path), 'another file');
      }));

    it('what a killed writer left aside is cleared away and never read', () =>
      withExports(async (all) => {
        const folder = join(all.exchange, '5', 'sale12');
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, '.tmp-dead-1'), sample.slice(0, 100));
        await all.road.bring('5', sample);
        await all.drain();
        assert.equal(all.files().length, 1);
        // The last shift of a register may leave the folder of open shifts without another file.
        const unfinished = join(folder, 'online', '.tmp-dead-2');
        mkdirSync(dirname(unfinished), { recursive: true });
        writeFileSync(unfinished, 'half');
        await all.drain(all.restarted());
        assert.ok(!existsSync(unfinished));
      }));

    it('a shift that changes while it is read is read anew, so that a file never mixes two revisions', () =>
      withExports(async (all) => {
        const shift = { timeEnd: '2026-03-14T21:45:00' };
        const bring = (documents: object[]) =>
          all.road.bring('5', salesFile({ shifts: [shiftInfo(shift)], documents }));
        await bring([receipt(1, '10.00')]);
        let prepared = 0;
        const late: ErpTarget = {
          ...all.target,
          prepare: async (place) => {
            prepared += 1;
            if (prepared === 1) await bring([receipt(2, '20.00')]);
            await all.target.prepare(place);
          },
        };
        await all.drain(all.restarted(late));
        assert.equal(prepared, 2);
        assert.equal(sales(all).length, 1);
        assert.equal((await all.rows())[0]?.revision, 2);
        assert.equal((await all.erp.pass()).taken[0]?.added, 2);
      }));
  });
}
