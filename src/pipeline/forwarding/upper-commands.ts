/**
 * What the upper server asks for of a register behind this one (M3, M17). Each order is a row before it is accepted, so that the
 * same order that comes again is done once. What this server has of the period is sent once more, and the register is asked by
 * a load of this server; how far both are is told upwards until it was heard. Nothing else can be ordered.
 */
import { asServer } from '../../audit/audit.ts';
import { isRunning, type TransferState } from '../../domain/transfer.ts';
import { hasMessage, type MessageCode, type MessageParams, messageText } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { Tables, UpperCommandRow } from '../../schema/tables.ts';
import { forwardAgain, type IntakeEvents } from '../intake/intake.ts';
import { findRegister, type KnownRegister } from '../registers/registers.ts';
import type { Transfers, WantedRange } from '../transfers/transfers.ts';
import type {
  CommandRange,
  CommandReport,
  CommandState,
  UpperCommand,
  UpperServer,
  UpperWords,
} from './upper-server.ts';

export type UpperCommandsOptions = {
  database: Database<Tables>;
  clock: Clock;
  transfers: Pick<Transfers, 'request' | 'cancel'>;
  upper: Pick<UpperServer, 'report' | 'address'>;
  events: IntakeEvents;
  /** Packages are due again, or a load was made. */
  onTaken: () => void;
};

