/** LibreOffice as the reader of our Excel files: each sheet as it shows it, after it has counted every formula anew. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const path = process.env.SMENA_TEST_LIBREOFFICE;

/** Why the tests that open files are left out on a machine without it; undefined = they run. */
export const withOffice = { skip: path === undefined ? 'SMENA_TEST_LIBREOFFICE names no program' : false };

/** Semicolons, UTF-8, from line 1, values and not what cells show, all sheets. */
const FILTER = 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1';

/** Opens all files in one run; answers the rows of each sheet by `file-sheet`. */
export async function openInOffice(files: Record<string, Uint8Array>): Promise<Record<string, string[][]>> {
  const folder = mkdtempSync(join(tmpdir(), 'smena-office-'));
  try {
    const names = Object.keys(files).map((name) => `${name}.xlsx`);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, `${name}.xlsx`), bytes);
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const args = [profile, '--headless', '--norestore', '--convert-to', FILTER, '--outdir', join(folder, 'out')];
    await promisify(execFile)(path ?? '', [...args, ...names], { cwd: folder, timeout: 120_000 });
    const sheets: Record<string, string[][]> = {};
    for (const file of readdirSync(join(folder, 'out')))
      sheets[file.replace(/\.csv$/, '')] = parse(readFileSync(join(folder, 'out', file), 'utf8'));
    return sheets;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(';').map((cell) => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')));
}
