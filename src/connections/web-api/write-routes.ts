/** The changing half of the API: each route calls one function of the station that owns the table. */
import { z } from 'zod';
import {
  changeQuery,
  documentTypeList,
  issuedRegister,
  newRegister,
  newShop,
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
import type { ReportsFor } from '../../reports/reports-for.ts';
import { answers, made } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { shopOfBody } from './route-access.ts';

/** Gives a type its class; `shopCode` null = the whole server. Sums that change are counted anew by the ledger. */
type ChangeClass<T> = (change: T) => Promise<{ ok: true } | Refusal>;

export type WriteFunctions = Changing<{
  reports: ReportsFor;
  registers: Pick<Registers, 'addShop' | 'addRegister' | 'changeRegister'>;
  setPaymentClass: ChangeClass<SetPaymentClass>;
  setDocumentClass: ChangeClass<SetDocumentClass>;
}> & {
  /** Of a shop that is added without one. */
  defaultTimeZone: string;
};

/** Shops and registers. */
export function addDirectoryRoutes(app: Api, functions: WriteFunctions): void {
  app.post(
    routes.shops,
    {
      config: { right: 'registers', network: true },
      schema: {
        operationId: 'addShop',
        tags: ['shops'],
        summary: 'Adds a shop',
        querystring: changeQuery,
        body: newShop,
        response: made(shop),
      },
    },
    async ({ query, body, principal }, reply) => {
      const timeZone = body.timeZone ?? functions.defaultTimeZone;
      const { shopCode, shopId } = body;
      const known = shopId === undefined ? {} : { shopId };
      const added = await change(functions, query, async ({ reports, registers }) => {
        refuseWhenNot(await registers.addShop({ shopCode, timeZone, ...named(body), ...known }));
        return valueFrom(await reports(principal).shop(shopCode));
      });
      return reply.code(201).send(added);
    },
  );
  app.post(
    routes.registers,
    {
      config: { right: 'registers' },
      schema: {
        operationId: 'addRegister',
        tags: ['registers'],
        summary: 'Adds a register and issues its id',
        params: z.object({ shopCode: z.string().min(1).max(64) }),
        querystring: changeQuery,
        body: newRegister,
        response: made(issuedRegister),
      },
    },
    async ({ params: { shopCode }, query, body, principal }, reply) => {
      const { registerCode, protocolVersion, registerId } = body;
      const known = registerId === undefined ? {} : { registerId };
      const protocol = protocolVersion === undefined ? {} : { protocolVersion };
      const added = await change(functions, query, async ({ reports, registers }) => {
        const issued = await registers.addRegister({ shopCode, registerCode, ...protocol, ...named(body), ...known });
        refuseWhenNot(issued);
        return { ...valueFrom(await reports(principal).register({ shopCode, registerCode })), shopId: issued.shopId };
      });
      return reply.code(201).send(added);
    },
  );
  addRegisterChange(app, functions);
}

/** Classes of payment types and document types. */
export function addClassRoutes(app: Api, functions: WriteFunctions): void {
  app.put(
    routes.paymentTypes,
    {
      config: { right: 'settings-payments', names: shopOfBody },
      schema: {
        operationId: 'setPaymentClass',
        tags: ['dictionaries'],
        summary: 'Says whether a payment type is cash, non-cash or other, for the server or for one shop',
        querystring: changeQuery,
        body: setPaymentClass,
        response: answers(paymentTypeList),
      },
    },
    ({ query, body, principal }) =>
      change(functions, query, async ({ reports, setPaymentClass }) => {
        refuseWhenNot(await setPaymentClass(body));
        return reports(principal).paymentTypes();
      }),
  );
  app.put(
    routes.documentTypes,
    {
      config: { right: 'settings-payments', names: shopOfBody },
      schema: {
        operationId: 'setDocumentClass',
        tags: ['dictionaries'],
        summary: 'Says what a document of a type is and so in which sums it counts, for the server or for one shop',
        querystring: changeQuery,
        body: setDocumentClass,
        response: answers(documentTypeList),
      },
    },
    ({ query, body, principal }) =>
      change(functions, query, async ({ reports, setDocumentClass }) => {
        refuseWhenNot(await setDocumentClass(body));
        return reports(principal).documentTypes();
      }),
  );
}

function addRegisterChange(app: Api, functions: WriteFunctions): void {
  app.patch(
    routes.register,
    {
      config: { right: 'registers' },
      schema: {
        operationId: 'changeRegister',
        tags: ['registers'],
        summary: 'Changes protocol, service or certificate of a register, or where its command service listens',
        params: z.object({ shopCode: z.string().min(1).max(64), registerCode: z.string().min(1).max(64) }),
        querystring: changeQuery,
        body: registerChange,
        response: answers(register),
      },
    },
    ({ params, query, body, principal }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      return change(functions, query, async ({ reports, registers }) => {
        refuseWhenNot(await registers.changeRegister(params, given));
        return valueFrom(await reports(principal).register(params));
      });
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
