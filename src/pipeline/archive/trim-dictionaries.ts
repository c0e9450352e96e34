/**
 * Trimming of the dictionaries that were handed to registers (M41–M44): the server's setting names a folder, and everything
 * in it is deleted. When the server does not say, nothing is.
 */
import { appendFile } from 'node:fs/promises';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type ClearDenial, type Cleared, clearFolder } from '../../platform/clear-folder.ts';

/** The setting of the server that names the folder (M43). */
export const DICTIONARIES_SETTING = 'SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY';

export type DictionaryTrimming = {
  /** Asks the server for the setting; null = it is not set. A refusal says why nothing is known. */
  readFolder: () => Promise<{ ok: true; folder: string | null } | DictionaryRefusal>;
  /** Nothing outside of it is deleted; null = nothing at all is. */
  root: string | null;
  dryRun: boolean;
  /** Told of each path that went, or would go; of each that could not. */
  onEntry?: (line: string) => void | Promise<void>;
  /** A file that gets a line for each. */
  journal?: string | null;
};

export type DictionaryRefusal = { ok: false; code: ErrorCode; params: MessageParams };
export type TrimmedDictionaries = { ok: true; folder: string; journal: string | null } & Cleared;

/** Lines that are written together. */
const AT_ONCE = 500;

/** Deletes what the folder of the setting holds; the folder itself stays. */
export async function trimDictionaries(trimming: DictionaryTrimming): Promise<TrimmedDictionaries | DictionaryRefusal> {
  const { root, dryRun, journal = null } = trimming;
  const asked = await trimming.readFolder();
  if (!asked.ok) return asked;
  const { folder } = asked;
  if (folder === null) return refused('dictionaries.no_folder', {});
  if (root === null) return refused('dictionaries.no_root', {});
  const lines = createJournal(journal);
  const kept: string[] = [];
  const result = await clearFolder({
    folder,
    root,
    dryRun,
    async onEntry({ path, bytes }) {
      await trimming.onEntry?.(path);
      await lines.add(`${path}\t${bytes}`);
    },
    onKept: (path, why) => {
      if (kept.length < AT_ONCE) kept.push(`! ${path}\t${why}`);
    },
  });
  if (!result.ok) return denied(result.denial);
  for (const line of kept) {
    await trimming.onEntry?.(line);
    await lines.add(line);
  }
  await lines.end();
  return { ok: true, folder, journal, ...result.cleared };
}

function createJournal(path: string | null) {
  let lines: string[] = [];
  async function end(): Promise<void> {
    if (path === null || lines.length === 0) return;
    const text = lines.map((line) => `${line}\n`).join('');
    lines = [];
    await appendFile(path, text);
  }
  return {
    async add(line: string): Promise<void> {
      if (path === null) return;
      lines.push(line);
      if (lines.length >= AT_ONCE) await end();
    },
    end,
  };
}

function denied(denial: ClearDenial): DictionaryRefusal {
  const { code, ...params } = denial;
  return refused(`dictionaries.${code}`, params);
}

function refused(code: ErrorCode, params: MessageParams): DictionaryRefusal {
  return { ok: false, code, params };
}
