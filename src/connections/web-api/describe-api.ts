/** The description of the API as OpenAPI 3.1, made from its routes. The running server tells the file that this has made. */
import fastifySwagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Administration, Entrance } from '../../access/access.ts';
import type { Registers } from '../../pipeline/registers/registers.ts';
import type { AuditFunctions } from './acting.ts';
import type { CaseFunctions } from './case-routes.ts';
import type { DescriptionFunctions } from './description-routes.ts';
import type { ExchangeFunctions } from './exchange-routes.ts';
import type { GapFunctions } from './gap-routes.ts';
import type { LiveHub } from './live.ts';
import { apiVersion, createApi } from './open-api.ts';
import { describedRight } from './route-access.ts';
import type { ScheduleFunctions } from './schedule-routes.ts';
import type { ServerFunctions } from './server-routes.ts';
import type { StorageFunctions } from './storage-routes.ts';
import { tidyDescription } from './tidy-description.ts';
import type { TransferFunctions } from './transfer-routes.ts';
import { addRoutes, type Functions } from './web-api.ts';

/** The description of the API as JSON text, the same bytes for the same contract. */
export async function describeApi(): Promise<string> {
  const app = createApi();
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Smena',
        version: apiVersion,
        description:
          'Sales of cash registers. Money is text with two decimals, quantities with three; null means "not known", never zero. ' +
          'Times of shops are local without a zone, times of the server are UTC. Every refusal is a Problem with a stable code.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
    },
    transform(told) {
      const transformed = jsonSchemaTransform(told);
      const right = describedRight(told.route.config);
      return { ...transformed, schema: { ...transformed.schema, ...right } };
    },
    transformObject: (document) => tidyDescription(jsonSchemaTransformObject(document)),
  });
  addRoutes(app, described);
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}

/** What routes are described with: nothing listens, so no handler runs and none of this is called. */
const described: Functions = {
  reports: notListening as never,
  registers: {} as Registers,
  servers: {} as ServerFunctions['servers'],
  transfers: {} as TransferFunctions['transfers'],
  rearm: {} as GapFunctions['rearm'],
  audit: {} as AuditFunctions['audit'],
  cases: {} as CaseFunctions['cases'],
  assignees: notListening,
  rehearse: notListening,
  timetable: {} as ScheduleFunctions['timetable'],
  trimming: notListening as never,
  live: {} as LiveHub,
  descriptions: {} as DescriptionFunctions['descriptions'],
  bringDescription: notListening,
  revertDescription: notListening,
  frameDetail: notListening,
  readFrames: notListening,
  exchange: {} as ExchangeFunctions['exchange'],
  readExportFile: notListening,
  receiveFile: notListening,
  checkFile: notListening,
  readPackage: notListening,
  openReportFile: notListening,
  openReceiptsFile: notListening,
  decisions: {} as StorageFunctions['decisions'],
  trim: notListening,
  setPaymentClass: notListening,
  setDocumentClass: notListening,
  provider: null,
  entrance: {} as Entrance,
  administration: {} as Administration,
  access: { mode: 'required', clock: { now: () => 0 }, https: false, publicUrl: null, provider: null },
  defaultTimeZone: 'UTC',
  maxFileBytes: 1,
};

function notListening(): Promise<never> {
  throw new Error('this application only describes itself');
}
