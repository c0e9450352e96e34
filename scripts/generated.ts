import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { produceOpenApi } from './generators/open-api.ts';
import { produceSchema } from './generators/schema.ts';
import { produceThriftTypes, thriftInputs } from './generators/thrift-types.ts';
import { produceWireTypes, wireInputs } from './generators/wire-types.ts';

/** Content by path, relative to the repository. */
export type Files = Record<string, string>;

/** Files that are made by a program and kept in the repository, so that nobody needs the program to run Smena. */
export type GeneratedFiles = {
  name: string;
  /** The files it is responsible for; one that is not produced any more is stale. */
  outputs: string;
  produce: (root: string) => Promise<Files> | Files;
  /**
   * For generators that need a program which is not always there: everything the outputs depend on. `check` then
   * compares fingerprints instead of producing the files.
   */
  inputs?: (root: string) => Files;
};

export const generated: GeneratedFiles[] = [
  {
    name: 'types of the register protocol',
    outputs: 'contracts/generated/register-*.ts',
    produce: produceWireTypes,
    inputs: wireInputs,
  },
  {
    name: 'codec of the Thrift services',
    outputs: 'contracts/generated/*.{cjs,d.cts}',
    produce: produceThriftTypes,
    inputs: thriftInputs,
  },
  { name: 'description of the API', outputs: 'contracts/openapi.json', produce: produceOpenApi },
  { name: 'schema of the database', outputs: 'contracts/generated/schema.sqlite.sql', produce: produceSchema },
];

/** Where the fingerprints are kept: name of a generator → fingerprint of what went in and came out. */
export const fingerprintFile = 'contracts/generated/fingerprints.json';

/** Says of every stale generated file what is wrong with it; an empty list is good. */
export async function findStale(root: string, list = generated): Promise<string[]> {
  const complaints: string[] = [];
  for (const entry of list) {
    const present = readOutputs(root, entry);
    if (entry.inputs) {
      if (readFingerprints(root)[entry.name] === fingerprint(entry.inputs(root), present)) continue;
      complaints.push(`${entry.outputs} (${entry.name}) does not fit what it is made from`);
      continue;
    }
    const wanted = await entry.produce(root);
    for (const path of new Set([...Object.keys(wanted), ...Object.keys(present)])) {
      if (wanted[path] !== present[path])
        complaints.push(`${path} (${entry.name}) is ${wordFor(wanted[path], present[path])}`);
    }
  }
  return complaints;
}

/** One number for what goes in and what comes out: a changed source, generator or output changes it. */
export function fingerprint(inputs: Files, outputs: Files): string {
  const hash = createHash('sha256');
  for (const files of [inputs, outputs]) {
    for (const path of Object.keys(files).sort()) hash.update(`${path}\0${files[path]}\0`);
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** The generated files as they are on disk. */
export function readOutputs(root: string, entry: GeneratedFiles): Files {
  const paths = globSync(entry.outputs, { cwd: root }).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

export function readFingerprints(root: string): Record<string, string> {
  const file = join(root, fingerprintFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

function wordFor(wanted: string | undefined, present: string | undefined): string {
  if (present === undefined) return 'missing';
  return wanted === undefined ? 'not generated any more' : 'out of date';
}
