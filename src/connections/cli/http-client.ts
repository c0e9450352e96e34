/** The client of a running server: the API of contracts/web-api.ts, every answer held against its schema. */
import {
  documentList,
  documentTypeList,
  exportList,
  loadFileResult,
  packageList,
  paymentTypeList,
  problem,
  registerList,
  routes,
  serverStatus,
  shiftDetail,
  shiftList,
  shopList,
} from '../../../contracts/web-api.ts';
import { bothTexts } from './both-texts.ts';
import type { Answer, Refusal, SmenaClient } from './client.ts';

/** The part of a zod schema that is needed here. */
type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } };
type Query = Readonly<Record<string, string | number | undefined>>;
type Call = { method?: string; query?: Query; headers?: Record<string, string>; body?: Uint8Array | object };

/** `address` is the root of the server, `http://host:port`; `interrupted` ends a call that is under way. */
export function createHttpClient(address: URL, interrupted: AbortSignal): SmenaClient {
  const call = <T>(schema: Schema<T>, path: string, request: Call = {}) =>
    askServer(address, interrupted, schema, path, request);

  return {
    status: () => call(serverStatus, routes.status),
    shops: () => call(shopList, routes.shops),
    registers: (shopCode) => call(registerList, pathOf(routes.registers, { shopCode })),
    shifts: (shopCode, registerCode, query) =>
      call(shiftList, pathOf(routes.shifts, { shopCode, registerCode }), { query }),
    shift: ({ shopCode, registerCode, key }) =>
      call(shiftDetail, pathOf(routes.shift, { shopCode, registerCode, shiftKey: key })),
    documents: ({ shopCode, registerCode, key }) =>
      call(documentList, pathOf(routes.documents, { shopCode, registerCode, shiftKey: key })),
    packages: (query) => call(packageList, routes.packages, { query }),
    exports: (query) => call(exportList, routes.exports, { query }),
    paymentTypes: () => call(paymentTypeList, routes.paymentTypes),
    async setPaymentClass(body) {
      const answer = await call(paymentTypeList, routes.paymentTypes, { method: 'PUT', body });
      if (!answer.ok) return answer;
      const changed = answer.value.paymentTypes.find(
        (row) => row.paymentTypeCode === body.paymentTypeCode && row.shopCode === body.shopCode,
      );
      return changed === undefined
        ? strangeAnswer(address, `PUT ${routes.paymentTypes}`)
        : { ok: true, value: changed };
    },
    documentTypes: () => call(documentTypeList, routes.documentTypes),
    async setDocumentClass(body) {
      const answer = await call(documentTypeList, routes.documentTypes, { method: 'PUT', body });
      if (!answer.ok) return answer;
      const changed = answer.value.documentTypes.find(
        (row) => row.documentType === body.documentType && row.shopCode === body.shopCode,
      );
      return changed === undefined
        ? strangeAnswer(address, `PUT ${routes.documentTypes}`)
        : { ok: true, value: changed };
    },
    loadFile: ({ shopCode, createShop }, fileName, body) =>
      call(loadFileResult, routes.files, {
        method: 'POST',
        query: { shop: shopCode, create: createShop ? 'true' : undefined },
        headers: { 'x-file-name': encodeURIComponent(fileName) },
        body,
      }),
    publish: async () => false,
    close: () => Promise.resolve(),
  };
}

/** Puts codes into a route: `/shops/:shopCode` → `/shops/12`. */
export function pathOf(route: string, params: Readonly<Record<string, string>>): string {
  return route.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the route ${route} needs ${name}`);
    return encodeURIComponent(value);
  });
}

async function askServer<T>(
  address: URL,
  interrupted: AbortSignal,
  schema: Schema<T>,
  path: string,
  { method = 'GET', query = {}, headers = {}, body }: Call,
): Promise<Answer<T>> {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const isBytes = body instanceof Uint8Array;
  let response: Response;
  let content: unknown;
  try {
    response = await fetch(url, {
      method,
      signal: interrupted,
      redirect: 'error',
      headers: { accept: 'application/json', ...contentType(body), ...headers },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    content = parseJson(await response.text());
  } catch (cause) {
    return failureOf(address, interrupted, cause);
  }
  if (!response.ok) return refusalOf(address, response, content);
  const parsed = schema.safeParse(content);
  return parsed.success ? { ok: true, value: parsed.data } : strangeAnswer(address, `${method} ${path}`);
}

function contentType(body: Call['body']): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' };
}

/** null when the text is no JSON: no answer of ours is null. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function refusalOf(address: URL, response: Response, content: unknown): Refusal {
  const parsed = problem.safeParse(content);
  if (response.status === 401 || response.status === 403) {
    return refuse('access.denied', bothTexts('client.no_right', { address: address.origin }));
  }
  if (parsed.success) return refuse(parsed.data.code, parsed.data.message);
  return strangeAnswer(address, `HTTP ${response.status}`);
}

/** Something answers, but not as Smena of this version does. */
function strangeAnswer(address: URL, detail: string): Refusal {
  return refuse('server.strange', bothTexts('client.strange', { address: address.origin, detail }));
}

const SLOW = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function failureOf(address: URL, interrupted: AbortSignal, cause: unknown): Refusal {
  if (interrupted.aborted) return refuse('interrupted', bothTexts('client.interrupted', {}));
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  if (SLOW.has(code)) return refuse('server.slow', bothTexts('client.slow', { address: address.origin }));
  const why = code !== '' ? code : inner instanceof Error ? inner.message : String(inner);
  return refuse('server.unreachable', bothTexts('server.unreachable', { address: address.origin, cause: why }));
}

function refuse(code: string, message: Refusal['message']): Refusal {
  return { ok: false, code, message };
}
