/** The HTTP application without a socket: its settings, and its description as OpenAPI 3.1. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifySwagger from '@fastify/swagger';
import { type FastifyBaseLogger, type FastifyInstance, fastify, type RawServerDefault } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerBrokenRequest, answerUnreadable } from './framework-faults.ts';
import { fieldValidator } from './invalid-fields.ts';
import { tidyDescription } from './tidy-description.ts';

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Changes when the contract does: the second number for additions, the first when something is taken away. */
export const apiVersion = '1.0.0';

/** Largest body of a request that is not a file, in bytes. */
const MOST_JSON = 64 * 1024;

/** A request that takes longer than this to arrive is cut off. */
const SLOWEST_REQUEST_MS = 120_000;

/** An application that validates by zod, writes JSON and describes every route that is added to it afterwards. */
export async function createApi(): Promise<Api> {
  const app = fastify({
    bodyLimit: MOST_JSON,
    forceCloseConnections: 'idle',
    requestTimeout: SLOWEST_REQUEST_MS,
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBrokenRequest,
    // What comes over an open line while the server stops is answered like anything else.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  // What a form of another site could send without asking is not read at all.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(fieldValidator);
  // The types of the handlers hold answers to the contract, and so do the tests; a check of 10,000 rows would cost more than reading them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
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
    transform: jsonSchemaTransform,
    transformObject: (document) => tidyDescription(jsonSchemaTransformObject(document)),
  });
  return app;
}
