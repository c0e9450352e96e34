/** Words of the contract that the pages list to choose from; without schemas, so that no browser fetches their library for them. */

export const reportNames = [
  'sales',
  'shifts',
  'departments',
  'cashiers',
  'payments',
  'hours',
  'refunds',
  'cancelled',
  'cash',
  'discounts',
  'goods',
] as const;

/** What the rows of «Отчёт о продажах» are. */
export const reportRows = ['day', 'shop', 'register'] as const;

/** Who caused a load. */
export const transferCauses = ['receipt', 'shift', 'schedule', 'person', 'erp', 'register', 'server'] as const;

/** What a document is, whatever its number of type. */
export const documentClasses = [
  'sale',
  'refund',
  'cashIn',
  'cashOut',
  'annulSale',
  'annulRefund',
  'service',
  'other',
] as const;

/** What ends by itself. `register-certificate` was shown by its register, `issued-certificate` was not yet. */
export const expiryKinds = [
  'server-certificate',
  'web-certificate',
  'authority',
  'revocation-list',
  'register-certificate',
  'issued-certificate',
  'register-token',
  'store-server',
  'upper-certificate',
  'key',
] as const;
export type ExpiryKind = (typeof expiryKinds)[number];

/** Ports that registers come to. */
export const lineDoors = ['gRPC', 'Thrift', 'REST'] as const;
export type LineDoor = (typeof lineDoors)[number];

/** How the line to the upper server is. */
export const lineConditions = ['idle', 'working', 'busy', 'away'] as const;
export type LineCondition = (typeof lineConditions)[number];
