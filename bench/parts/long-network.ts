/**
 * The ledger of a network that has sold for long: every register of every shop closed one shift a day, each checked, exported and
 * taken by the ERP, with the packages and the log that belong to it. Rows alone, no documents: it is what overviews count and list.
 */
import type { Database, Transaction, Value } from '../../src/platform/database/database.ts';
import type {
  EventRow,
  ExportFileRow,
  PackageRow,
  RegisterRow,
  ShiftCheckRow,
  ShiftExportRow,
  ShiftFeedRow,
  ShiftRow,
  ShopRow,
  Tables,
} from '../../src/schema/tables.ts';
import { emptyShift } from '../../tests/support/shift-rows.ts';

export type LongNetwork = {
  shops: number;
  /** In each shop. */
  registers: number;
  /** Business days up to `lastDay`. */
  days: number;
  /** `YYYY-MM-DD`. */
  lastDay: string;
};

/** Every so many shifts: one that the ERP lacks, one that does not agree, a package in error. */
const MISSING_EVERY = 401;
const DIFFERS_EVERY = 997;
const ERROR_EVERY = 1_999;
const PACKAGES_A_SHIFT = 3;
const SHIFTS_A_TRANSACTION = 5_000;

/** Fills an empty database whose tables are up to date. Answers how many shifts it holds then. */
export async function fillNetwork(database: Database<Tables>, network: LongNetwork): Promise<number> {
  await database.transaction(async (tx) => {
    const { shops, registers } = placesOf(network);
    await insert(tx, 'shop', shops);
    await insert(tx, 'register', registers);
  });
  const all = network.shops * network.registers * network.days;
  for (let from = 1; from <= all; from += SHIFTS_A_TRANSACTION) {
    const count = Math.min(SHIFTS_A_TRANSACTION, all - from + 1);
    const some = Array.from({ length: count }, (_, index) => rowsOf(from + index, network));
    await database.transaction(async (tx) => {
      for (const table of TABLES) {
        const rows = some.flatMap((one): readonly object[] => one[table]);
        await insert(tx, table, rows);
      }
    });
  }
  for (const counter of ['shift', 'shift_feed', 'export_file', 'event'])
    await database.run('UPDATE counter SET value = ? WHERE name = ?', [all, counter]);
  return all;
}

const TABLES = ['shift', 'shift_check', 'shift_export', 'shift_feed', 'export_file', 'package', 'event'] as const;

type Rows = {
  shift: ShiftRow[];
  shift_check: ShiftCheckRow[];
  shift_export: ShiftExportRow[];
  shift_feed: ShiftFeedRow[];
  export_file: ExportFileRow[];
  package: PackageRow[];
  event: EventRow[];
};

async function insert(tx: Transaction<Tables>, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const valuesOf = (row: object) => columns.map((column) => (row as Record<string, Value>)[column] ?? null);
  await tx.insertMany(table, columns, rows.map(valuesOf));
}

function placesOf(network: LongNetwork): { shops: Partial<ShopRow>[]; registers: Partial<RegisterRow>[] } {
  const created_utc = '2020-01-01T00:00:00.000Z';
  const shops = Array.from({ length: network.shops }, (_, index) => ({
    ...{ shop_id: shopOf(index), shop_code: String(index + 1), name: `Магазин ${index + 1}` },
    ...{ time_zone: 'Europe/Moscow', created_utc },
  }));
  const registers = shops.flatMap(({ shop_id }, shop) =>
    Array.from({ length: network.registers }, (_, index) => ({
      ...{ shop_id, register_id: registerOf(shop, index), register_code: String(index + 1), name: null },
      ...{ protocol_version: 4, in_service: 1, created_utc, last_contact_utc: `${network.lastDay}T18:00:00.000Z` },
      ...{ certificate_required: 0, token_required: 0, sync_due: 0, sync_attempts: 0 },
    })),
  );
  return { shops, registers };
}

const shopOf = (shop: number) => `shop-${String(shop + 1).padStart(4, '0')}`;
const registerOf = (shop: number, register: number) => `${shopOf(shop)}-${String(register + 1).padStart(2, '0')}`;

