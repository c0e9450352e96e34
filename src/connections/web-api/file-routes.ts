/** Files with sales that a person brings, and packages as they came: checked, loaded, handed out. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type FileCheck,
  fileCheck,
  fileQuery,
  type LoadFileResult,
  loadFileResult,
  noQuery,
  problem,
  routes,
} from '../../../contracts/web-api.ts';
import { answers } from './answers.ts';
import type { MissingRight } from './no-right.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath } from './route-access.ts';

/** What is done with a file of a shop; a shop that is not there is made only with `createShop`, else the file is refused. */
type WithFile<T> = (
  shopCode: string,
  fileName: string,
  body: Uint8Array,
  createShop: boolean,
) => Promise<{ ok: true; value: T } | Refusal>;

/** Loads a sales file brought by hand; answers when it is in the tables (or why it is not). */
export type ReceiveFile = WithFile<LoadFileResult>;

/** Tells what would become of it; nothing of it is kept. */
export type CheckFile = WithFile<FileCheck>;

/** The bytes of a package as they came; a refusal when the disk has them no more. */
export type ReadPackage = (
  name: string,
) => Promise<{ ok: true; value: { fileName: string; body: Uint8Array } } | Refusal>;

export type FileFunctions = {
  receiveFile: ReceiveFile;
  checkFile: CheckFile;
  readPackage: ReadPackage;
  /** Largest file in bytes. */
  maxFileBytes: number;
};

/** The body of a file as the description shows it; the parser hands over a Buffer. */
const fileBody = z.custom<Buffer>((value) => Buffer.isBuffer(value)).meta({ type: 'string', format: 'binary' });

const fileHeaders = z.object({
  'x-file-name': z.string().min(1).max(2_000).meta({ description: 'Name of the file, percent-encoded UTF-8' }),
});

export function addFileRoutes(app: Api, functions: FileFunctions): void {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  const asked = { tags: ['packages'], consumes: ['application/octet-stream'], querystring: fileQuery };
  app.post(
    routes.files,
    {
      bodyLimit: functions.maxFileBytes,
      config: { right: 'load', also: makesShop },
      schema: {
        operationId: 'loadFile',
        summary: 'Loads a sales file or package brought by hand; the answer says what became of it',
        ...asked,
        headers: fileHeaders,
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
  app.post(
    routes.fileCheck,
    {
      bodyLimit: functions.maxFileBytes,
      config: { right: 'load', also: makesShop },
      schema: {
        operationId: 'checkFile',
        summary: 'Tells what would become of a sales file or package; nothing of it is taken',
        ...asked,
        headers: fileHeaders,
        body: fileBody,
        response: answers(fileCheck),
      },
    },
    async ({ query, headers, body }) => {
      const file = plainName(headers['x-file-name']);
      if (body.byteLength === 0) throw new RefusedRequest('request.empty_file', { file });
      return valueFrom(await functions.checkFile(query.shop, file, body, query.create === 'true'));
    },
  );
  addPackageContent(app, functions);
}

/** A file may make its shop, which is more than loading. */
function makesShop({ query }: FastifyRequest): Pick<MissingRight, 'right' | 'place'> | null {
  return (query as z.infer<typeof fileQuery>).create === 'true' ? { right: 'registers', place: 'network' } : null;
}

function addPackageContent(app: Api, { readPackage }: FileFunctions): void {
  app.get(
    routes.packageContent,
    {
      config: { right: 'see-money', names: objectOfPath('package', 'packageName'), download: { object: 'package' } },
      schema: {
        operationId: 'readPackageContent',
        tags: ['packages'],
        summary: 'The bytes of a package exactly as they came',
        params: z.object({ packageName: z.string().min(1).max(200) }),
        querystring: noQuery,
        response: {
          200: { description: 'The package', content: { 'application/octet-stream': { schema: z.string() } } },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ params }, reply) => {
      const { fileName, body } = valueFrom(await readPackage(params.packageName));
      reply.header('content-type', 'application/octet-stream');
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
      return reply.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength) as never);
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
