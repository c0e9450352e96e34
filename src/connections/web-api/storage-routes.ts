/** What lies where, archives, trimming, and decisions about packages that cannot be loaded (S17), over the API. */
import {
  type ArchivesToReturn,
  changeQuery,
  decidePackages,
  fileArchiveList,
  fileArchiveListQuery,
  newStorageRun,
  noQuery,
  type PackagesDecided,
  packagesDecided,
  retryPackages,
  routes,
  type StorageResult,
  storageResult,
  storageState,
} from '../../../contracts/web-api.ts';
import { messageText } from '../../messages/messages.ts';
import type { PackageDecisions } from '../../pipeline/archive/archive.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { objectsIn } from './route-access.ts';

/** Does the work of a day now, or only tells what it would do. */
export type Trim = (order: {
  task: StorageResult['task'];
  dryRun: boolean;
  author: string | null;
  restore: ArchivesToReturn | null;
}) => Promise<{ ok: true; value: StorageResult } | Refusal>;

export type StorageFunctions = Changing<{
  reports: ReadAs<'storage' | 'fileArchives'>;
  decisions: PackageDecisions;
}> & { trim: Trim };

/** What a person types before something is deleted for good, and before packages are loaded once more. */
const WORDS = ['DELETE', 'УДАЛИТЬ'];
const RETURN_WORDS = ['RESTORE', 'ВЕРНУТЬ'];

export function addStorageRoutes(app: Api, functions: StorageFunctions): void {
  const { reports } = functions;
  app.get(
    routes.storage,
    {
      config: { right: 'trim-plan', network: true },
      schema: {
        operationId: 'readStorage',
        tags: ['storage'],
        summary: 'What lies where, how it grows, for how long the disk is enough, and when it was trimmed last',
        querystring: noQuery,
        response: answers(storageState),
      },
    },
    ({ principal }) => reports(principal).storage(),
  );
  app.get(
    routes.fileArchives,
    {
      config: { right: 'trim-plan', network: true },
      schema: {
        operationId: 'listFileArchives',
        tags: ['storage'],
        summary: 'Archives of packages, newest first; the record of a deleted one stays',
        querystring: fileArchiveListQuery,
        response: answers(fileArchiveList),
      },
    },
    ({ query, principal }) => reports(principal).fileArchives(query),
  );
  addTrimRoute(app, functions);
  addDecisionRoutes(app, functions);
}

function addTrimRoute(app: Api, { trim }: StorageFunctions): void {
  app.post(
    routes.storageRuns,
    {
      config: { right: 'trim', network: true },
      schema: {
        operationId: 'runStorage',
        tags: ['storage'],
        summary:
          'Packs and deletes what is over now, clears the folder of dictionaries, reads all archives again, or brings packages back out of them',
        querystring: changeQuery,
        body: newStorageRun,
        response: answers(storageResult),
      },
    },
    async ({ query, body }) => {
      const dryRun = query.dryRun === 'true';
      const { task, word = '', author = null, restore = null } = body;
      const isReturn = task === 'restore';
      if (!dryRun && task !== 'check' && !(isReturn ? RETURN_WORDS : WORDS).includes(word))
        throw new RefusedRequest(isReturn ? 'storage_run.return_word' : 'storage_run.word', {});
      return valueFrom(await trim({ task, dryRun, author, restore }));
    },
  );
}

function addDecisionRoutes(app: Api, functions: StorageFunctions): void {
  app.post(
    routes.decidePackages,
    {
      config: { right: 'load', names: objectsIn('package', 'packages') },
      schema: {
        operationId: 'decidePackages',
        tags: ['storage'],
        summary: 'Says of packages that cannot be loaded that somebody has dealt with them, with a reason',
        querystring: changeQuery,
        body: decidePackages,
        response: answers(packagesDecided),
      },
    },
    ({ query, body }) =>
      change(functions, query, ({ decisions }) =>
        eachPackage(body.packages, (name) => decisions.decide(name, body.reason, body.author ?? null)),
      ),
  );
  app.post(
    routes.retryPackages,
    {
      config: { right: 'load', names: objectsIn('package', 'packages') },
      schema: {
        operationId: 'retryPackages',
        tags: ['storage'],
        summary: 'Puts packages that could not be loaded back into the line, also out of an archive',
        querystring: changeQuery,
        body: retryPackages,
        response: answers(packagesDecided),
      },
    },
    ({ query, body }) =>
      change(functions, query, ({ decisions }) =>
        eachPackage(body.packages, (name) => decisions.retry(name, body.author ?? null)),
      ),
  );
}

const REFUSALS = {
  unknown: 'not_found.package',
  loaded: 'package.is_loaded',
  gone: 'package.cannot_return',
} as const;

type Outcome = keyof typeof REFUSALS | 'decided' | 'returned';

/** When none of them could be changed the whole request is refused. */
async function eachPackage(
  names: readonly string[],
  work: (name: string) => Promise<Outcome>,
): Promise<PackagesDecided> {
  const result: PackagesDecided = { changed: [], refused: [] };
  for (const name of new Set(names)) {
    const outcome = await work(name);
    if (outcome === 'decided' || outcome === 'returned') result.changed.push(name);
    else {
      const code = REFUSALS[outcome];
      const [ru, en] = [messageText('ru', code, { name }), messageText('en', code, { name })];
      result.refused.push({ name, reason: { code, ru, en } });
    }
  }
  const [first] = result.refused;
  if (result.changed.length === 0 && first !== undefined)
    throw new RefusedRequest(first.reason.code, { name: first.name });
  return result;
}
