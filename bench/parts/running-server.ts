/** The real server as a process of its own, on free ports and a folder of its own, as a measurement meets it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import { runtimeEnvironment, runtimeFlags } from '../../scripts/runtime.mjs';

export type RunningServer = {
  pid: number;
  folder: string;
  /** `http://host:port` without a slash at the end. */
  httpUrl: string;
  /** `host:port` of the gRPC receiver. */
  grpcAddress: string;
  /** Stops it in order and waits for its end; the folder stays. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  /** Data folder; a new temporary one when not given. */
  folder?: string;
  /** PostgreSQL; the embedded database when not given. */
  databaseUrl?: string;
  /** Module that the process loads before the server, for a slow disk and the like. */
  preload?: string;
  env?: Record<string, string>;
};

export type PairedRegister = { shopId: string; shopCode: string; registerId: string; registerCode: string };

const openFolders = new Set<string>();
const runningServers = new Set<ChildProcess>();
process.on('exit', () => {
  // A measurement that fails leaves no server behind.
  for (const child of runningServers) child.kill('SIGTERM');
  for (const folder of openFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder that is deleted when the measurement ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smena-bench-'));
  openFolders.add(folder);
  return folder;
}

/** Deletes a folder of `temporaryFolder` before the end. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  openFolders.delete(folder);
}

/** Starts `smena serve` and waits until it says that it is ready. Rejects with what it wrote when it ends before. */
export async function startServerProcess(options: ServerOptions = {}): Promise<RunningServer> {
  const folder = options.folder ?? temporaryFolder();
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(
    process.execPath,
    [...runtimeFlags(root), ...preload, join(root, 'src/main.ts'), 'serve', '--lang', 'en'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...runtimeEnvironment,
        ...process.env,
        SMENA_DATA_FOLDER: folder,
        SMENA_HTTP_PORT: '0',
        SMENA_GRPC_PORT: '0',
        SMENA_THRIFT_PORT: '0',
        SMENA_REGISTER_HTTP_PORT: '0',
        SMENA_GRPC_HOST: '127.0.0.1',
        // Measurements ask what work costs; what a log-in and TLS cost is asked by itself.
        SMENA_HTTP_ACCESS: 'open',
        SMENA_REGISTERS_PLAINTEXT: 'on',
        ...(options.databaseUrl === undefined ? {} : { SMENA_DATABASE_URL: options.databaseUrl }),
        ...options.env,
      },
    },
  );
  runningServers.add(child);
  child.once('exit', () => runningServers.delete(child));
  const ready = await readyLine(child);
  const [httpUrl, grpcPort] = [/http:\/\/[^/\s]+/.exec(ready)?.[0], /gRPC (\d+)/.exec(ready)?.[1]];
  if (httpUrl === undefined || grpcPort === undefined) throw new Error(`the server said something else: ${ready}`);
  return {
    pid: child.pid as number,
    folder,
    httpUrl,
    grpcAddress: `127.0.0.1:${grpcPort}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complained = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complained = (complained + text).slice(-4000);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}${complained}`)));
  });
}

/** Adds a shop with so many registers; answers the ids the server issued. */
export async function pairShop(server: RunningServer, shopCode: string, registers: number): Promise<PairedRegister[]> {
  await post(server, '/api/v1/shops', { shopCode, name: `Shop ${shopCode}`, timeZone: 'Europe/Moscow' });
  const paired: PairedRegister[] = [];
  for (let number = 1; number <= registers; number += 1) {
    const registerCode = String(number);
    const path = `/api/v1/shops/${shopCode}/registers`;
    const issued = await post<PairedRegister>(server, path, { registerCode, protocolVersion: 4 });
    paired.push({ shopId: issued.shopId, shopCode, registerId: issued.registerId, registerCode });
  }
  return paired;
}

/** A shop with a single register. */
export async function pairOne(server: RunningServer): Promise<PairedRegister> {
  const [register] = await pairShop(server, '1', 1);
  if (register === undefined) throw new Error('no register was paired');
  return register;
}

/** Assigns the payment types of the workload, as every installation does once. */
export async function assignPaymentTypes(server: RunningServer): Promise<void> {
  const change = { shopCode: null, paymentTypeCode: 4, paymentClass: 'noncash' };
  await send(server, 'PUT', '/api/v1/payment-types', change);
}

/** Reads JSON of the API. */
export async function get<T>(server: RunningServer, path: string): Promise<T> {
  return send<T>(server, 'GET', path);
}

/** Sends JSON to the API. */
export function post<T>(server: RunningServer, path: string, body: object): Promise<T> {
  return send<T>(server, 'POST', path, body);
}

async function send<T>(server: RunningServer, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${server.httpUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** A process and all that it started and they started. */
export function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const parent = parentOf(name);
    return parent === undefined ? [] : [{ pid: Number(name), parent }];
  });
  const family = [pid];
  for (const member of family)
    family.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  return family;
}

/** The parent of a process; undefined when the process has just ended. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Bytes of memory the process has now and had at most since `forgetPeak`. */
export function memoryOf(pid: number): { rss: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
  return { rss: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
}

/** Sets the process's highest memory back to the present. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
