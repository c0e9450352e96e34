/**
 * The files of a closed shift that may still wait for the ERP. It reads all it finds in one pass, in no promised order, and
 * believes what it reads last; so each of them is brought to the new content before a new file appears.
 *
 * Their names stand in the row of the shift before they appear on the disk, each with the contents it may have. A file with
 * other contents is not ours and is left alone; a name without a file is forgotten at the next plan.
 */
import type { ErpTarget, SalesFilePlace } from './erp-target.ts';

export type WaitingFile = {
  name: string;
  /** SHA-256 (hex) of each content that the file may have, whenever a crash comes. */
  hashes: string[];
};

/** The column `waiting_files`. */
export function parseWaiting(text: string | null | undefined): WaitingFile[] {
  return text == null ? [] : (JSON.parse(text) as WaitingFile[]);
}

export function waitingText(files: readonly WaitingFile[]): string {
  return JSON.stringify(files);
}

/** Those of the files that lie in the folder with one of our contents; `hashes` is then the one that was found. */
export async function stillWaiting(
  target: ErpTarget,
  folder: Omit<SalesFilePlace, 'name'>,
  files: readonly WaitingFile[],
): Promise<WaitingFile[]> {
  const found: WaitingFile[] = [];
  for (const { name, hashes } of files) {
    const { waiting } = await target.hashesOf({ ...folder, name });
    if (waiting !== null && hashes.includes(waiting)) found.push({ name, hashes: [waiting] });
  }
  return found;
}

/** The files as they stand from the plan on: each may get the new content, and the new file comes with it. */
export function withPlanned(waiting: readonly WaitingFile[], name: string, sha256: string): WaitingFile[] {
  const others = waiting.filter((file) => file.name !== name);
  return [
    ...others.map((file) => ({ name: file.name, hashes: [...new Set([...file.hashes, sha256])] })),
    { name, hashes: [sha256] },
  ];
}
