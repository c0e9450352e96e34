/**
 * The descriptions of the wire that are in force, with their history: one file in the data folder, so that the doors know
 * them without a database. What was imported last holds; reverting is one more entry. A file that cannot be read is put aside
 * and told of: the line goes on with the shipped descriptions, and what they do not fit is captured (registers §14).
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type DescriptionKind,
  descriptionKinds,
  shipped,
  type WireDescription,
} from '../../contracts/wire-descriptions.ts';
import {
  type DescriptionFormat,
  type DescriptionProblem,
  readDescription,
} from '../formats/wire-description/wire-description.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import { hasCode, writeDurably } from '../platform/durable-file.ts';

/** One change of what is in force. `description` null = the shipped one. */
export type DescriptionEntry = {
  entryId: number;
  kind: DescriptionKind;
  /** UTC. */
  changedAt: string;
  author: string | null;
  format: DescriptionFormat | 'revert';
  fileName: string | null;
  description: WireDescription | null;
};

/** A field whose number or type changes; null = it has none. */
export type FieldChange = {
  message: string;
  field: string;
  from: { number: number; type: string } | null;
  to: { number: number; type: string } | null;
};

export type Brought = { kind: DescriptionKind; bytes: Uint8Array; fileName: string | null; author: string | null };

export type DescriptionResult =
  | { ok: true; done: boolean; format: DescriptionEntry['format']; changes: FieldChange[] }
  | { ok: false; problems: DescriptionProblem[] };

export type Descriptions = {
  /** What is in force; asked at every call of a register. */
  current(kind: DescriptionKind): WireDescription;
  /** Newest first. */
  history(kind: DescriptionKind): DescriptionEntry[];
  /** Reads and checks what was brought, says what changes, and with `confirmed` keeps it durably and puts it in force. */
  bring(brought: Brought, confirmed: boolean): Promise<DescriptionResult>;
  /** The same for a description of the history; `entryId` null = the shipped one. Undefined when there is no such entry. */
  revert(
    to: { kind: DescriptionKind; entryId: number | null; author: string | null },
    confirmed: boolean,
  ): Promise<DescriptionResult | undefined>;
  /** The file could not be read at the start and lies under this name now; null = all is well. */
  damagedFile: string | null;
};

const FILE_NAME = 'protocol-descriptions.json';
/** Entries that are kept; the oldest go first. */
const MOST_ENTRIES = 300;

const field = z.object({ number: z.number().int(), type: z.string() });
const description = z.object({
  messages: z.record(z.string(), z.record(z.string(), field)),
  typeOfSales: z.record(z.string(), z.number().int()),
});
const fileContent = z.object({
  version: z.literal(1),
  entries: z.array(
    z.object({
      entryId: z.number().int(),
      kind: z.enum(descriptionKinds),
      changedAt: z.string(),
      author: z.string().nullable(),
      format: z.enum(['proto', 'descriptor', 'thrift', 'table', 'revert']),
      fileName: z.string().nullable(),
      description: description.nullable(),
    }),
  ),
});

/** Reads the file of a data folder. Rejects when the disk cannot be read. */
export async function openDescriptions(folder: string, clock: Clock): Promise<Descriptions> {
  const read = await readEntries(folder, clock);
  let entries = read.entries;
  let writing: Promise<void> = Promise.resolve();

  const lastOf = (kind: DescriptionKind) => entries.findLast((entry) => entry.kind === kind)?.description ?? null;
  const current = (kind: DescriptionKind) => lastOf(kind) ?? shipped[kind];

  /** One after the other: what is in force is what the file says. */
  function add(entry: Omit<DescriptionEntry, 'entryId' | 'changedAt'>): Promise<void> {
    const work = writing.then(async () => {
      const entryId = (entries.at(-1)?.entryId ?? 0) + 1;
      const next = [...entries, { ...entry, entryId, changedAt: utcText(clock.now()) }].slice(-MOST_ENTRIES);
      const text = `${JSON.stringify({ version: 1, entries: next }, null, 1)}\n`;
      await writeDurably(folder, FILE_NAME, [Buffer.from(text)]);
      entries = next;
    });
    writing = work.catch(() => undefined);
    return work;
  }

  return {
    current,
    history: (kind) => entries.filter((entry) => entry.kind === kind).toReversed(),
    async bring({ kind, bytes, fileName, author }, confirmed) {
      const now = current(kind);
      const read = await readDescription(kind, bytes, now);
      if (!read.ok) return read;
      const changes = changesBetween(now, read.description);
      if (changes.length === 0) return { ok: false, problems: [{ code: 'description.same', params: {} }] };
      const { format } = read;
      if (confirmed) await add({ kind, author, format, fileName, description: read.description });
      return { ok: true, done: confirmed, format, changes };
    },
    async revert({ kind, entryId, author }, confirmed) {
      const entry = entries.find((one) => one.kind === kind && one.entryId === entryId);
      if (entryId !== null && entry === undefined) return undefined;
      const wanted = entry?.description ?? null;
      const changes = changesBetween(current(kind), wanted ?? shipped[kind]);
      if (changes.length === 0) return { ok: false, problems: [{ code: 'description.same', params: {} }] };
      if (confirmed)
        await add({ kind, author, format: 'revert', fileName: entry?.fileName ?? null, description: wanted });
      return { ok: true, done: confirmed, format: 'revert', changes };
    },
    damagedFile: read.damagedFile,
  };
}

async function readEntries(
  folder: string,
  clock: Clock,
): Promise<{ entries: DescriptionEntry[]; damagedFile: string | null }> {
  let text: string;
  try {
    text = await readFile(join(folder, FILE_NAME), 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return { entries: [], damagedFile: null };
    throw cause;
  }
  const content = fileContent.safeParse(parse(text));
  if (content.success) return { entries: content.data.entries, damagedFile: null };
  const damagedFile = `${FILE_NAME}.damaged-${utcText(clock.now()).replace(/\D/g, '')}`;
  await rename(join(folder, FILE_NAME), join(folder, damagedFile));
  return { entries: [], damagedFile };
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function changesBetween(now: WireDescription, next: WireDescription): FieldChange[] {
  const from = numbersOf(now);
  const to = numbersOf(next);
  const changes: FieldChange[] = [];
  for (const name of new Set([...from.keys(), ...to.keys()])) {
    const [before, after] = [from.get(name) ?? null, to.get(name) ?? null];
    if (before?.number === after?.number && before?.type === after?.type) continue;
    const [message = '', field = ''] = name.split('.');
    changes.push({ message, field, from: before, to: after });
  }
  return changes;
}

/** Every field and every kind of sales under one name. */
function numbersOf({ messages, typeOfSales }: WireDescription): Map<string, { number: number; type: string }> {
  const numbers = new Map<string, { number: number; type: string }>();
  for (const [message, fields] of Object.entries(messages))
    for (const [name, { number, type }] of Object.entries(fields)) numbers.set(`${message}.${name}`, { number, type });
  for (const [name, number] of Object.entries(typeOfSales))
    numbers.set(`TypeOfSales.${name}`, { number, type: 'enum' });
  return numbers;
}
