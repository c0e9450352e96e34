/** Section "shift info" (sales-file §6) with every known spelling of the shift sums (registers §10, data-model §2). */
import type { FiscalDevice, ReportedSums, ShiftRecord } from '../../domain/sales.ts';
import { type Fields, key } from './fields.ts';
import { RecordFault } from './record-fault.ts';

export const registerCodeKey = key('cashCode');
export const shiftNumberKey = key('shift', 'shiftnum', 'shiftNumber');
export const openedAtKey = key('timeBeg');
export const closedAtKey = key('timeEnd');
export const cashierKey = key('userCode', 'scode');

const sums = {
  saleSum: key('sumSale', 'saleSum'),
  saleCash: key('sumsalecash', 'saleCash'),
  saleNoncash: key('sumsalenoncash', 'saleNoncash'),
  saleOther: key('sumsaleother', 'saleOther'),
  refundSum: key('sumrefund', 'refundSum'),
  refundCash: key('sumrefundcash', 'refundCash'),
  refundNoncash: key('sumrefundnoncash', 'refundNoncash'),
  revenue: key('sumGain', 'gainSum', 'revenue'),
  revenueCash: key('sumgaincash', 'gainCash', 'revenueCash'),
  revenueNoncash: key('sumgainnoncash', 'gainNoncash', 'revenueNoncash'),
  drawerSum: key('sumDrawer', 'drawerSum'),
} as const;

const counts = {
  saleCount: key('countsale', 'saleCount'),
  refundCount: key('countrefund', 'refundCount'),
  firstReceiptNumber: key('checknum1', 'firstCheckNum'),
  lastReceiptNumber: key('checknum2', 'lastCheckNum'),
} as const;

const firstReceiptAtKey = key('firstchecktime');
const devicesKey = key('kkms');
const serialNumberKey = key('serialNum');
const cashEndKey = key('sumCashEnd');
const protectedStartKey = key('sumProtectedBeg');
const protectedEndKey = key('sumProtectedEnd');
const fiscalRefundKey = key('sumBack');
const usersKey = key('users');
const userNameKey = key('username');

/** Reads one shift. Throws a RecordFault: no number, no register, a value that is not what it should be. */
export function readShift(fields: Fields, raw: string): ShiftRecord {
  const registerCode = fields.text(registerCodeKey)?.trim();
  if (!registerCode) throw new RecordFault('record.register_missing');
  const shiftNumber = fields.integer(shiftNumberKey);
  if (shiftNumber === null) throw new RecordFault('shift.number_missing');
  return {
    registerCode,
    shiftNumber,
    openedAt: fields.time(openedAtKey),
    closedAt: fields.time(closedAtKey),
    cashierCode: fields.text(cashierKey),
    reported: readSums(fields),
    fiscalDevices: fields.list(devicesKey).map(readDevice),
    users: fields.list(usersKey).map((user) => ({
      code: user.textOrEmpty(cashierKey),
      name: user.textOrEmpty(userNameKey),
    })),
    raw,
  };
}

function readSums(fields: Fields): ReportedSums {
  return {
    saleSum: fields.kopecks(sums.saleSum),
    saleCash: fields.kopecks(sums.saleCash),
    saleNoncash: fields.kopecks(sums.saleNoncash),
    saleOther: fields.kopecks(sums.saleOther),
    refundSum: fields.kopecks(sums.refundSum),
    refundCash: fields.kopecks(sums.refundCash),
    refundNoncash: fields.kopecks(sums.refundNoncash),
    revenue: fields.kopecks(sums.revenue),
    revenueCash: fields.kopecks(sums.revenueCash),
    revenueNoncash: fields.kopecks(sums.revenueNoncash),
    drawerSum: fields.kopecks(sums.drawerSum),
    saleCount: fields.integer(counts.saleCount),
    refundCount: fields.integer(counts.refundCount),
    firstReceiptNumber: fields.integer(counts.firstReceiptNumber),
    lastReceiptNumber: fields.integer(counts.lastReceiptNumber),
    firstReceiptAt: fields.time(firstReceiptAtKey),
  };
}

function readDevice(device: Fields): FiscalDevice {
  return {
    serialNumber: device.textOrEmpty(serialNumberKey),
    fiscalCashEnd: device.kopecks(cashEndKey),
    protectedTotalStart: device.kopecks(protectedStartKey),
    protectedTotalEnd: device.kopecks(protectedEndKey),
    fiscalRefundSum: device.kopecks(fiscalRefundKey),
  };
}
