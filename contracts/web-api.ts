/**
 * The API under /api/v1 as others see it: one zod schema each for validation, types and OpenAPI.
 * Money is text with two decimals and a dot ("1234.50"), quantities with three; null means "not known", never zero.
 * Times of shops are local without a zone ("2026-03-14T08:54:30"), times of the server are UTC with "Z".
 */
import { z } from 'zod';

export const money = z.string().regex(/^-?\d+\.\d{2}$/).meta({ id: 'Money', description: 'Roubles with two decimals', examples: ['200.81'] });
export const quantity = z.string().regex(/^-?\d+\.\d{3}$/).meta({ id: 'Quantity', description: 'Quantity with three decimals', examples: ['2.000'] });
export const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/).meta({ id: 'LocalTime', description: "Shop's local time without a zone" });
export const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).meta({ id: 'LocalDate', description: "Calendar date of the shop" });
export const utcTime = z.string().regex(/Z$/).meta({ id: 'UtcTime', description: 'UTC time' });
export const language = z.enum(['ru', 'en']);

/** Every refusal of the API. `message` is in both languages, `code` is stable. */
export const problem = z
  .object({ code: z.string(), message: z.object({ ru: z.string(), en: z.string() }), details: z.record(z.string(), z.string()).optional() })
  .meta({ id: 'Problem' });

/** Export state of a shift («не выгружена», «изменена после выгрузки», «ошибка выгрузки», «выгружается», «выгружена»): the first three are blue (M21). */
export const exportState = z.enum(['not_exported', 'changed', 'failed', 'exporting', 'exported']).meta({ id: 'ExportState' });
export const shiftExport = z
  .object({
    state: exportState,
    revision: z.number().int().nullable().meta({ description: 'Revision of the shift that the ERP has' }),
    fileName: z.string().nullable(),
    exportedAt: utcTime.nullable(),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'ShiftExport' });

export const shop = z
  .object({
    shopId: z.string(),
    shopCode: z.string(),
    name: z.string(),
    timeZone: z.string(),
    registerCount: z.number().int(),
    registersSeenToday: z.number().int(),
    lastSaleAt: localTime.nullable(),
    salesToday: money,
    openShifts: z.number().int(),
    notExportedShifts: z.number().int(),
    setAsideDocuments: z.number().int(),
  })
  .meta({ id: 'Shop' });

export const register = z
  .object({
    registerId: z.string(),
    registerCode: z.string(),
    shopCode: z.string(),
    name: z.string(),
    protocolVersion: z.union([z.literal(3), z.literal(4)]),
    inService: z.boolean(),
    lastContactAt: utcTime.nullable(),
    lastLoadAt: utcTime.nullable(),
    lastSaleAt: localTime.nullable(),
    openShiftNumber: z.number().int().nullable(),
    openShiftReceipts: z.number().int().nullable(),
    salesToday: money,
    notExportedShifts: z.number().int(),
  })
  .meta({ id: 'Register' });

/** One figure from two sources. `difference` = reported − counted; null when one is missing. */
export const figure = z
  .object({ reported: money.nullable(), counted: money, difference: money.nullable() })
  .meta({ id: 'Figure' });

/** A row of «Сверка продаж» (M20). Sums are the reported ones; where the register reported none they are counted and named in `computed`. */
export const shiftRow = z
  .object({
    shiftId: z.number().int(),
    key: z.string().meta({ description: 'Address of the shift on its register: number@open date; `.2`, `.3` follow where one date has several', examples: ['347@2026-03-14'] }),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    businessDate: localDate,
    cashierCode: z.string().nullable(),
    receiptCount: z.number().int(),
    saleCount: z.number().int(),
    refundCount: z.number().int(),
    saleSum: money,
    saleCash: money,
    saleNoncash: money,
    saleOther: money,
    revenue: money,
    revenueCash: money,
    revenueNoncash: money,
    drawerSum: money,
    refundSum: money,
    refundCash: money,
    refundNoncash: money,
    computed: z.array(z.string()).meta({ description: 'Names of the sums that the register did not report' }),
    differs: z.array(z.string()).meta({ description: 'Names of the sums where reported and counted differ' }),
    firstReceiptNumber: z.number().int().nullable(),
    lastReceiptNumber: z.number().int().nullable(),
    numberRepeated: z.boolean(),
    unmappedPaymentTypes: z.array(z.number().int()),
    setAsideDocuments: z.number().int(),
    conflicts: z.number().int(),
    revision: z.number().int(),
    updatedAt: utcTime,
    export: shiftExport,
  })
  .meta({ id: 'ShiftRow' });

