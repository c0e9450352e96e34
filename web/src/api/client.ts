import type { Problem } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { noteContact } from './live/live-store.ts';

/** A refusal or failure of the server: a stable code and a sentence in both languages. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null, cause?: unknown) {
    super(problem?.message.en ?? `the server answered ${status}`, cause === undefined ? {} : { cause });
    this.status = status;
    this.problem = problem;
  }

  /** Code to hand to support; `http.502` where something between us and the server answered. */
  get code(): string {
    if (this.problem !== null) return this.problem.code;
    return this.status === 0 ? 'server.unreachable' : `http.${this.status}`;
  }

  /** The sentence of the server, or null when it said nothing we understand. */
  text(language: Language): string | null {
    return this.problem?.message[language] ?? null;
  }
}

/** Told of each request that was refused because nobody is logged in. */
type Listener = () => void;
const loggedOut = new Set<Listener>();

/** Hears of refusals for want of a log-in; answers what ends the hearing. */
export function onLoggedOut(listener: Listener): () => void {
  loggedOut.add(listener);
  return () => loggedOut.delete(listener);
}

/** Codes by which the server says that somebody must log in, or complete it. */
const NOBODY = new Set(['access.not_logged_in', 'access.session_ended', 'access.second_factor']);

function refused(status: number, problem: Problem | null): ApiError {
  if (problem !== null && NOBODY.has(problem.code)) for (const listener of loggedOut) listener();
  return new ApiError(status, problem);
}

/** Says that a change was made by one of our pages: no form of another site can. */
const OUR_PAGE = { 'x-smena-page': '1' };

/** Puts path parameters into a route of the contract. */
export function fillRoute(route: string, params: Record<string, string>): string {
  return route.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the route ${route} misses ${name}`);
    return encodeURIComponent(value);
  });
}

type Query = Record<string, string | number | undefined>;

/** Fetches JSON. Throws ApiError for refusals (status ≥ 400) and for silence (status 0). */
export async function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  const response = await send(search === '' ? path : `${path}?${search}`, signal === undefined ? {} : { signal });
  if (!response.ok) throw refused(response.status, await readProblem(response));
  const body = (await response.json()) as T;
  noteContact();
  return body;
}

/** Sends JSON that changes something and reads the answer. Throws as `getJson` does. */
export function postJson<T>(path: string, body: object): Promise<T> {
  return sendJson<T>('POST', path, body);
}

/** The same for what must arrive although the page may be left right after; less than 64 KiB. */
export function postBeforeLeaving<T>(path: string, body: object): Promise<T> {
  return sendJson<T>('POST', path, body, { keepalive: true });
}

/** The same for what is put in the place of something. */
export function putJson<T>(path: string, body: object): Promise<T> {
  return sendJson<T>('PUT', path, body);
}

/** The same for a part that changes. */
export function patchJson<T>(path: string, body: object): Promise<T> {
  return sendJson<T>('PATCH', path, body);
}

/** Asks for something to be removed and reads the answer. Throws as `getJson` does. */
export function deleteJson<T>(path: string): Promise<T> {
  return sendJson<T>('DELETE', path, undefined);
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function sendJson<T>(method: Method, path: string, body: object | undefined, init: RequestInit = {}): Promise<T> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await send(path, { ...init, ...content, method });
  if (!response.ok) throw refused(response.status, await readProblem(response));
  const answer = (await response.json()) as T;
  noteContact();
  return answer;
}

/** Sends the bytes of a file with its name and reads the answer. Throws as `getJson` does. */
export async function postFile<T>(
  path: string,
  query: Record<string, string>,
  name: string,
  bytes: ArrayBuffer,
): Promise<T> {
  const headers = {
    accept: 'application/json',
    ...OUR_PAGE,
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(name),
  };
  const url = `${path}?${new URLSearchParams(query).toString()}`;
  const response = await request(url, { method: 'POST', headers, body: bytes });
  if (!response.ok) throw refused(response.status, await readProblem(response));
  const answer = (await response.json()) as T;
  noteContact();
  return answer;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = {
    accept: 'application/json',
    ...OUR_PAGE,
    ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return request(url, { headers, ...init });
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, null, error);
  }
}

async function readProblem(response: Response): Promise<Problem | null> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return false;
  const { message } = body;
  return typeof message === 'object' && message !== null && 'ru' in message && 'en' in message;
}