export type UpperCommands = {
  /** Writes an order down and begins with it; answers how far it is. The same order again changes nothing. Throws DatabaseUnavailable. */
  take(command: UpperCommand): Promise<CommandReport>;
  /** Tells what has changed; false, for there is never more at once. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
};

const TOLD_AT_ONCE = 50;

export function createUpperCommands(options: UpperCommandsOptions): UpperCommands {
  const { database, upper } = options;
  return {
    async take(command) {
      const register = await findRegister(database, command.registerId);
      if (register === undefined) {
        const text = wordsOf('handshake.unknown_register', { registerId: command.registerId });
        return { ...namesOf(command), state: 'failed', text };
      }
      const row =
        command.load === null ? await callOff(options, command, register) : await begin(options, command, register);
      return reportOf(row);
    },

    async turn() {
      for (const row of await openCommands(database)) {
        const now = row.ended_utc === null ? await follow(options, row) : row;
        if (now.state === now.told_state) continue;
        if (!(await upper.report(reportOf(now)))) return false;
        await database.run('UPDATE upper_command SET told_state = ? WHERE shop_id = ? AND command_id = ?', [
          now.state,
          now.shop_id,
          now.command_id,
        ]);
      }
      return false;
    },
  };
}

function namesOf({ registerId, commandId }: UpperCommand): Pick<CommandReport, 'registerId' | 'commandId'> {
  return { registerId, commandId };
}

async function openCommands(database: Statements): Promise<UpperCommandRow[]> {
  return database.all<UpperCommandRow>(
    `SELECT * FROM upper_command WHERE ended_utc IS NULL OR told_state IS NULL OR told_state <> state
     ORDER BY taken_utc LIMIT ${TOLD_AT_ONCE}`,
  );
}

async function findCommand(tx: Statements, shopId: string, commandId: string): Promise<UpperCommandRow | undefined> {
  return tx.get<UpperCommandRow>('SELECT * FROM upper_command WHERE shop_id = ? AND command_id = ?', [
    shopId,
    commandId,
  ]);
}

/** The row first, then the load: after a crash in between the order comes again, and finds its row without a load. */
async function begin(
  options: UpperCommandsOptions,
  { commandId, load }: UpperCommand,
  register: KnownRegister,
): Promise<UpperCommandRow> {
  const { database, clock, upper, events } = options;
  const { shopId, registerId, registerCode, shopCode } = register;
  const range = load as CommandRange;
  const known = await findCommand(database, shopId, commandId);
  if (known !== undefined && (known.transfer_id !== null || known.ended_utc !== null)) return known;
  if (known === undefined) {
    await database.transaction(async (tx) => {
      const again = await forwardAgain(tx, register, await shiftsOf(tx, register, range), commandId);
      await tx.run(
        `INSERT INTO upper_command (shop_id, command_id, register_id, taken_utc, transfer_id, packages_again, state,
           reason_code, reason_details, told_state, ended_utc)
         VALUES (?, ?, ?, ?, NULL, ?, 'accepted', NULL, NULL, NULL, NULL) ON CONFLICT DO NOTHING`,
        [shopId, commandId, registerId, utcText(clock.now()), again],
      );
    });
    const params = { address: upper.address, registerCode, shopCode, from: range.from, to: range.to };
    events({ code: 'upper.asked', level: 'info', params, registerId, shopId });
  }
  const wanted: WantedRange = range.kind === 'dates' ? { ...range } : { ...range };
  const asked = { shopCode, registerCode, range: wanted, confirmed: true };
  const result = await asServer(upper.address, () =>
    options.transfers.request({ ...asked, cause: 'person', author: upper.address }),
  );
  if (result.kind === 'requested' || result.kind === 'running')
    await database.run('UPDATE upper_command SET transfer_id = ? WHERE shop_id = ? AND command_id = ?', [
      result.transferId,
      shopId,
      commandId,
    ]);
  else if (result.kind === 'refused') await refuse(options, shopId, commandId, result);
  options.onTaken();
  const row = await findCommand(database, shopId, commandId);
  if (row === undefined) throw new Error(`the order ${commandId} vanished while it was taken`);
  return row;
}

/** The register cannot be asked: then what is here already is the whole answer, or there is none. */
async function refuse(
  { database, clock }: UpperCommandsOptions,
  shopId: string,
  commandId: string,
  { code, params }: { code: MessageCode; params: MessageParams },
): Promise<void> {
  await database.run(
    `UPDATE upper_command SET reason_code = ?, reason_details = ?,
       state = CASE WHEN packages_again > 0 THEN state ELSE 'failed' END,
       ended_utc = CASE WHEN packages_again > 0 THEN NULL ELSE ? END WHERE shop_id = ? AND command_id = ?`,
    [code, JSON.stringify(params), utcText(clock.now()), shopId, commandId],
  );
}

/** Shifts of the register that the period touches. */
async function shiftsOf(tx: Statements, { shopId, registerId }: KnownRegister, range: CommandRange): Promise<number[]> {
  const of = 'SELECT shift_id AS "shiftId" FROM shift WHERE shop_id = ? AND register_id = ?';
  const rows =
    range.kind === 'shifts'
      ? await tx.all<{ shiftId: number }>(`${of} AND shift_number BETWEEN ? AND ?`, [
          shopId,
          registerId,
          range.from,
          range.to,
        ])
      : await tx.all<{ shiftId: number }>(
          `${of} AND COALESCE(opened_at, business_date) <= ? AND COALESCE(closed_at, ?) >= ?`,
          [shopId, registerId, range.to, range.to, range.from],
        );
  return rows.map(({ shiftId }) => shiftId);
}

async function callOff(
  options: UpperCommandsOptions,
  { commandId }: UpperCommand,
  { shopId, registerId }: KnownRegister,
): Promise<UpperCommandRow> {
  const { database, clock, transfers, upper } = options;
  const now = utcText(clock.now());
  await database.run(
    `INSERT INTO upper_command (shop_id, command_id, register_id, taken_utc, transfer_id, packages_again, state, reason_code,
       reason_details, told_state, ended_utc)
     VALUES (?, ?, ?, ?, NULL, 0, 'called_off', NULL, NULL, NULL, ?)
     ON CONFLICT (shop_id, command_id) DO UPDATE SET state = 'called_off', ended_utc = excluded.ended_utc`,
    [shopId, commandId, registerId, now, now],
  );
  const row = await findCommand(database, shopId, commandId);
  if (row === undefined) throw new Error(`the order ${commandId} vanished while it was called off`);
  const { transfer_id: transferId } = row;
  if (transferId !== null) await asServer(upper.address, () => transfers.cancel(transferId, upper.address));
  return row;
}

/** How far an order is: its load, and the packages that answer it and are not acknowledged yet. */
async function follow({ database, clock }: UpperCommandsOptions, row: UpperCommandRow): Promise<UpperCommandRow> {
  const transfer =
    row.transfer_id === null
      ? undefined
      : await readTransfer(database, { shopId: row.shop_id, transferId: row.transfer_id });
  const due = await database.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM package WHERE upper_state = 'due' AND shop_id = ? AND register_id = ?
       AND (upper_command = ? OR transfer_id = ?)`,
    [row.shop_id, row.register_id, row.command_id, row.transfer_id ?? 0],
  );
  const state = stateOf(row, transfer?.state ?? null, due?.n ?? 0);
  const isOver = !['accepted', 'preparing'].includes(state);
  if (state === row.state && !isOver) return row;
  const reason =
    state === 'failed' && transfer !== undefined
      ? { reason_code: transfer.reasonCode, reason_details: transfer.reasonDetails }
      : { reason_code: row.reason_code, reason_details: row.reason_details };
  const ended = isOver ? utcText(clock.now()) : null;
  await database.run(
    `UPDATE upper_command SET state = ?, reason_code = ?, reason_details = ?, ended_utc = ?
     WHERE shop_id = ? AND command_id = ? AND ended_utc IS NULL`,
    [state, reason.reason_code, reason.reason_details, ended, row.shop_id, row.command_id],
  );
  return { ...row, state, ...reason, ended_utc: ended };
}

/** Nothing is over before all that answers it is with the upper server. */
function stateOf(row: UpperCommandRow, transfer: TransferState | null, due: number): CommandState {
  if (transfer === null) {
    // Not asked yet, or cannot be: the row says which.
    if (row.reason_code === null) return 'accepted';
    return due > 0 ? 'preparing' : 'sent';
  }
  if (transfer === 'requested' || transfer === 'accepted') return 'accepted';
  if (isRunning(transfer) || due > 0) return 'preparing';
  if (transfer === 'done' || transfer === 'already') return 'sent';
  if (row.packages_again > 0) return 'sent';
  return transfer === 'empty' ? 'nothing' : 'failed';
}

async function readTransfer(
  tx: Statements,
  { shopId, transferId }: { shopId: string; transferId: number },
): Promise<{ state: TransferState; reasonCode: string | null; reasonDetails: string | null } | undefined> {
  return tx.get(
    `SELECT state, reason_code AS "reasonCode", reason_details AS "reasonDetails" FROM transfer
     WHERE shop_id = ? AND transfer_id = ?`,
    [shopId, transferId],
  );
}

function reportOf(row: UpperCommandRow): CommandReport {
  const { register_id: registerId, command_id: commandId, reason_code: code, reason_details: details } = row;
  const params = details === null ? {} : (JSON.parse(details) as MessageParams);
  const text = row.state === 'failed' && code !== null && hasMessage(code) ? wordsOf(code, params) : null;
  return { registerId, commandId, state: row.state as CommandState, text };
}

function wordsOf(code: string, params: MessageParams): UpperWords {
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}
