/** Section "securitylog info" (sales-file §8): log-on and log-off of cashiers. */
import type { SecurityLogRecord } from '../../domain/sales.ts';
import type { FileContext } from './document-record.ts';
import { type Fields, key } from './fields.ts';
import { RecordFault } from './record-fault.ts';
import { registerCodeKey } from './shift-record.ts';

const opCodeKey = key('opCode');
const timeKey = key('optime');
const cashierKey = key('cashiercard');

/** Reads one log record. Throws a RecordFault naming the field. */
export function readSecurityLogRecord(fields: Fields, raw: string, context: FileContext): SecurityLogRecord {
  const registerCode = fields.text(registerCodeKey)?.trim() || context.registerCode;
  if (registerCode === null) throw new RecordFault('record.register_missing');
  return {
    opCode: fields.requiredInteger(opCodeKey),
    at: fields.time(timeKey) ?? fields.missing(timeKey),
    cashierCode: fields.textOrEmpty(cashierKey),
    registerCode,
    raw,
  };
}
