/** The HTTP API as another program uses it. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DocumentList,
  EventList,
  EventRow,
  IssuedRegister,
  LoadFileResult,
  PackageList,
  PackageRow,
  ServerStatus,
  SetAsideList,
  ShiftDetail,
  ShiftList,
} from '../../contracts/web-api.ts';

export type ApiClient = {
  /** Answer of an address below /api/v1; throws with the server's own words for anything but 2xx. */
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): Promise<T>;
  /** A file by hand; its shop is made when it is not there. */
  loadFile(shopCode: string, name: string, bytes: Uint8Array): Promise<LoadFileResult>;
  status(): Promise<ServerStatus>;
  addShop(shopCode: string): Promise<void>;
  addRegister(shopCode: string, registerCode: string): Promise<IssuedRegister>;
  shifts(shopCode: string, registerCode: string): Promise<ShiftList>;
  shift(shopCode: string, registerCode: string, key: string): Promise<ShiftDetail>;
  documents(shopCode: string, registerCode: string, key: string): Promise<DocumentList>;
  packages(query?: string): Promise<PackageList>;
  /** Every page of the list. */
  allPackages(): Promise<PackageRow[]>;
  setAside(): Promise<SetAsideList>;
  log(query?: string): Promise<EventList>;
  /** Every page of the log, newest first, when nothing has come to it for a moment. */
  wholeLog(): Promise<EventRow[]>;
};

/** Longer than the server gathers events; a log that never stands still is read as it is then. */
const QUIET_MS = 200;
const MOST_LOOKS = 20;

/** Talks to the server at `url()`, which may be another one after each restart; `who` are headers that say who asks. */
export function createApiClient(url: () => string, who: Record<string, string> = {}): ApiClient {
  async function ask<T>(path: string, init?: RequestInit): Promise<T> {
    const headers = { ...who, ...(init?.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(`/api/v1${path}`, url()), { ...init, headers });
    const text = await response.text();
    assert.ok(response.ok, `${init?.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  const get = <T>(path: string) => ask<T>(path);
  const send = <T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object) =>
    ask<T>(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const registersOf = (shopCode: string) => `/shops/${shopCode}/registers`;
  const shiftOf = (shopCode: string, registerCode: string, key: string) =>
    `${registersOf(shopCode)}/${registerCode}/shifts/${encodeURIComponent(key)}`;

  const readLog = () =>
    allPages(async (before) => {
      const page = await get<EventList>(`/log?limit=1000${before}`);
      return { rows: page.events, next: page.next };
    });
  return {
    get,
    send,
    loadFile: (shopCode, name, bytes) =>
      ask<LoadFileResult>(`/files?shop=${shopCode}&create=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
        body: Buffer.from(bytes),
      }),
    status: () => get('/status'),
    async addShop(shopCode) {
      await send('POST', '/shops', { shopCode, name: `Магазин ${shopCode}` });
    },
    addRegister: (shopCode, registerCode) => send('POST', registersOf(shopCode), { registerCode }),
    shifts: (shopCode, registerCode) =>
      get(`${registersOf(shopCode)}/${registerCode}/shifts?from=2025-01-01&to=2035-12-31`),
    shift: (shopCode, registerCode, key) => get(shiftOf(shopCode, registerCode, key)),
    documents: (shopCode, registerCode, key) => get(`${shiftOf(shopCode, registerCode, key)}/documents`),
    packages: (query = 'limit=1000') => get(`/packages?${query}`),
    allPackages: () =>
      allPages(async (before) => {
        const page = await get<PackageList>(`/packages?limit=1000${before}`);
        return { rows: page.packages, next: page.next };
      }),
    setAside: () => get('/set-aside?limit=1000'),
    log: (query = 'limit=1000') => get(`/log?${query}`),
    wholeLog: () => untilQuiet(readLog),
  };
}

/** Events of the doors are written a moment after what they tell of: the log is whole when it has stood still. */
async function untilQuiet(read: () => Promise<EventRow[]>): Promise<EventRow[]> {
  let last = await read();
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await sleep(QUIET_MS);
    const now = await read();
    if (now.length === last.length) return now;
    last = now;
  }
  return last;
}

async function allPages<T>(
  read: (before: string) => Promise<{ rows: T[]; next: string | number | null }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let before = ''; ; ) {
    const { rows, next } = await read(before);
    all.push(...rows);
    if (next === null) return all;
    before = `&before=${encodeURIComponent(next)}`;
  }
}
