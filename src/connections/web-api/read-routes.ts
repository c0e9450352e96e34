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
import type { ReportsFor } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath } from './route-access.ts';

const code = z.string().min(1).max(64);
const shopPath = z.object({ shopCode: code });
const registerPath = shopPath.extend({ registerCode: code });
const shiftPath = registerPath.extend({ shiftKey: z.string().min(1).max(64) });
const documentPath = z.object({ document: z.string().min(1).max(200) });

/** Routes about shops, registers and their shifts. */
export function addSalesRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.shops,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listShops',
        tags: ['shops'],
        summary: 'Shops in the order of their codes',
        querystring: codeListQuery,
        response: answers(shopList),
      },
    },
    ({ query, principal }) => reports(principal).shops(query),
  );
  app.get(
    routes.shop,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readShop',
        tags: ['shops'],
        summary: 'One shop',
        params: shopPath,
        querystring: noQuery,
        response: answers(shop),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).shop(params.shopCode)),
  );
  app.get(
    routes.registers,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listRegisters',
        tags: ['registers'],
        summary: 'The registers of a shop',
        params: shopPath,
        querystring: codeListQuery,
        response: answers(registerList),
      },
    },
    async ({ params, query, principal }) => valueFrom(await reports(principal).registers(params.shopCode, query)),
  );
  app.get(
    routes.register,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readRegister',
        tags: ['registers'],
        summary: 'One register with its last receipt',
        params: registerPath,
        querystring: noQuery,
        response: answers(registerDetail),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).register(params)),
  );
  app.get(
    routes.loadNorms,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readLoadNorms',
        tags: ['transfers'],
        summary: 'What the loads of a register usually take',
        params: registerPath,
        querystring: noQuery,
        response: answers(loadNorms),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).loadNorms(params)),
  );
  addShiftRoutes(app, reports);
  addShiftLifeRoutes(app, reports);
}

function addShiftLifeRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.shiftRoute,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readShiftRoute',
        tags: ['shifts'],
        summary: 'How the sales of a shift came: packages, loads, checks, files and the word of the ERP, with times',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftRoute),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).shiftRoute(params)),
  );
  app.get(
    routes.shiftHistory,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readShiftHistory',
        tags: ['shifts'],
        summary: 'What changed in a shift, when, why and by whom, newest first',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftHistory),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).shiftHistory(params)),
  );
}

function addShiftRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.shifts,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listShifts',
        tags: ['shifts'],
        summary: 'Reconciliation of a register: its shifts of a period, newest first; 30 days when no period is given',
        params: registerPath,
        querystring: shiftListQuery,
        response: answers(shiftList),
      },
    },
    async ({ params, query, principal }) => valueFrom(await reports(principal).shiftList(params, query)),
  );
  app.get(
    routes.shift,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readShift',
        tags: ['shifts'],
        summary: 'One shift: every sum reported beside counted',
        params: shiftPath,
        querystring: noQuery,
        response: answers(shiftDetail),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).shift(params)),
  );
  app.get(
    routes.documents,
    {
      config: { right: 'see-money' },
      schema: {
        operationId: 'listDocuments',
        tags: ['documents'],
        summary: 'The documents of a shift in the order in which they were made',
        params: shiftPath,
        querystring: documentListQuery,
        response: answers(documentList),
      },
    },
    async ({ params, query, principal }) => valueFrom(await reports(principal).documents(params, query)),
  );
  app.get(
    routes.document,
    {
      config: { right: 'see-money', names: objectOfPath('document', 'document') },
      schema: {
        operationId: 'readDocument',
        tags: ['documents'],
        summary: 'One document with its lines, by its identifier or its number in the server',
        params: documentPath,
        querystring: noQuery,
        response: answers(documentDetail),
      },
    },
    async ({ params, principal }) => {
      const answer = await reports(principal).document(params.document);
      if (!answer.ok && answer.code === 'not_found.document_trimmed') {
        // A program may read the receipt out of the archive at once.
        const { shopCode, businessDate } = answer.params;
        const details = { shopCode: String(shopCode), businessDate: String(businessDate) };
        throw new RefusedRequest(answer.code, answer.params, { details });
      }
      return valueFrom(answer);
    },
  );
}

/** Routes about the server: its state, what comes in and goes out, the log. */
export function addServerRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.status,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readStatus',
        tags: ['server'],
        summary: 'State of the server',
        querystring: noQuery,
        response: answers(serverStatus),
      },
    },
    ({ principal }) => reports(principal).status(),
  );
  app.get(
    routes.packages,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listPackages',
        tags: ['packages'],
        summary: 'Received packages: the waiting ones, then the others, newest first',
        querystring: packageListQuery,
        response: answers(packageList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).packages(query)),
  );
  app.get(
    routes.exports,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listExports',
        tags: ['exports'],
        summary: 'What the ERP lacks, then what it got last',
        querystring: exportListQuery,
        response: answers(exportList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).exports(query)),
  );
  app.get(
    routes.setAside,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listSetAside',
        tags: ['packages'],
        summary: 'Records that could not be understood and wait for a decision',
        querystring: setAsideListQuery,
        response: answers(setAsideList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).setAside(query)),
  );
}

/** The log: its entries, how many there are over time, and the same as a file. */
export function addLogRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.log,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listEvents',
        tags: ['log'],
        summary: 'The log, newest first',
        querystring: eventListQuery,
        response: answers(eventList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).log(query)),
  );
  app.get(
    routes.logHistogram,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'countEvents',
        tags: ['log'],
        summary: 'How many entries fell into each piece of a period; the last 24 hours when none is given',
        querystring: eventHistogramQuery,
        response: answers(eventHistogram),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).logHistogram(query)),
  );
  app.get(
    routes.logDownload,
    {
      config: { right: 'see', download: { object: 'log' } },
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
    async ({ query, principal }, reply) => {
      const pieces = valueFrom(await reports(principal).logDownload(query));
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="smena-log.csv"');
      return reply.send(Readable.from(pieces) as never);
    },
  );
}

/** The dictionaries: payment types and document types. */
export function addDictionaryRoutes(app: Api, reports: ReportsFor): void {
  app.get(
    routes.paymentTypes,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listPaymentTypes',
        tags: ['dictionaries'],
        summary: 'Payment types, those without a class first',
        querystring: typeListQuery,
        response: answers(paymentTypeList),
      },
    },
    ({ query, principal }) => reports(principal).paymentTypes(query),
  );
  app.get(
    routes.documentTypes,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listDocumentTypes',
        tags: ['dictionaries'],
        summary: 'Document types, those that nobody has described first',
        querystring: typeListQuery,
        response: answers(documentTypeList),
      },
    },
    ({ query, principal }) => reports(principal).documentTypes(query),
  );
}
