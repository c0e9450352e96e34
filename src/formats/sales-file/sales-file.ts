/** The sales file: the forgiving reader for what registers send and the strict writer for the ERP. */
export { JsonNumber, type JsonObject, type JsonValue } from './exact-json.ts';
export {
  isSetAside,
  readSalesFile,
  type SalesFileContents,
  type SalesFileRefusal,
} from './read.ts';
export { defaultReadLimits, type ReadLimits } from './read-limits.ts';
export type { ExportReason, FileReason, RecordReason } from './reasons.ts';
export { RecordFault } from './record-fault.ts';
export { parseRecord, receiptNumberOf, rereadDocument, rereadShift } from './reread.ts';
export {
  openSalesFile,
  type SalesFileToWrite,
  type SalesFileWriter,
  type ShiftToWrite,
  type WrittenSalesFile,
  writeSalesFile,
} from './write.ts';
export type { DocumentToWrite, ExportRefusal } from './write-document.ts';