/** Ids go up with the days, as they do when a network sells. */
function rowsOf(shiftId: number, { shops, registers, days, lastDay }: LongNetwork): Rows {
  const [at, day] = [(shiftId - 1) % (shops * registers), Math.floor((shiftId - 1) / (shops * registers))];
  const [shop, register] = [Math.floor(at / registers), at % registers];
  const date = new Date(Date.parse(`${lastDay}T00:00:00Z`) - (days - 1 - day) * 86_400_000).toISOString().slice(0, 10);
  const key = { shop_id: shopOf(shop), shift_id: shiftId };
  const register_id = registerOf(shop, register);
  const closed = `${date}T22:00:00`;
  const closedUtc = `${date}T19:00:00.000Z`;
  const isMissing = shiftId % MISSING_EVERY === 0;
  const sha = `${shiftId}`.padStart(64, '0');
  const name = `sale${date.replaceAll('-', '')}${shiftId}.json`;
  const revenue = 1_000_000 + (shiftId % 1_000) * 100;
  return {
    shift: [
      {
        ...emptyShift,
        ...{ ...key, register_id, shift_number: day + 1, business_date: date, revision: 9, items_revision: 9 },
        ...{
          opened_at: `${date}T08:00:00`,
          opened_utc: `${date}T05:00:00.000Z`,
          closed_at: closed,
          closed_utc: closedUtc,
        },
        ...{ last_document_at: closed, updated_utc: closedUtc, exported_revision: isMissing ? 8 : 9, has_report: 1 },
        ...{ counted_sale_sum: revenue, counted_sale_cash: revenue, counted_sale_count: 40, reported_revenue: revenue },
        ...{ reported_sale_sum: revenue, reported_sale_count: 40 },
      },
    ],
    shift_check: [
      {
        ...{ ...key, revision: 9, checked_utc: closedUtc, outcomes: null },
        result: shiftId % DIFFERS_EVERY === 0 ? 'differs' : 'agrees',
      },
    ],
    shift_export: [
      {
        ...{ ...key, target: 'folder', revision: isMissing ? 8 : 9, closed: 1, content_sha256: sha, file_name: name },
        ...{ path: `${shop + 1}/${name}`, exported_utc: closedUtc, planned_revision: null, planned_name: null },
        ...{ waiting_files: null, failed_revision: isMissing ? 9 : null, next_attempt_utc: null, attempts: 0 },
        ...{ reason_code: isMissing ? 'export.nothing_to_write' : null, reason_details: isMissing ? '{}' : null },
        ...{ confirmation_id: null, confirmed_revision: 9, confirmed_matches: 1 },
      },
    ],
    shift_feed: [{ ...key, feed_position: shiftId, revision: 9 }],
    export_file: [
      {
        ...{
          shop_id: key.shop_id,
          file_id: shiftId,
          target: 'folder',
          register_id,
          shift_id: shiftId,
          file_name: name,
        },
        ...{ path: `${shop + 1}/${name}`, online: 0, revision: 9, content_sha256: sha, size: 20_000, receipts: 40 },
        ...{ revenue, published_utc: closedUtc, state: 'taken', waits_since_utc: closedUtc, ended_utc: closedUtc },
        ...{ confirmed_utc: closedUtc, attempts: 1, failure_code: null, failure_details: null },
      },
    ],
    package: Array.from({ length: PACKAGES_A_SHIFT }, (_, part) =>
      packageOf({ shiftId, part, date, register_id, ...key }),
    ),
    event: [
      {
        ...{
          shop_id: key.shop_id,
          event_id: shiftId,
          happened_utc: closedUtc,
          level: 'info',
          code: 'export.published',
        },
        ...{
          register_id,
          params: JSON.stringify({ shiftNumber: day + 1, registerCode: String(register + 1), fileName: name }),
        },
      },
    ],
  };
}

function packageOf(at: {
  shiftId: number;
  part: number;
  date: string;
  register_id: string;
  shop_id: string;
}): PackageRow {
  const number = at.shiftId * PACKAGES_A_SHIFT + at.part;
  const received = `${at.date}T${String(10 + at.part)}:00:00.000Z`;
  const isBad = number % ERROR_EVERY === 0;
  return {
    ...{ shop_id: at.shop_id, register_id: at.register_id, sha256: `${number}`.padStart(64, '0') },
    ...{ name: `${at.date.replaceAll('-', '')}-${number}.zip`, package_id: String(number), door: 'grpc' },
    ...{ received_utc: received, size: 10_000, state: isBad ? 'error' : 'processed', attempts: 1 },
    ...{ reason_code: isBad ? 'package.cut' : null, reason_details: isBad ? '{}' : null, next_attempt_utc: null },
    ...{ finished_utc: received, documents_new: 13, documents_same: 0, documents_enriched: 0, documents_conflict: 0 },
    ...{ documents_set_aside: 0, shift_ids: `[${at.shiftId}]`, transfer_id: null, server_code: null },
    ...{ upper_state: null, upper_command: null },
  };
}
