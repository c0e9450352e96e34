import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runtimeEnvironment, runtimeFlags } from '../../scripts/runtime.mjs';
import { openReceiptIndex, type TrimStep } from '../../src/pipeline/archive/archive.ts';
import type { DayArchiveRow } from '../../src/schema/tables.ts';
import { databasesUnderTest, type OpenedDatabase } from '../support/databases.ts';
import { dayFile, documentTables, openTrimStage, type TrimStage, totalsOf } from '../support/trim-stage.ts';
import type { TrimOrder } from './trim-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the work in a process of its own that is killed at a step; answers whether it was. */
function killed(
  opened: OpenedDatabase,
  stage: TrimStage,
  work: TrimOrder['work'],
  step: TrimStep,
  time: number,
): boolean {
  const order: TrimOrder = {
    location: opened.location,
    folders: stage.folders,
    nowMs: stage.all.time.ms,
    work,
    kill: { step, time },
  };
  const script = join(root, 'tests', 'trimming', 'trim-process.ts');
  const ended = spawnSync(process.execPath, [...runtimeFlags(root), script, JSON.stringify(order)], {
    env: { ...process.env, ...runtimeEnvironment },
    encoding: 'utf8',
  });
  assert.ok(ended.signal === 'SIGKILL' || ended.status === 0, ended.stderr);
  return ended.signal === 'SIGKILL';
}

const RECEIPTS = 300;
const trimSteps: [TrimStep, number][] = [
  ['begun', 1],
  ['written', 1],
  ['named', 1],
  ['recorded', 1],
  ['filed', 1],
  ['deleting', 1],
  ['deleting', 2],
  ['deleted', 1],
  ['begun', 2],
];
const restoreSteps: [TrimStep, number][] = [
  ['putting', 1],
  ['putting', 3],
  ['put', 1],
  ['restored', 1],
];

for (const engine of databasesUnderTest) {
  describe(`M33 M45 kill -9 of the trimmer on ${engine.name}`, () => {
    const onStage = (work: (opened: OpenedDatabase, stage: TrimStage) => Promise<void>) => async () => {
      await using opened = await engine.open();
      await using stage = await openTrimStage(opened.database);
      await stage.bring(dayFile(1, RECEIPTS));
      await stage.bring(dayFile(2));
      stage.age();
      await work(opened, stage);
    };

    for (const [step, time] of trimSteps)
      it(`at "${step}" (${time}) leaves the rows, or the archive with its record, and the next run ends the work`, () =>
        onStage(async (opened, stage) => {
          const before = await stage.rows();
          assert.ok(killed(opened, stage, 'trim', step, time));
          await checkNothingIsLost(stage, before);
          const done = await stage.trimmer.run();
          assert.equal(done.failure, null);
          const after = await stage.rows();
          for (const table of documentTables) assert.deepEqual(after[table], [], table);
          assert.deepEqual(totalsOf(after), totalsOf(before));
          const verdict = await stage.trimmer.verify();
          assert.deepEqual(
            [verdict.archives, verdict.records, verdict.damaged, verdict.recordProblems],
            [2, 2, [], []],
          );
          await checkReceiptsAreFound(stage, before);
          await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-31' }, false);
          assert.deepEqual(await stage.rows(), before);
        })());

    for (const [step, time] of restoreSteps)
      it(`at "${step}" (${time}) of a restoration: the next start brings the same rows back`, () =>
        onStage(async (opened, stage) => {
          const before = await stage.rows();
          await stage.trimmer.run();
          assert.ok(killed(opened, stage, 'restore', step, time));
          await checkNothingIsLost(stage, before);
          await stage.trimmer.turn();
          await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-31' }, false);
          assert.deepEqual(await stage.rows(), before);
          const verdict = await stage.trimmer.verify();
          assert.deepEqual([verdict.damaged, verdict.recordProblems], [[], []]);
        })());
  });
}

/** By its identifier alone each receipt leads to the archive of its shift. */
async function checkReceiptsAreFound(stage: TrimStage, before: Record<string, unknown[]>): Promise<void> {
  while (await stage.trimmer.turn());
  const shifts = await stage.database.all<{ id: number; archive: number }>(
    'SELECT shift_id AS id, archive_id AS archive FROM shift',
  );
  const archiveOf = new Map(shifts.map(({ id, archive }) => [id, archive]));
  const index = openReceiptIndex(stage.folders.receipts);
  for (const document of before['document'] as { identifier: string; shift_id: number }[])
    assert.deepEqual(await index.find(document.identifier), [archiveOf.get(document.shift_id)], document.identifier);
}

/** Of each day all documents are in the tables, or its archive is sound and its signed record is there. */
async function checkNothingIsLost(stage: TrimStage, before: Record<string, unknown[]>): Promise<void> {
  const archives = await stage.database.all<DayArchiveRow>('SELECT * FROM day_archive');
  const archived = new Set(archives.flatMap(({ shift_ids }) => JSON.parse(shift_ids) as number[]));
  const rows = await stage.rows();
  for (const table of documentTables) {
    const ids = new Map(
      (before['document'] as { document_id: number; shift_id: number }[]).map((one) => [one.document_id, one.shift_id]),
    );
    const kept = (some: unknown[] | undefined) =>
      (some as { document_id: number }[]).filter(({ document_id }) => !archived.has(ids.get(document_id) ?? 0));
    assert.deepEqual(kept(rows[table]), kept(before[table]), table);
  }
  for (const archive of archives) assert.ok(readFileSync(join(stage.folders.archives, archive.path)).length > 0);
  const records = await stage.database.all<{ content: string }>('SELECT content FROM deletion_record');
  const recorded = new Set(
    records.map(({ content }) => (JSON.parse(content) as { archive: { path: string } }).archive.path),
  );
  for (const { path } of archives) assert.ok(recorded.has(path), path);
  assert.deepEqual((await stage.trimmer.verify()).damaged, []);
}
