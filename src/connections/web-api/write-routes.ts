/** The changing half of the API: each route calls one function of the station that owns the table. */
import { z } from 'zod';
import {
  documentTypeList,
  issuedRegister,
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

/** Gives a type its class; `shopCode` null = the whole server. Sums that change are counted anew by the ledger. */
type ChangeClass<T> = (change: T) => Promise<{ ok: true } | Refusal>;

export type WriteFunctions = {
  reports: Reports;
  registers: Pick<Registers, 'addShop' | 'addRegister' | 'changeRegister'>;
  setPaymentClass: ChangeClass<SetPaymentClass>;
  setDocumentClass: ChangeClass<SetDocumentClass>;
  /** Of a shop that is added without one. */
  defaultTimeZone: string;
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

function refuseWhenNot<T extends { ok: true }>(answer: T | Refusal): asserts answer is T {
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.params);
}
