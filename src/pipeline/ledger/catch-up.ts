/** After a crash, or after the database came back from an older backup, the index catches up with the folders. */
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Intake } from '../intake/intake.ts';
import { indexedNames } from '../intake/intake.ts';

const PAGE = 500;

/**
 * A package in `processed` or `error` that the index does not know there is put back into the line: loading it again
 * changes nothing that is stored and adds what is missing. `broken` stays, its reason lies beside it.
 */
export async function catchUpIndex(database: Database<Tables>, intake: Intake): Promise<{ returned: number }> {
  let returned = 0;
  for (const state of ['processed', 'error'] as const) {
    let page: string[] = [];
    for await (const name of intake.names(state)) {
      page.push(name);
      if (page.length < PAGE) continue;
      returned += await returnUnknown(database, intake, state, page);
      page = [];
    }
    returned += await returnUnknown(database, intake, state, page);
  }
  intake.rescan();
  return { returned };
}

async function returnUnknown(
  database: Database<Tables>,
  intake: Intake,
  state: 'processed' | 'error',
  names: readonly string[],
): Promise<number> {
  const known = await indexedNames(database, state, names);
  let returned = 0;
  for (const name of names) if (!known.has(name) && (await intake.finish(name, state, 'waiting'))) returned += 1;
  return returned;
}
