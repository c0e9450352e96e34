/** Backups that are made by themselves: at the hour of the setting, restored for trial, told in the log, the oldest removed. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Config, readConfig } from '../../src/config.ts';
import { storageReport, storageTroubles } from '../../src/reports/storage.ts';
import { storageFacts } from '../../src/wiring/archive-work.ts';
import { createBackupService } from '../../src/wiring/backup-service.ts';
import { databasesUnderTest, type OpenedDatabase } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const WEEK_MS = 7 * 86_400_000;

function configOf(dataFolder: string, { location }: OpenedDatabase): Config {
  const env: Record<string, string> = {
    SMENA_DATA_FOLDER: dataFolder,
    SMENA_BACKUP_AT: '02:10',
    SMENA_BACKUP_KEEP: '1',
  };
  if (location.engine === 'postgres') env['SMENA_DATABASE_URL'] = location.url;
  else env['SMENA_DATABASE_FILE'] = location.file;
  const read = readConfig({ env, args: {}, readTextFile: () => null, workFolder: dataFolder });
  assert.ok(read.ok, JSON.stringify(read));
  return read.config;
}

for (const engine of databasesUnderTest)
  test(`${engine.name}: a backup is made when its hour comes, once a week, and what became of it stands in the log`, async (t) => {
    await using opened = await engine.open();
    const config = configOf(temporaryFolder(t), opened);
    // Backups are named by the clock of the machine, so the days of this test are those around now.
    const today = new Date().toISOString().slice(0, 10);
    const time = { ms: Date.parse(`${today}T02:00:00+03:00`) };
    const service = createBackupService(config, opened.database, { now: () => time.ms });
    const names = () =>
      readdirSync(join(config.dataFolder, 'backup', 'server')).filter((name) => name.startsWith('smena-'));
    const events = async () =>
      (
        await opened.database.all<{ code: string }>(
          "SELECT code FROM event WHERE code LIKE 'backup.%' ORDER BY event_id",
        )
      ).map(({ code }) => code);
    await service.turn();
    assert.deepEqual(await events(), [], 'not before its hour');
    time.ms += 15 * 60_000;
    await service.turn();
    assert.deepEqual(await events(), ['backup.done']);
    const storage = async () => {
      const clock = { now: () => time.ms };
      const { lastBackup } = await storageReport(opened.database, clock, storageFacts(config));
      return [lastBackup?.sound, (await storageTroubles(opened.database, storageFacts(config), time.ms)).failedBackups];
    };
    assert.deepEqual(await storage(), [true, 0]);
    const [first] = names();
    await service.turn();
    time.ms += 86_400_000;
    await service.turn();
    assert.deepEqual(await events(), ['backup.done'], 'not again on the next day');
    time.ms += WEEK_MS;
    // Names have whole seconds of the clock of the machine: two backups of one second would be one.
    const second = () => Math.floor(Date.now() / 1000);
    const made = second();
    await until('the next second has begun', async () => second() > made);
    await service.turn();
    assert.deepEqual(await events(), ['backup.done', 'backup.done']);
    assert.equal(names().length, 1, 'the older one is gone');
    assert.notEqual(names()[0], first);

    // A server that starts after the hour makes its first one when the hour comes again.
    const other = configOf(temporaryFolder(t), opened);
    await createBackupService(other, opened.database, { now: () => time.ms }).turn();
    assert.equal((await events()).length, 2);

    // One that fails is a trouble of the server until the next one is sound.
    rmSync(config.folders.serverBackup, { recursive: true });
    writeFileSync(config.folders.serverBackup, 'no folder');
    time.ms += WEEK_MS;
    await service.turn();
    assert.deepEqual((await events()).at(-1), 'backup.not_made');
    assert.deepEqual(await storage(), [false, 1]);
  });
