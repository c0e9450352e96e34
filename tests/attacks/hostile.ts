/** What somebody who means harm puts in the place of a name, and how to see that nothing came of it. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, relative } from 'node:path';

/** Names that lead, or might be taken to lead, out of a folder, and names that no file system takes. */
export const hostileNames: readonly string[] = [
  '../../../evil',
  '..',
  '.',
  '....//....//evil',
  '..\\..\\evil',
  '/tmp/evil',
  'C:\\evil',
  '\\\\host\\share\\evil',
  'evil\0.json',
  'evil\r\nx: y',
  '\u2025/\u2025/evil',
  '\uff0e\uff0e\uff0fevil',
  '..\u2215..\u2215evil',
  '..%2f..%2fevil',
  '%2e%2e%2fevil',
  '\u202elive',
  '-rf',
  '~/evil',
  '$(touch evil)',
  'con',
  ' ',
  'n'.repeat(5_000),
  '\u{1f4a3}'.repeat(200),
];

/** Every file below a folder by its path, with its bytes; `except` names a folder of whose inside nobody asks. */
export function everythingBelow(folder: string, except?: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (except !== undefined && path.startsWith(`${except}/`)) continue;
    const stats = lstatSync(path);
    const content = stats.isFile() ? readFileSync(path).toString('base64') : `mode ${stats.mode}`;
    found.set(relative(folder, path), content);
  }
  return found;
}

export type RawAnswer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };

/** A request whose path goes out as it is written: `fetch` would tidy it. Status 0 = the server has closed the line without a word. */
export function ask(
  url: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      response.on('end', done).on('error', done);
    });
    asked.on('error', () => resolve({ status: 0, headers: {}, body: '' }));
    asked.end(body);
  });
}
