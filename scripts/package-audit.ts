/**
 * What we take from others: licences that a product under MIT may carry, packages that are what the lock file says, and no known hole
 * of a high or critical kind in what runs on a server.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './packages.mjs';

type Entry = { version?: string; license?: string; integrity?: string; link?: boolean; dev?: boolean };
type Vulnerability = {
  name: string;
  severity: string;
  range: string;
  via: (string | { title: string; url: string })[];
};
/** What `npm audit --json` prints: findings, or why there are none. */
type Answer = { vulnerabilities?: Record<string, Vulnerability>; message?: string; error?: { summary?: string } };

const LICENCES = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
]);
/** Fonts, which are files and no code; and tools that stay on the machine of a developer. */
const FONTS = new Set(['OFL-1.1']);
const TOOLS = new Set(['MPL-2.0']);
const GRAVE = new Set(['high', 'critical']);

/** Complaints about the lock file of a folder, one a line; empty = nothing to complain of. */
export function lockComplaints(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Entry>;
  };
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link) return [];
    const complaints: string[] = [];
    if (entry.integrity === undefined) complaints.push(`${path}: the lock file has no hash of it`);
    if (!isAllowed(path, entry)) complaints.push(`${path}: its licence is ${entry.license ?? 'not told'}`);
    return complaints;
  });
}

/** One of the licences that it offers (`OR`), or all that it needs (`AND`). */
function isAllowed(path: string, { license = '', dev }: Entry): boolean {
  const fits = (name: string) =>
    LICENCES.has(name) || (path.includes('@fontsource') && FONTS.has(name)) || (dev === true && TOOLS.has(name));
  const choices = license.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every(fits));
}

/** `told` is what the registry said instead of an answer. */
export type Advisories = { answered: true; complaints: string[] } | { answered: false; told: string };

/** Asks the registry for known holes of the packages that run on a server; `environment` goes to npm, beside ours. */
export async function askAdvisories(root: string, environment: NodeJS.ProcessEnv = {}): Promise<Advisories> {
  const { command, args } = npm(['audit', '--omit=dev', '--json', '--fetch-retries=1']);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const piece of child.stdout.setEncoding('utf8')) text += piece;
  const answer = readAnswer(text);
  if (answer?.vulnerabilities === undefined)
    return { answered: false, told: answer?.error?.summary || answer?.message || 'npm has said nothing' };
  const grave = Object.values(answer.vulnerabilities).filter(({ severity }) => GRAVE.has(severity));
  return { answered: true, complaints: grave.map(textOf) };
}

function readAnswer(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    // Not what npm prints when it has asked.
    return undefined;
  }
}

function textOf({ name, severity, range, via }: Vulnerability): string {
  const why = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`));
  return `${name} ${range}: ${severity}: ${why.join('; ')}`;
}
