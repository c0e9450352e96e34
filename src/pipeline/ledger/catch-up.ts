/** After a crash, or after the database came back from an older backup, the index catches up with the folders. */
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Intake, indexedNames, recordPackage } from '../intake/intake.ts';
import { noDocuments } from './load-context.ts';

const PAGE = 500;

type Catching = { database: Database<Tables>; clock: Clock; intake: Intake; forwards?: boolean };

/**
 * A package in `processed` or `error` that the index does not know there is put back into the line: loading it again
 * changes nothing that is stored and adds what is missing. One in `broken` stays and is entered with the reason beside it.
 */
export async function catchUpIndex(all: Catching): Promise<{ returned: number }> {
  const { intake } = all;
  let returned = 0;
  for (const state of ['processed', 'error', 'broken'] as const) {
    let page: string[] = [];
    for await (const name of intake.names(state)) {
      page.push(name);
      if (page.length < PAGE) continue;
      returned += await catchUpPage(all, state, page);
      page = [];
    }
    returned += await catchUpPage(all, state, page);
  }
  intake.rescan();
  return { returned };
}

async function catchUpPage(
  all: Catching,
  state: 'processed' | 'error' | 'broken',
  names: readonly string[],
): Promise<number> {
  const known = await indexedNames(all.database, state, names);
  let returned = 0;
  for (const name of names) {
    if (known.has(name)) continue;
    if (state === 'broken') await enterBroken(all, name);
    else if (await all.intake.finish(name, state, 'waiting')) returned += 1;
  }
  return returned;
}

/** A file without a readable header has no row: the folder alone counts it. */
async function enterBroken({ database, clock, intake, forwards }: Catching, name: string): Promise<void> {
  const header = await intake.readHeader('broken', name);
  if (header === undefined) return;
  const written = await intake.reason('broken', name);
  const reason = written === undefined ? null : { code: written.code, params: written.params };
  const entry = {
    state: 'broken',
    reason,
    documents: noDocuments(),
    shiftIds: [],
    nextAttemptMs: null,
    transferId: null,
  } as const;
  await database.transaction((tx) => recordPackage(tx, clock, name, header, entry, forwards));
}