export const shiftTotals = z
  .object({
    shifts: z.number().int(),
    receiptCount: z.number().int(),
    saleCash: money,
    saleNoncash: money,
    saleOther: money,
    revenueCash: money,
    revenueNoncash: money,
    refundCash: money,
    refundNoncash: money,
    drawerSum: money.nullable().meta({ description: 'Drawer of the last shift; a drawer is carried on and is not added up' }),
  })
  .meta({ id: 'ShiftTotals' });

export const shiftListQuery = z.object({
  from: localDate.optional().meta({ description: 'First business date, included' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
  state: z.enum(['all', 'not_exported', 'differing', 'open']).default('all'),
});
export const shiftList = z
  .object({
    shop: z.object({ shopCode: z.string(), name: z.string(), timeZone: z.string() }),
    register: z.object({ registerCode: z.string(), name: z.string() }),
    from: localDate,
    to: localDate,
    shifts: z.array(shiftRow),
    totals: shiftTotals,
    counts: z.object({ all: z.number().int(), not_exported: z.number().int(), differing: z.number().int(), open: z.number().int() }),
    lastShiftDate: localDate.nullable(),
    asOf: utcTime,
  })
  .meta({ id: 'ShiftList' });

/** One line of the tie-out of a shift: a sum, reported beside counted. */
export const shiftDetail = z
  .object({
    shift: shiftRow,
    previousKey: z.string().nullable(),
    nextKey: z.string().nullable(),
    figures: z.object({
      saleSum: figure,
      saleCash: figure,
      saleNoncash: figure,
      saleOther: figure,
      refundSum: figure,
      refundCash: figure,
      refundNoncash: figure,
      revenue: figure,
      revenueCash: figure,
      revenueNoncash: figure,
      drawerSum: figure,
    }),
    counts: z.object({
      saleCount: z.object({ reported: z.number().int().nullable(), counted: z.number().int() }),
      refundCount: z.object({ reported: z.number().int().nullable(), counted: z.number().int() }),
    }),
    drawer: z.object({
      start: money,
      startSource: z.enum(['previous_shift', 'zero']),
      saleCash: money,
      refundCash: money,
      cashIn: money,
      cashOut: money,
      cashWithdrawal: money,
      counted: money,
    }),
    fiscalDevices: z.array(
      z.object({
        serialNumber: z.string(),
        protectedTotalStart: money.nullable(),
        protectedTotalEnd: money.nullable(),
        fiscalRefundSum: money.nullable(),
        fiscalCashEnd: money.nullable(),
      }),
    ),
    totals: z.array(
      z.object({ paymentClass: z.enum(['cash', 'noncash', 'other', 'unmapped']), departmentCode: z.string(), hour: z.string(), saleSum: money, refundSum: money }),
    ),
    asOf: utcTime,
  })
  .meta({ id: 'ShiftDetail' });

export const documentClass = z.enum(['sale', 'refund', 'cashIn', 'cashOut', 'annulSale', 'annulRefund', 'service', 'other']);
export const documentRow = z
  .object({
    documentId: z.number().int(),
    documentType: z.number().int(),
    documentClass,
    documentNumber: z.number().int().nullable(),
    receiptNumber: z.number().int().nullable(),
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    cashierCode: z.string().nullable(),
    positionCount: z.number().int(),
    sum: money,
    cash: money,
    noncash: money,
    other: money,
    discount: money,
    fiscalDocumentNumber: z.string().nullable(),
    identifier: z.string().nullable(),
    cancelledPositions: z.number().int(),
    differs: z.boolean().meta({ description: 'Lines or payments do not add up to the total (C4)' }),
    conflicts: z.number().int(),
  })
  .meta({ id: 'DocumentRow' });
export const documentList = z.object({ documents: z.array(documentRow), asOf: utcTime }).meta({ id: 'DocumentList' });

export const positionRow = z
  .object({
    positionNumber: z.number().int(),
    cancelled: z.boolean(),
    opCode: z.number().int(),
    itemCode: z.string(),
    barcode: z.string(),
    name: z.string(),
    departmentCode: z.string(),
    quantity,
    price: money,
    baseSum: money.nullable(),
    discount: money,
    sum: money,
    tax: money,
  })
  .meta({ id: 'PositionRow' });
export const paymentRow = z
  .object({
    opCode: z.number().int(),
    paymentTypeCode: z.number().int(),
    paymentTypeName: z.string().nullable(),
    paymentClass: z.enum(['cash', 'noncash', 'other']).nullable().meta({ description: 'null = the payment type has no class yet' }),
    failed: z.boolean(),
    sum: money,
  })
  .meta({ id: 'PaymentRow' });
export const documentDetail = z
  .object({
    document: documentRow,
    shopCode: z.string(),
    registerCode: z.string(),
    shiftKey: z.string(),
    shiftNumber: z.number().int(),
    sourceIdentifier: z.string().nullable(),
    backReason: z.string().nullable(),
    registerKind: z.string().nullable(),
    positions: z.array(positionRow),
    payments: z.array(paymentRow),
    conflicts: z.array(z.object({ receivedAt: utcTime, difference: z.string(), raw: z.string() })),
    raw: z.string().meta({ description: 'The document exactly as it was received' }),
    revision: z.number().int(),
    packageName: z.string().nullable(),
    receivedAt: utcTime.nullable(),
  })
  .meta({ id: 'DocumentDetail' });

export const packageState = z.enum(['waiting', 'processed', 'error', 'broken']);
export const packageRow = z
  .object({
    name: z.string(),
    packageId: z.string().nullable(),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    registerId: z.string(),
    shopId: z.string(),
    door: z.string(),
    receivedAt: utcTime,
    size: z.number().int(),
    state: packageState,
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
    attempts: z.number().int(),
    documents: z.object({ new: z.number().int(), same: z.number().int(), enriched: z.number().int(), conflict: z.number().int(), set_aside: z.number().int() }),
  })
  .meta({ id: 'PackageRow' });

export const exportRow = z
  .object({
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    closed: z.boolean(),
    businessDate: localDate,
    receiptCount: z.number().int(),
    revenue: money,
    export: shiftExport,
    path: z.string().nullable().meta({ description: 'Path of the file below the exchange folder' }),
  })
  .meta({ id: 'ExportRow' });

export const eventRow = z
  .object({
    eventId: z.number().int(),
    at: utcTime,
    level: z.enum(['info', 'warning', 'error']),
    code: z.string(),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    text: z.object({ ru: z.string(), en: z.string() }),
  })
  .meta({ id: 'EventRow' });

export const setAsideRow = z
  .object({
    receivedAt: utcTime,
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    section: z.string(),
    ordinal: z.number().int(),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }),
    raw: z.string(),
    packageName: z.string(),
  })
  .meta({ id: 'SetAsideRow' });

