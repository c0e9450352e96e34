/** Names of sales files: `sale<yyyyMMddHHmmssSSS>_<shift>_<seq>.json` (sales-file §2): taken by the reader, sorted by time. */
import { type LocalTime, toLocal } from '../../domain/local-time.ts';

/** The file of a closed shift: the shop's local time of publishing; `sequence` comes from a counter that never repeats. */
export function closedFileName(shiftNumber: number, publishedMs: number, timeZone: string, sequence: number): string {
  const milliseconds = (((publishedMs % 1000) + 1000) % 1000).toString().padStart(3, '0');
  return fileName(`${digitsOf(toLocal(publishedMs, timeZone))}${milliseconds}`, shiftNumber, sequence);
}

/** The file of an open shift: the same name as long as the shift is open, so that each file replaces the one before (P11). */
export function openFileName(shiftNumber: number, openedAt: LocalTime, shiftId: number): string {
  return fileName(`${digitsOf(openedAt)}000`, shiftNumber, shiftId);
}

function fileName(timestamp: string, shiftNumber: number, sequence: number): string {
  return `sale${timestamp}_${shiftNumber}_${sequence}.json`;
}

function digitsOf(time: LocalTime): string {
  return time.replaceAll(/\D/g, '');
}

/** A register code as the number in `sale<N>`, without padding (sales-file §2); null when it is not all digits. */
export function registerNumberOf(registerCode: string): string | null {
  return /^\d+$/.test(registerCode) ? registerCode.replace(/^0+(?=\d)/, '') : null;
}
