import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { receipt, salesFile } from '../../../tests/support/sales.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

function fileClock() {
  const time = { ms: Date.UTC(2026, 2, 14, 12) };
  return { time, clock: { now: () => time.ms } };
}

async function told(database: Database<Tables>, code: string): Promise<number> {
  return (await database.all('SELECT 1 AS one FROM event WHERE code = ?', [code])).length;
}

for (const engine of databasesUnderTest) {
  describe(`a disk that does not give or take a file, on ${engine.name} (M39)`, () => {
    async function withRegister(work: (all: Scene) => Promise<void>): Promise<void> {
      await using opened = await engine.open();
      const { time, clock } = fileClock();
      await using road = await openLedger(opened.database, clock);
      await road.registers.addShop({ shopCode: '5', name: 'Магазин 5', timeZone: 'Europe/Moscow' });
      const added = await road.registers.addRegister({ shopCode: '5', registerCode: '12', protocolVersion: 4 });
      assert.ok(added.ok);
      const send = (id: string, body: string) => road.receive(added, id, Buffer.from(body));
      await work({ database: opened.database, road, time, send });
    }

    it('a package that cannot be read is told of and passed by; it is loaded when it can be read', () =>
      withRegister(async ({ database, road, time, send }) => {
        const bad = await send('bad', salesFile({ documents: [receipt(1, '10.00')] }));
        await send('good', salesFile({ documents: [receipt(2, '20.00')] }));
        // A folder in its place stands for a sector that the disk does not give.
        const path = join(road.folders.waiting, bad);
        renameSync(path, `${path}.away`);
        mkdirSync(path);
        for (let turn = 0; turn < 20; turn += 1) await road.ledger.turn();
        assert.deepEqual(await road.intake.counts(), { waiting: 1, processed: 1, error: 0, broken: 0 });
        assert.equal(await told(database, 'package.not_read'), 1);
        rmdirSync(path);
        renameSync(`${path}.away`, path);
        time.ms += 2_000;
        await road.drain();
        assert.deepEqual(await road.intake.counts(), { waiting: 0, processed: 2, error: 0, broken: 0 });
      }));

    it('packages that cannot be moved on hold nothing up and are told of once; they move when the folder is back', () =>
      withRegister(async ({ database, road, time, send }) => {
        await road.drain();
        rmdirSync(road.folders.broken);
        for (let index = 0; index < 70; index += 1) await send(`bad-${index}`, `no sales file ${index}`);
        await send('good', salesFile({ documents: [receipt(2, '20.00')] }));
        for (let turn = 0; turn < 20; turn += 1) await road.ledger.turn();
        assert.equal((await database.all('SELECT * FROM shift')).length, 1);
        assert.equal(await told(database, 'package.broken'), 70);
        assert.equal(await told(database, 'package.not_moved'), 70);
        mkdirSync(road.folders.broken);
        time.ms += 2_000;
        await road.drain();
        assert.deepEqual(await road.intake.counts(), { waiting: 0, processed: 1, error: 0, broken: 70 });
        assert.equal(await told(database, 'package.broken'), 70);
      }));

    it('a broken package whose row is lost is entered again with its reason', () =>
      withRegister(async ({ database, road, send }) => {
        await send('bad', 'no sales file');
        await road.drain();
        const rows = () => database.all('SELECT name, state, reason_code FROM package');
        const before = await rows();
        assert.equal(before.length, 1);
        await database.transaction((tx) => tx.run('DELETE FROM package'));
        await using restarted = await openLedger(database, undefined, road.folders);
        await restarted.drain();
        assert.deepEqual(await rows(), before);
        assert.equal(readdirSync(road.folders.broken).length, 2);
      }));
  });
}

type Scene = {
  database: Database<Tables>;
  road: Awaited<ReturnType<typeof openLedger>>;
  time: { ms: number };
  send(id: string, body: string): Promise<string>;
};
