/** The changing half of the API: each route calls one function of the station that owns the table. */
import { z } from 'zod';
import {
  documentTypeList,
  fileQuery,
  issuedRegister,
  type LoadFileResult,
  loadFileResult,
  newRegister,
  newShop,
  noQuery,
  paymentTypeList,
  register,
  registerChange,
  routes,
  type SetDocumentClass,
  type SetPaymentClass,
  setDocumentClass,
  setPaymentClass,
  shop,
} from '../../../contracts/web-api.ts';
import type { Registers } from '../../pipeline/registers/registers.ts';
import type { Reports } from '../../reports/reports.ts';
import { answers, made } from './answers.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';

/** Loads a sales file brought by hand; answers when it is in the tables (or why it is not). */
export type ReceiveFile = (
  shopCode: string,
  fileName: string,
  body: Uint8Array,
  /** A shop that is not there is made; else the file is refused. */
  createShop: boolean,
) => Promise<{ ok: true; value: LoadFileResult } | Refusal>;

/** Gives a type its class; `shopCode` null = the whole server. Sums that change are counted anew by the ledger. */
type ChangeClass<T> = (change: T) => Promise<{ ok: true } | Refusal>;

export type WriteFunctions = {
  reports: Reports;
  registers: Pick<Registers, 'addShop' | 'addRegister' | 'changeRegister'>;
  receiveFile: ReceiveFile;
  setPaymentClass: ChangeClass<SetPaymentClass>;
  setDocumentClass: ChangeClass<SetDocumentClass>;
  /** Of a shop that is added without one. */
  defaultTimeZone: string;
  /** Largest file in bytes. */
  maxFileBytes: number;
};

/** Shops and registers. */
export function addDirectoryRoutes(app: Api, functions: WriteFunctions): void {
  const { reports, registers } = functions;
  app.post(
    routes.shops,
    {
      schema: {
        operationId: 'addShop',
        tags: ['shops'],
        summary: 'Adds a shop',
        querystring: noQuery,
        body: newShop,
        response: made(shop),
      },
    },
    async ({ body }, reply) => {
      const timeZone = body.timeZone ?? functions.defaultTimeZone;
      const { shopCode, shopId } = body;
      const known = shopId === undefined ? {} : { shopId };
      refuseWhenNot(await registers.addShop({ shopCode, timeZone, ...named(body), ...known }));
      return reply.code(201).send(valueFrom(await reports.shop(body.shopCode)));
    },
  );
  app.post(
    routes.registers,
    {
      schema: {
        operationId: 'addRegister',
        tags: ['registers'],
        summary: 'Adds a register and issues its id',
        params: z.object({ shopCode: z.string().min(1).max(64) }),
        querystring: noQuery,
        body: newRegister,
        response: made(issuedRegister),
      },
    },
    async ({ params, body }, reply) => {
      const { registerCode, protocolVersion, registerId } = body;
      const known = registerId === undefined ? {} : { registerId };
      const issued = await registers.addRegister({
        shopCode: params.shopCode,
        registerCode,
        ...(protocolVersion === undefined ? {} : { protocolVersion }),
        ...named(body),
        ...known,
      });
      refuseWhenNot(issued);
      const added = valueFrom(await reports.register({ shopCode: params.shopCode, registerCode }));
      return reply.code(201).send({ ...added, shopId: issued.shopId });
    },
  );
  addRegisterChange(app, functions);
}

/** Classes of payment types and document types. */
export function addClassRoutes(app: Api, functions: WriteFunctions): void {
  const { reports } = functions;
  app.put(
    routes.paymentTypes,
    {
      schema: {
        operationId: 'setPaymentClass',
        tags: ['dictionaries'],
        summary: 'Says whether a payment type is cash, non-cash or other, for the server or for one shop',
        querystring: noQuery,
        body: setPaymentClass,
        response: answers(paymentTypeList),
      },
    },
    async ({ body }) => {
      refuseWhenNot(await functions.setPaymentClass(body));
      return reports.paymentTypes();
    },
  );
  app.put(
    routes.documentTypes,
    {
      schema: {
        operationId: 'setDocumentClass',
        tags: ['dictionaries'],
        summary: 'Says what a document of a type is and so in which sums it counts, for the server or for one shop',
        querystring: noQuery,
        body: setDocumentClass,
        response: answers(documentTypeList),
      },
    },
    async ({ body }) => {
      refuseWhenNot(await functions.setDocumentClass(body));
      return reports.documentTypes();
    },
  );
}

function addRegisterChange(app: Api, { reports, registers }: WriteFunctions): void {
  app.patch(
    routes.register,
    {
      schema: {
        operationId: 'changeRegister',
        tags: ['registers'],
        summary: 'Changes protocol and service of a register, or where its command service listens',
        params: z.object({ shopCode: z.string().min(1).max(64), registerCode: z.string().min(1).max(64) }),
        querystring: noQuery,
        body: registerChange,
        response: answers(register),
      },
    },
    async ({ params, body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      refuseWhenNot(await registers.changeRegister(params, given));
      return valueFrom(await reports.register(params));
    },
  );
}

/** The name that was given; spaces alone are none. */
function named({ name = '' }: { name?: string | undefined }): { name?: string } {
  return name.trim() === '' ? {} : { name: name.trim() };
}

/** The body of a file as the description shows it; the parser hands over a Buffer. */
const fileBody = z.custom<Buffer>((value) => Buffer.isBuffer(value)).meta({ type: 'string', format: 'binary' });

/** Files with sales that a person brings. */
export function addFileRoute(app: Api, functions: WriteFunctions): void {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post(
    routes.files,
    {
      bodyLimit: functions.maxFileBytes,
      schema: {
        operationId: 'loadFile',
        tags: ['packages'],
        summary: 'Loads a sales file or package brought by hand; the answer says what became of it',
        consumes: ['application/octet-stream'],
        querystring: fileQuery,
        headers: z.object({
          'x-file-name': z.string().min(1).max(2_000).meta({ description: 'Name of the file, percent-encoded UTF-8' }),
        }),
        body: fileBody,
        response: answers(loadFileResult),
      },
    },
    async ({ query, headers, body }) => {
      const file = plainName(headers['x-file-name']);
      if (body.byteLength === 0) throw new RefusedRequest('request.empty_file', { file });
      return valueFrom(await functions.receiveFile(query.shop, file, body, query.create === 'true'));
    },
  );
}

/** The last part of a path, decoded; text that is not percent-encoded counts as it is. */
function plainName(header: string): string {
  let name = header;
  try {
    name = decodeURIComponent(header);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
  }
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.slice(0, 255) || 'sales.json';
}

function refuseWhenNot<T extends { ok: true }>(answer: T | Refusal): asserts answer is T {
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.params);
}
