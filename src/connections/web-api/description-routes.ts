/** Descriptions of the wire and captured messages over the API (registers §14). */
import { z } from 'zod';
import {
  changeQuery,
  type DescriptionList,
  descriptionChanged,
  descriptionConfirmation,
  descriptionList,
  type FrameDetail,
  frameDetail,
  frameList,
  frameListQuery,
  framesToRead,
  newDescription,
  noQuery,
  revertDescription,
  routes,
} from '../../../contracts/web-api.ts';
import { descriptionKinds, descriptionRules, shipped } from '../../../contracts/wire-descriptions.ts';
import type { Brought, DescriptionResult, Descriptions } from '../../descriptions/descriptions.ts';
import { messageText } from '../../messages/messages.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath } from './route-access.ts';

/** What a change came to; `frames` are the captured messages that are read again. */
export type DescriptionOutcome = { result: DescriptionResult; frames: number };

export type DescriptionFunctions = {
  reports: ReadAs<'frames'>;
  descriptions: Pick<Descriptions, 'current' | 'history'>;
  bringDescription(brought: Brought, confirmed: boolean): Promise<DescriptionOutcome>;
  /** Undefined = there is no such entry. */
  revertDescription(
    to: Parameters<Descriptions['revert']>[0],
    confirmed: boolean,
  ): Promise<DescriptionOutcome | undefined>;
  frameDetail(name: string): Promise<{ ok: true; value: FrameDetail } | Refusal>;
  readFrames(): Promise<number>;
};

export function addDescriptionRoutes(app: Api, functions: DescriptionFunctions): void {
  const tags = ['descriptions'];
  const { descriptions } = functions;
  app.get(
    routes.descriptions,
    {
      config: { right: 'settings-exchange' },
      schema: {
        operationId: 'listDescriptions',
        tags,
        summary: 'Which number each field of the wire has, and who changed that when',
        querystring: noQuery,
        response: answers(descriptionList),
      },
    },
    async () => listOf(descriptions),
  );
  app.post(
    routes.descriptions,
    {
      config: { right: 'settings-exchange', network: true },
      schema: {
        operationId: 'importDescription',
        tags,
        summary: 'Puts a description in force; must be confirmed (409 with what changes). Used from the next call on',
        querystring: changeQuery,
        body: newDescription,
        response: { ...answers(descriptionChanged), 409: descriptionConfirmation },
      },
    },
    async ({ query, body }, reply) => {
      const { kind, fileName = null, author = null, content, confirmed } = body;
      const bytes = Buffer.from(content, 'base64');
      const keep = confirmed && query.dryRun === 'false';
      const answer = answerOf(await functions.bringDescription({ kind, fileName, author, bytes }, keep));
      return !confirmed ? reply.code(409).send({ code: 'confirmation_required', ...answer }) : answer;
    },
  );
  app.post(
    routes.revertDescription,
    {
      config: { right: 'settings-exchange', network: true },
      schema: {
        operationId: 'revertDescription',
        tags,
        summary: 'Puts an earlier description, or the shipped one, in force again; must be confirmed',
        querystring: changeQuery,
        body: revertDescription,
        response: { ...answers(descriptionChanged), 409: descriptionConfirmation },
      },
    },
    async ({ query, body: { kind, entryId, author = null, confirmed } }, reply) => {
      const keep = confirmed && query.dryRun === 'false';
      const outcome = await functions.revertDescription({ kind, entryId, author }, keep);
      if (outcome === undefined) throw new RefusedRequest('not_found.description', { entryId });
      const answer = answerOf(outcome);
      return !confirmed ? reply.code(409).send({ code: 'confirmation_required', ...answer }) : answer;
    },
  );
  addFrameRoutes(app, functions);
}

function addFrameRoutes(app: Api, { reports, frameDetail: detailOf, readFrames }: DescriptionFunctions): void {
  const tags = ['descriptions'];
  app.get(
    routes.frames,
    {
      config: { right: 'settings-exchange' },
      schema: {
        operationId: 'listFrames',
        tags,
        summary: 'Captured messages: of a layout that no description fits, or without a sales file',
        querystring: frameListQuery,
        response: answers(frameList),
      },
    },
    ({ query, principal }) => reports(principal).frames(query),
  );
  app.get(
    routes.frame,
    {
      config: { right: 'settings-exchange', names: objectOfPath('package', 'frameName') },
      schema: {
        operationId: 'readFrame',
        tags,
        summary: 'One captured message, field by field',
        params: z.object({ frameName: z.string().min(1).max(200) }),
        querystring: noQuery,
        response: answers(frameDetail),
      },
    },
    async ({ params }) => valueFrom(await detailOf(params.frameName)),
  );
  app.post(
    routes.readFrames,
    {
      config: { right: 'settings-exchange', network: true },
      schema: {
        operationId: 'readFrames',
        tags,
        summary: 'Reads all captured messages again by the descriptions of now; each is loaded once',
        querystring: changeQuery,
        response: { ...answers(framesToRead), 202: framesToRead },
      },
    },
    async ({ query, principal }, reply) => {
      const frames =
        query.dryRun === 'true' ? (await reports(principal).frames({ limit: 1 })).total : await readFrames();
      return reply.code(202).send({ frames });
    },
  );
}

/** What changes, to be agreed to, or what was done; everything that is wrong is said at once. */
function answerOf({ result, frames }: DescriptionOutcome) {
  if (!result.ok) {
    const [first = { code: 'description.empty', params: {} }, ...others] = result.problems;
    throw new RefusedRequest(first.code, first.params, { others });
  }
  const { changes, done } = result;
  const params = { n: changes.length, frames };
  const text = (language: 'ru' | 'en') =>
    messageText(language, done ? 'description.done' : 'description.confirm', params);
  return { message: { ru: text('ru'), en: text('en') }, changes, frames };
}

function listOf({ current, history }: DescriptionFunctions['descriptions']): DescriptionList {
  const descriptions = descriptionKinds.map((kind) => {
    const entries = history(kind);
    const { messages, typeOfSales } = current(kind);
    const fields = Object.entries(descriptionRules[kind]).flatMap(([message, rules]) =>
      Object.entries(rules).map(([field, { needed }]) => {
        const { number = null, type = null } = messages[message]?.[field] ?? {};
        const shippedNumber = shipped[kind].messages[message]?.[field]?.number ?? null;
        return { message, field, needed, number, type, shippedNumber };
      }),
    );
    const values = Object.entries(typeOfSales).map(([field, number]) => {
      const shippedNumber = shipped[kind].typeOfSales[field] ?? null;
      return { message: 'TypeOfSales', field, needed: false, number, type: 'enum', shippedNumber };
    });
    const rows = entries.map(({ description, kind: _, ...entry }) => ({ ...entry, shipped: description === null }));
    return { kind, shipped: (entries[0]?.description ?? null) === null, fields: [...fields, ...values], history: rows };
  });
  return { descriptions };
}
