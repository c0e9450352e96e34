/** S4 «Кассы» of a shop, and one register. */
import type { Register, RegisterDetail, RegisterList } from '../../contracts/web-api.ts';
import type { LocalTime } from '../domain/local-time.ts';
import { formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type FoundRegister, type FoundShop, findRegister, findShop } from './find-place.ts';
import { type Found, found } from './found.ts';
import { type PageQuery, pageOf } from './page.ts';
import { type RegisterActivity, readActivity } from './register-activity.ts';
import { askedBy, type ReadBehind, type ReadStream } from './register-asking.ts';
import { readTokenSummaries, type TokenSummary } from './register-tokens.ts';
import { compareCodes } from './report-text.ts';
import { nextScheduled, readCoverage } from './schedule-coverage.ts';

type Sources = { database: QueryDatabase<Tables>; clock: Clock; readStream: ReadStream; readBehind: ReadBehind };

/** The registers of a shop in the order of their codes; `not_found.shop` otherwise. */
export async function registersReport(
  { database, clock, readStream, readBehind }: Sources,
  shopCode: string,
  query: PageQuery = {},
): Promise<Found<RegisterList>> {
  const place = await findShop(database, shopCode);
  if (!place.ok) return place;
  const nowMs = clock.now();
  const { shopCode: code, name, timeZone } = place.value;
  const page = pageOf(
    await registerRows({ database, readStream, readBehind }, place.value, undefined, nowMs),
    query,
    ({ registerCode }) => registerCode,
    ({ registerCode }, after) => compareCodes(registerCode, after) > 0,
  );
  const shop = { shopCode: code, name, timeZone };
  return found({ shop, registers: page.rows, next: page.next, asOf: utcText(nowMs) });
}

/** One register by codes; `not_found.*` otherwise. */
export async function registerReport(
  { database, clock, readStream, readBehind }: Sources,
  codes: { shopCode: string; registerCode: string },
): Promise<Found<RegisterDetail>> {
  const place = await findRegister(database, codes.shopCode, codes.registerCode);
  if (!place.ok) return place;
  const [row] = await registerRows(
    { database, readStream, readBehind },
    place.value.shop,
    place.value.registerId,
    clock.now(),
  );
  if (row === undefined) throw new Error(`the register ${codes.registerCode} has no row`);
  return found({ ...row, lastReceipt: await readLastReceipt(database, place.value) });
}

type ReadReceipt = {
  documentId: number;
  identifier: string | null;
  number: number | null;
  sum: number;
  documentClass: string;
  at: LocalTime | null;
};

/** The latest closed sale or refund, looked for in the latest shift that has receipts. */
async function readLastReceipt(
  database: QueryDatabase<Tables>,
  { shop, registerId }: FoundRegister,
): Promise<RegisterDetail['lastReceipt']> {
  const row = await database.get<ReadReceipt>(
    `SELECT d.document_id AS "documentId", d.identifier AS identifier, COALESCE(d.receipt_number, d.document_number) AS number, d.document_sum AS sum,
       d.document_class AS "documentClass", d.closed_at AS at FROM document d
     WHERE d.shop_id = ? AND d.document_class IN ('sale', 'refund') AND d.closed_at IS NOT NULL AND d.shift_id =
       (SELECT s.shift_id FROM shift s WHERE s.shop_id = ? AND s.register_id = ?
          AND s.counted_sale_count + s.counted_refund_count > 0
        ORDER BY s.business_date DESC, s.last_document_at DESC LIMIT 1)
     ORDER BY d.closed_at DESC, d.document_id DESC LIMIT 1`,
    [shop.shopId, shop.shopId, registerId],
  );
  if (row === undefined) return null;
  const { documentId, identifier, number, sum, documentClass, at } = row;
  const document = identifier ?? String(documentId);
  return { document, number, sum: formatKopecks(sum), refund: documentClass === 'refund', at };
}

/** All registers of a shop, or the one of an id. */
async function registerRows(
  { database, readStream, readBehind }: Omit<Sources, 'clock'>,
  shop: FoundShop,
  registerId: string | undefined,
  nowMs: number,
): Promise<Register[]> {
  const only = { shopId: shop.shopId, ...(registerId === undefined ? {} : { registerId }) };
  const activity = await readActivity(database, [shop], nowMs, only);
  const loads = await readLastLoads(database, shop.shopId);
  const coverage = await readCoverage(database, shop.shopId);
  const tokens = await readTokenSummaries(database, shop.shopId, nowMs);
  const next = (registerId: string) => nextScheduled(coverage, { ...shop, registerId }, nowMs);
  return activity
    .map((register) => ({
      ...registerRow(register, shop.shopCode, loads.get(register.registerId) ?? null, { readStream, readBehind }),
      tokens: { required: register.tokenRequired, ...(tokens.get(register.registerId) ?? NO_TOKENS) },
      nextScheduled: canBeAsked(register, readBehind) ? next(register.registerId) : null,
    }))
    .toSorted((a, b) => compareCodes(a.registerCode, b.registerCode));
}

const NO_TOKENS: TokenSummary = { good: 0, endsAt: null, lastUsedAt: null };

/** A schedule passes over a register out of service, and one to which no way leads. */
function canBeAsked(register: RegisterActivity, readBehind: ReadBehind): boolean {
  const { inService, commandHost, streamOpenedAt } = register;
  return inService && (commandHost !== null || streamOpenedAt !== null || readBehind(register) !== null);
}

/** When the latest package of each register was worked off, UTC; one step into the index per register. */
async function readLastLoads(database: QueryDatabase<Tables>, shopId: string): Promise<Map<string, string | null>> {
  const rows = await database.all<{ registerId: string; at: string | null }>(
    `SELECT r.register_id AS "registerId",
       (SELECT p.finished_utc FROM package p
        WHERE p.shop_id = r.shop_id AND p.register_id = r.register_id AND p.state = 'processed'
        ORDER BY p.received_utc DESC LIMIT 1) AS at
     FROM register r WHERE r.shop_id = ?`,
    [shopId],
  );
  return new Map(rows.map(({ registerId, at }) => [registerId, at]));
}

function registerRow(
  register: RegisterActivity,
  shopCode: string,
  lastLoadAt: string | null,
  { readStream, readBehind }: Pick<Sources, 'readStream' | 'readBehind'>,
): Omit<Register, 'nextScheduled' | 'tokens'> {
  return {
    registerId: register.registerId,
    registerCode: register.registerCode,
    shopCode,
    name: register.name,
    protocolVersion: register.protocolVersion === 3 ? 3 : 4,
    softwareVersion: register.softwareVersion,
    inService: register.inService,
    commandHost: register.commandHost,
    commandPort: register.commandPort,
    certificate: {
      name: register.certificateName,
      required: register.certificateRequired,
      serial: register.certificateSerial,
      endsAt: register.certificateEndsAt,
      seenAt: register.certificateSeenAt,
    },
    asked: askedBy(register, readStream, readBehind),
    lastContactAt: register.lastContactAt,
    lastLoadAt,
    lastSaleAt: register.lastSaleAt,
    openShiftNumber: register.openShiftNumber,
    openShiftReceipts: register.openShiftReceipts,
    salesToday: formatKopecks(register.salesToday),
    notExportedShifts: register.notExportedShifts,
    notExportedOpenShifts: register.notExportedOpenShifts,
  };
}