export const serverStatus = z
  .object({
    version: z.string(),
    startedAt: utcTime,
    database: z.object({ engine: z.enum(['sqlite', 'postgres']), available: z.boolean() }),
    packages: z.object({ waiting: z.number().int(), error: z.number().int(), broken: z.number().int() }),
    registers: z.object({ total: z.number().int(), seenToday: z.number().int() }),
    shifts: z.object({ open: z.number().int(), notExported: z.number().int() }),
    setAsideDocuments: z.number().int(),
    conflicts: z.number().int(),
    lastReceiptAt: localTime.nullable(),
    demo: z.boolean(),
    defaultLanguage: language,
  })
  .meta({ id: 'ServerStatus' });

/** What became of one file brought by hand or by the command line. */
export const loadFileResult = z
  .object({
    schema: z.literal(1),
    file: z.string(),
    outcome: z.enum(['processed', 'already', 'error', 'broken']),
    shifts: z.array(
      z.object({
        key: z.string(),
        shopCode: z.string(),
        registerCode: z.string(),
        shiftNumber: z.number().int(),
        openedAt: localTime.nullable(),
        closedAt: localTime.nullable(),
        saleSum: money,
        refundSum: money,
        revenue: money,
        drawerSum: money,
      }),
    ),
    documents: z.object({ new: z.number().int(), same: z.number().int(), enriched: z.number().int(), conflict: z.number().int(), set_aside: z.number().int() }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'LoadFileResult' });

export const newShop = z
  .object({
    shopCode: z.string().regex(/^\d{1,9}$/, 'digits only: the exchange folder of the shop is named by it'),
    name: z.string().min(1).max(200),
    timeZone: z.string().optional(),
  })
  .meta({ id: 'NewShop' });
export const newRegister = z
  .object({
    registerCode: z.string().regex(/^[1-9]\d{0,8}$/, 'digits without leading zeros: sale<N> is named by it'),
    name: z.string().max(200).optional(),
    protocolVersion: z.union([z.literal(3), z.literal(4)]).default(4),
  })
  .meta({ id: 'NewRegister' });

/** Hints of the live stream (SSE at /api/v1/events): they say what to fetch again, they carry no data. */
export const liveHint = z
  .object({
    topic: z.enum(['shops', 'register', 'shift', 'packages', 'exports', 'log', 'status']),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    shiftKey: z.string().nullable(),
  })
  .meta({ id: 'LiveHint' });

export type Money = z.infer<typeof money>;
export type Problem = z.infer<typeof problem>;
export type ExportState = z.infer<typeof exportState>;
export type ShiftExport = z.infer<typeof shiftExport>;
export type Shop = z.infer<typeof shop>;
export type Register = z.infer<typeof register>;
export type Figure = z.infer<typeof figure>;
export type ShiftRow = z.infer<typeof shiftRow>;
export type ShiftTotals = z.infer<typeof shiftTotals>;
export type ShiftList = z.infer<typeof shiftList>;
export type ShiftListQuery = z.infer<typeof shiftListQuery>;
export type ShiftDetail = z.infer<typeof shiftDetail>;
export type DocumentRow = z.infer<typeof documentRow>;
export type DocumentList = z.infer<typeof documentList>;
export type DocumentDetail = z.infer<typeof documentDetail>;
export type PackageRow = z.infer<typeof packageRow>;
export type ExportRow = z.infer<typeof exportRow>;
export type EventRow = z.infer<typeof eventRow>;
export type SetAsideRow = z.infer<typeof setAsideRow>;
export type ServerStatus = z.infer<typeof serverStatus>;
export type LoadFileResult = z.infer<typeof loadFileResult>;
export type LiveHint = z.infer<typeof liveHint>;

/** The routes, written once for server, browser and command line. `:x` are path parameters. */
export const routes = {
  status: '/api/v1/status',
  events: '/api/v1/events',
  openApi: '/api/v1/openapi.json',
  shops: '/api/v1/shops',
  shop: '/api/v1/shops/:shopCode',
  registers: '/api/v1/shops/:shopCode/registers',
  register: '/api/v1/shops/:shopCode/registers/:registerCode',
  shifts: '/api/v1/shops/:shopCode/registers/:registerCode/shifts',
  shift: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey',
  documents: '/api/v1/shops/:shopCode/registers/:registerCode/shifts/:shiftKey/documents',
  /** `:document` is the identifier of the document or its number in our tables. */
  document: '/api/v1/documents/:document',
  packages: '/api/v1/packages',
  files: '/api/v1/files',
  exports: '/api/v1/exports',
  log: '/api/v1/log',
  setAside: '/api/v1/set-aside',
} as const;
