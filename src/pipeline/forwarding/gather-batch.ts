/** The packages of the next stream: chosen by the index, read where they lie, in a folder or in an archive. */
import type { Statements } from '../../platform/database/database.ts';
import {
  type ForwardEnd,
  firstToForward,
  type Intake,
  type PackageHeader,
  type PackageToForward,
  type ReadResult,
  toForward,
} from '../intake/intake.ts';
import type { OutgoingBatch, OutgoingPackage } from './upper-server.ts';

/** Bytes of one stream, unless its first package is larger. */
const BATCH_BYTES = 1024 * 1024;

/** A batch with the rows it is made of, in the same order. */
export type GatheredBatch = { batch: OutgoingBatch; rows: PackageToForward[]; bytes: number };

export type Gathered = {
  /** null = nothing is left that may go now. */
  gathered: GatheredBatch | null;
  /** The bytes are not those that came, or their archive is deleted. */
  lost: PackageToForward[];
  /** They are in no folder just now: they are on their way from one to the next. */
  missing: PackageToForward[];
  /** There are more packages of this register than fit. */
  more: boolean;
};

export type PassedOver = { registers: readonly string[]; names: ReadonlySet<string> };

/** Reads the packages of one stream, `limit` at most. */
export async function gatherBatch(
  { database, intake }: { database: Statements; intake: Intake },
  end: ForwardEnd,
  limit: number,
  passedOver: PassedOver,
): Promise<Gathered> {
  const nothing = { gathered: null, lost: [], missing: [], more: false };
  const first = await firstToForward(database, end, passedOver.registers, [...passedOver.names]);
  if (first === undefined) return nothing;
  const due = await toForward(database, first.registerId, end, limit + passedOver.names.size);
  const rows = due.filter(({ name }) => !passedOver.names.has(name)).slice(0, limit);
  const commands = await commandsOf(database, rows);
  const taken: Taken[] = [];
  const [lost, missing]: PackageToForward[][] = [[], []];
  let bytes = 0;
  for (const row of rows) {
    if (taken.length > 0 && bytes + row.size > BATCH_BYTES) break;
    const read = await readWhereItLies(intake, row);
    if (read.kind === 'package') {
      const one = { row, header: read.header, body: read.body };
      if (!goesWith(taken, one)) break;
      taken.push(one);
      bytes += read.body.byteLength;
    } else if (read.kind === 'damaged' || intake.packed(row.name)?.isGone === true) lost?.push(row);
    else missing?.push(row);
  }
  const gathered =
    taken.length === 0 ? null : { batch: batchOf(taken, commands), rows: taken.map(({ row }) => row), bytes };
  return { gathered, lost: lost ?? [], missing: missing ?? [], more: due.length >= limit };
}

type Taken = { row: PackageToForward; header: PackageHeader; body: Uint8Array };

/** The index says where it was; it may have moved on since. */
async function readWhereItLies(intake: Intake, { name, state }: PackageToForward): Promise<ReadResult> {
  for (const folder of [state, 'waiting', 'processed', 'error', 'broken'] as const) {
    const read = await intake.read(folder, name);
    if (read.kind !== 'missing') return read;
  }
  return { kind: 'missing' };
}

/** One answer names what was stored by ids, so those of a stream differ; what has none that the other side could read goes alone. */
function goesWith(taken: readonly Taken[], one: Taken): boolean {
  const [first] = taken;
  if (first === undefined) return true;
  if (isAlone(first.header) || isAlone(one.header)) return false;
  const same = ({ door, shopCode, fileName }: PackageHeader) => JSON.stringify([door, shopCode, fileName]);
  return (
    same(first.header) === same(one.header) && taken.every(({ header }) => header.packageId !== one.header.packageId)
  );
}

function isAlone({ content, packageId, door }: PackageHeader): boolean {
  return content !== 'archive' || packageId === '' || door === 'file';
}

function batchOf(taken: readonly Taken[], commands: ReadonlyMap<number, string>): OutgoingBatch {
  const { header } = taken[0] as Taken;
  const { registerId, door, shopCode, fileName, content } = header;
  const packages = taken.map(({ row, header: one, body }): OutgoingPackage => {
    const answered = row.transferId === null ? undefined : commands.get(row.transferId);
    const { packageId, shopId, range } = one;
    return { packageId, shopId, range, stateId: row.commandId ?? answered ?? '', body };
  });
  return { registerId, isRaw: content !== 'archive', door, shopCode, fileName, packages };
}

/** Which command of the upper server each load of this one does. */
async function commandsOf(database: Statements, rows: readonly PackageToForward[]): Promise<Map<number, string>> {
  const ids = [...new Set(rows.flatMap(({ transferId }) => transferId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await database.all<{ transferId: number; commandId: string }>(
    `SELECT transfer_id AS "transferId", command_id AS "commandId" FROM upper_command
     WHERE transfer_id IN (${ids.map(() => '?').join(', ')}) ORDER BY taken_utc`,
    ids,
  );
  return new Map(found.map(({ transferId, commandId }) => [transferId, commandId]));
}
