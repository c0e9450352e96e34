/**
 * Heads of the chain, signed and written down beside the data: `anchors-2026-11.ndjson`. Whoever cuts off the end of the chain, or writes
 * all of it anew, has a chain that does not fit them. What was added after the last anchor is not held by it.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../platform/canonical-json.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Reading } from '../platform/database/database.ts';
import { hasCode, makeFolder, syncFolder } from '../platform/durable-file.ts';
import { hashOf } from '../platform/hash-chain.ts';
import { lastWholeLine } from '../platform/line-file.ts';
import { isSigned, openSigningKey, readPublicKeys } from '../platform/signing-key.ts';

/** The folder of the anchors, and that of the key by which they are signed. */
export type AnchorFolders = { anchors: string; keys: string };

export type Anchor = { number: number; hash: string; at: string };

/** An anchor as it was found; `problem`: it is none, or its signature is not by our key. */
export type FoundAnchor = Anchor & { problem: 'unreadable' | 'signature' | null };

const KEY = 'audit';
const NAME = /^anchors-\d{4}-\d{2}\.ndjson$/;

export type Anchors = {
  /** Writes down where the chain ends now; null = that is written down already, or nothing is in the chain. */
  write(): Promise<Anchor | null>;
};

export function createAnchors(database: Reading, clock: Clock, folders: AnchorFolders): Anchors {
  let last: number | undefined;
  return {
    async write() {
      last ??= (await readAnchors(folders)).reduce((most, { number }) => Math.max(most, number), 0);
      const head = await readHead(database);
      if (head === null || head.number <= last) return null;
      const anchor = { ...head, at: utcText(clock.now()) };
      await append(folders, anchor);
      last = anchor.number;
      return anchor;
    },
  };
}

/** The last entry of the chain; null = there is none. */
export async function readHead(database: Reading): Promise<{ number: number; hash: string } | null> {
  const head = await database.get<{ number: number; hash: string }>(
    'SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1',
  );
  return head ?? null;
}

/** Every anchor in the order in which they were written. */
export async function readAnchors(folders: AnchorFolders): Promise<FoundAnchor[]> {
  const keys = await readPublicKeys(folders.keys, KEY);
  const found: FoundAnchor[] = [];
  for (const name of await anchorFiles(folders.anchors)) {
    const lines = (await readFile(join(folders.anchors, name), 'utf8')).split('\n');
    // What follows the last end of a line is a line that a crash has left half written.
    for (const line of lines.slice(0, -1)) found.push(foundIn(line, keys));
  }
  return found;
}

async function anchorFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
}

function foundIn(line: string, keys: Awaited<ReturnType<typeof readPublicKeys>>): FoundAnchor {
  let told: Partial<Anchor & { signature: string; key: string }>;
  try {
    told = JSON.parse(line);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    told = {};
  }
  const { number, hash, at, signature, key } = told;
  if (typeof number !== 'number' || typeof hash !== 'string' || typeof at !== 'string')
    return { number: 0, hash: '', at: '', problem: 'unreadable' };
  const anchor = { number, hash, at };
  const ours = keys.get(key ?? '');
  const sound = ours !== undefined && typeof signature === 'string' && isSigned(signedHash(anchor), signature, ours);
  return { ...anchor, problem: sound ? null : 'signature' };
}

const signedHash = (anchor: Anchor) => hashOf(canonicalJson(anchor));

async function append({ anchors, keys }: AnchorFolders, anchor: Anchor): Promise<void> {
  const key = await openSigningKey(keys, KEY);
  await makeFolder(anchors);
  const file = await open(join(anchors, `anchors-${anchor.at.slice(0, 7)}.ndjson`), 'a+');
  let isNew = false;
  try {
    isNew = (await lastWholeLine(file)) === '';
    const line = canonicalJson({ ...anchor, key: key.id, signature: key.sign(signedHash(anchor)) });
    await file.appendFile(`${line}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(anchors);
}
