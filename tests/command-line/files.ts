/** Sales files for the command line to load. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaced, SAMPLE } from '../support/sales-file-text.ts';

/** Writes the sample as a shift of the same register and answers its path. */
export function writeSales(folder: string, shiftNumber = 347): string {
  return write(folder, `sales-${shiftNumber}.json`, salesOf(shiftNumber));
}

/** Writes shift 347 once more with one place changed. */
export function writeOther(folder: string, what: string, by: string): string {
  return write(folder, 'sales-other.json', replaced(salesOf(347), what, by));
}

/** Writes a file that is no sales file. */
export function writeNonsense(folder: string): string {
  return write(folder, 'nonsense.json', '{"hello": "world"}');
}

/** The sample with another shift number and identifiers of its own. */
function salesOf(shiftNumber: number): string {
  const text = SAMPLE.replaceAll('"shift":347', `"shift":${shiftNumber}`);
  return text.replaceAll('6f1c0a52-', `6f1c${String(shiftNumber).padStart(4, '0')}-`);
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return path;
}
