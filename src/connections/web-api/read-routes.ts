/** The reading half of the API: each route asks one report. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  codeListQuery,
  documentDetail,
  documentList,
  documentListQuery,
  documentTypeList,
  eventDownloadQuery,
  eventHistogram,
  eventHistogramQuery,
  eventList,
  eventListQuery,
  exportList,
  exportListQuery,
  loadNorms,
  noQuery,
  packageList,
  packageListQuery,
  paymentTypeList,
  problem,
  registerDetail,
  registerList,
  routes,
  serverStatus,
  setAsideList,
  setAsideListQuery,
  shiftDetail,
  shiftHistory,
  shiftList,
  shiftListQuery,
  shiftRoute,
  shop,
  shopList,
  typeListQuery,
} from '../../../contracts/web-api.ts';
import type { Reports } from '../../reports/reports.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';

const code = z.string().min(1).max(64);
const shopPath = z.object({ shopCode: code });
const registerPath = shopPath.extend({ registerCode: code });
const shiftPath = registerPath.extend({ shiftKey: z.string().min(1).max(64) });
const documentPath = z.object({ document: z.string().min(1).max(200) });

/** Routes about shops, registers and their shifts. */
export function addSalesRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.shops,
    {
      schema: {
        operationId: 'listShops',
        tags: ['shops'],
        summary: 'Shops in the order of their codes',
        querystring: codeListQuery,
        response: answers(shopList),
      },
    },
    ({ query }) => reports.shops(query),
  );
  app.get(
    routes.shop,
    {
      schema: {
        operationId: 'readShop',
        tags: ['shops'],
        summary: 'One shop',
        params: shopPath,
        querystring: noQuery,
        response: answers(shop),
      },
    },
    async ({ params }) => valueFrom(await reports.shop(params.shopCode)),
  );
  app.get(
    routes.registers,
    {
      schema: {
        operationId: 'listRegisters',
        tags: ['registers'],
        summary: 'The registers of a shop',
        params: shopPath,
        querystring: codeListQuery,
        response: answers(registerList),
      },
    },
    async ({ params, query }) => valueFrom(await reports.registers(params.shopCode, query)),
  );
  app.get(
    routes.register,
    {
      schema: {
        operationId: 'readRegister',
        tags: ['registers'],
        summary: 'One register with its last receipt',
        params: registerPath,
        querystring: noQuery,
        response: answers(registerDetail),
      },
    },
    async ({ params }) => valueFrom(await reports.register(params)),
  );
  app.get(
    routes.loadNorms,
    {
      schema: {
        operationId: 'readLoadNorms',
        tags: ['transfers'],
        summary: 'What the loads of a register usually take',
        params: registerPath,
        querystring: noQuery,
        response: answers(loadNorms),
      },
    },
    async ({ params }) => valueFrom(await reports.loadNorms(params)),
  );
  addShiftRoutes(app, reports);
  addShiftLifeRoutes(app, reports);
}

function addShiftLifeRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.shiftRoute,
    {
      schema: {
        operationId: 'readShiftRoute',
        tags: ['shifts'],
        summary: 'How the sales of a shift came: packages, loads, checks, files and the word of the ERP, with times',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftRoute),
      },
    },
    async ({ params }) => valueFrom(await reports.shiftRoute(params)),
  );
  app.get(
    routes.shiftHistory,
    {
      schema: {
        operationId: 'readShiftHistory',
        tags: ['shifts'],
        summary: 'What changed in a shift, when, why and by whom, newest first',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftHistory),
      },
    },
    async ({ params }) => valueFrom(await reports.shiftHistory(params)),
  );
}

function addShiftRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.shifts,
    {
      schema: {
        operationId: 'listShifts',
        tags: ['shifts'],
        summary: 'Reconciliation of a register: its shifts of a period, newest first; 30 days when no period is given',
        params: registerPath,
        querystring: shiftListQuery,
        response: answers(shiftList),
      },
    },
    async ({ params, query }) => valueFrom(await reports.shiftList(params, query)),
  );
  app.get(
    routes.shift,
    {
      schema: {
        operationId: 'readShift',
        tags: ['shifts'],
        summary: 'One shift: every sum reported beside counted',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftDetail),
      },
    },
    async ({ params }) => valueFrom(await reports.shift(params)),
  );
  app.get(
    routes.documents,
    {
      schema: {
        operationId: 'listDocuments',
        tags: ['documents'],
        summary: 'The documents of a shift in the order in which they were made',
        params: shiftPath,
        querystring: documentListQuery,
        response: answers(documentList),
      },
    },
    async ({ params, query }) => valueFrom(await reports.documents(params, query)),
  );
  app.get(
    routes.document,
    {
      schema: {
        operationId: 'readDocument',
        tags: ['documents'],
        summary: 'One document with its lines, by its identifier or its number in the server',
        params: documentPath,
        querystring: noQuery,
        response: answers(documentDetail),
      },
    },
    async ({ params }) => valueFrom(await reports.document(params.document)),
  );
}

/** Routes about the server: its state, what comes in and goes out, the log. */
export function addServerRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.status,
    {
      schema: {
        operationId: 'readStatus',
        tags: ['server'],
        summary: 'State of the server',
        querystring: noQuery,
        response: answers(serverStatus),
      },
    },
    () => reports.status(),
  );
  app.get(
    routes.packages,
    {
      schema: {
        operationId: 'listPackages',
        tags: ['packages'],
        summary: 'Received packages: the waiting ones, then the others, newest first',
        querystring: packageListQuery,
        response: answers(packageList),
      },
    },
    async ({ query }) => valueFrom(await reports.packages(query)),
  );
  app.get(
    routes.exports,
    {
      schema: {
        operationId: 'listExports',
        tags: ['exports'],
        summary: 'What the ERP lacks, then what it got last',
        querystring: exportListQuery,
        response: answers(exportList),
      },
    },
    async ({ query }) => valueFrom(await reports.exports(query)),
  );
  app.get(
    routes.setAside,
    {
      schema: {
        operationId: 'listSetAside',
        tags: ['packages'],
        summary: 'Records that could not be understood and wait for a decision',
        querystring: setAsideListQuery,
        response: answers(setAsideList),
      },
    },
    async ({ query }) => valueFrom(await reports.setAside(query)),
  );
}

/** The log: its entries, how many there are over time, and the same as a file. */
export function addLogRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.log,
    {
      schema: {
        operationId: 'listEvents',
        tags: ['log'],
        summary: 'The log, newest first',
        querystring: eventListQuery,
        response: answers(eventList),
      },
    },
    async ({ query }) => valueFrom(await reports.log(query)),
  );
  app.get(
    routes.logHistogram,
    {
      schema: {
        operationId: 'countEvents',
        tags: ['log'],
        summary: 'How many entries fell into each piece of a period; the last 24 hours when none is given',
        querystring: eventHistogramQuery,
        response: answers(eventHistogram),
      },
    },
    async ({ query }) => valueFrom(await reports.logHistogram(query)),
  );
  app.get(
    routes.logDownload,
    {
      schema: {
        operationId: 'downloadEvents',
        tags: ['log'],
        summary: 'The entries of a filter as CSV for a spreadsheet, newest first, at most 50 000',
        querystring: eventDownloadQuery,
        response: {
          200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ query }, reply) => {
      const pieces = valueFrom(await reports.logDownload(query));
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="smena-log.csv"');
      return reply.send(Readable.from(pieces) as never);
    },
  );
}

/** The dictionaries: payment types and document types. */
export function addDictionaryRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.paymentTypes,
    {
      schema: {
        operationId: 'listPaymentTypes',
        tags: ['dictionaries'],
        summary: 'Payment types, those without a class first',
        querystring: typeListQuery,
        response: answers(paymentTypeList),
      },
    },
    ({ query }) => reports.paymentTypes(query),
  );
  app.get(
    routes.documentTypes,
    {
      schema: {
        operationId: 'listDocumentTypes',
        tags: ['dictionaries'],
        summary: 'Document types, those that nobody has described first',
        querystring: typeListQuery,
        response: answers(documentTypeList),
      },
    },
    ({ query }) => reports.documentTypes(query),
  );
}
