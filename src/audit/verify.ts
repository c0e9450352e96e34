/** Whether the trail is whole: every entry is read, in order, and held against the one before it and against the anchors. */
import type { Database } from '../platform/database/database.ts';
import { BEFORE_FIRST, linkProblem } from '../platform/hash-chain.ts';
import { sleep } from '../platform/worker-loop.ts';
import type { AuditEntryRow, Tables } from '../schema/tables.ts';
import { type AnchorFolders, type FoundAnchor, readAnchors } from './anchors.ts';
import { entryText } from './entry-text.ts';

/**
 * What is wrong at `number`, the first entry that cannot be relied on:
 * `content`  what stands there is not what was written;
 * `chain`    it does not follow the entry before it;
 * `missing`  it is gone, though later ones are there;
 * `cut`      it and all after it are gone: an anchor or the counter of the entries knows of later ones;
 * `anchor`   it is not the entry that was written down as the head of the chain: everything up to it may have been written anew;
 * `anchor_file`  the anchor of this number (0 = a line that is no anchor) was changed or signed by another key.
 */
export type ChainProblem = {
  number: number;
  code: 'content' | 'chain' | 'missing' | 'cut' | 'anchor' | 'anchor_file';
};

export type ChainVerdict = {
  /** Entries that were read, and the numbers of the first and the last; null = there are none. */
  entries: number;
  first: number | null;
  last: number | null;
  lastHash: string | null;
  /** The latest anchor: what was added after it could be cut off unseen. null = there is none. */
  anchored: { number: number; at: string } | null;
  anchors: number;
  problem: ChainProblem | null;
};

const AT_ONCE = 500;

/** Reads the chain and says where it breaks first. Others go on meanwhile, also adding entries. */
export async function verifyChain(database: Database<Tables>, folders: AnchorFolders): Promise<ChainVerdict> {
  // Both are read before the chain, which only grows: what they know of must be there.
  const anchors = await readAnchors(folders);
  const counter = await database.get<{ value: number }>('SELECT value FROM counter WHERE name = ?', ['audit_entry']);
  const walked = await walk(database, anchors);
  const known = Math.max(counter?.value ?? 0, ...anchors.filter(isSound).map(({ number }) => number));
  const problems: ChainProblem[] = anchors
    .filter((anchor) => !isSound(anchor))
    .map(({ number }) => ({ number, code: 'anchor_file' }));
  if (walked.problem !== null) problems.push(walked.problem);
  else if (known > (walked.last ?? 0)) problems.push({ number: (walked.last ?? 0) + 1, code: 'cut' });
  const latest = anchors.filter(isSound).at(-1);
  return {
    ...walked,
    anchored: latest === undefined ? null : { number: latest.number, at: latest.at },
    anchors: anchors.length,
    problem: firstOf(problems),
  };
}

const isSound = ({ problem }: FoundAnchor) => problem === null;

function firstOf(problems: readonly ChainProblem[]): ChainProblem | null {
  return problems.reduce<ChainProblem | null>(
    (first, one) => (first === null || one.number < first.number ? one : first),
    null,
  );
}

type Walked = Pick<ChainVerdict, 'entries' | 'first' | 'last' | 'lastHash' | 'problem'>;

async function walk(database: Database<Tables>, anchors: readonly FoundAnchor[]): Promise<Walked> {
  const heads = new Map(anchors.filter(isSound).map(({ number, hash }) => [number, hash]));
  const walked: Walked = { entries: 0, first: null, last: null, lastHash: null, problem: null };
  for (;;) {
    const rows = await database.all<AuditEntryRow>(
      `SELECT * FROM audit_entry WHERE number > ? ORDER BY number LIMIT ${AT_ONCE}`,
      [walked.last ?? 0],
    );
    for (const row of rows) {
      walked.problem ??= problemOf(row, walked, heads);
      walked.first ??= row.number;
      walked.entries += 1;
      walked.last = row.number;
      walked.lastHash = row.hash;
    }
    if (rows.length < AT_ONCE) return walked;
    // Reading SQLite does not wait for anything: what else the thread has to do goes on here.
    await sleep(0);
  }
}

function problemOf(row: AuditEntryRow, before: Walked, heads: ReadonlyMap<number, string>): ChainProblem | null {
  const place = { number: (before.last ?? 0) + 1, previous: before.lastHash ?? BEFORE_FIRST };
  if (row.number !== place.number) return { number: place.number, code: 'missing' };
  const code = linkProblem(entryText(row), row.hash, () => row, place);
  if (code !== null) return { number: row.number, code };
  const head = heads.get(row.number);
  return head === undefined || head === row.hash ? null : { number: row.number, code: 'anchor' };
}
