/** Trimming and decisions over an opened data folder, in the process of the command line. */

import type { PackagesDecided } from '../../contracts/web-api.ts';
import { acting } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import type { Answer, SmenaClient } from '../connections/cli/client.ts';
import { type ErrorCode, messageText } from '../messages/messages.ts';
import { createPackageDecisions, type PackageDecisions } from '../pipeline/archive/archive.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { rehearse } from '../platform/database/rehearsal.ts';
import type { Logger } from '../platform/logger.ts';
import type { Tables } from '../schema/tables.ts';
import { createArchiveWork } from './archive-work.ts';
import { unmoved } from './rehearsal.ts';
import type { Stations } from './stations.ts';

export type LocalArchiveParts = {
  config: Config;
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  stations: Stations;
  dryRun: boolean;
};

/** The calls of a client that are about archives. */
export function archiveCalls(
  parts: LocalArchiveParts,
): Pick<SmenaClient, 'runStorage' | 'decidePackages' | 'retryPackages'> {
  const { stations, dryRun, clock, database } = parts;
  const { intake, packed } = stations;

  async function withDecisions(
    names: readonly string[],
    work: (decisions: PackageDecisions, name: string) => Promise<string>,
  ): Promise<Answer<PackagesDecided>> {
    const all = (decisions: PackageDecisions) => decideEach(names, (name) => work(decisions, name));
    if (!dryRun) return all(createPackageDecisions({ database, clock, intake }));
    return rehearse(database, (trial) =>
      all(createPackageDecisions({ database: trial, clock, intake: unmoved(intake) })),
    );
  }

  return {
    async runStorage({ task, author = null, restore = null }) {
      const work = createArchiveWork({ ...parts, intake, index: packed });
      const value = await work.trim({ task, slot: null, dryRun, author, restore, acting: acting() });
      if (!dryRun) await work.measure();
      return { ok: true, value };
    },
    decidePackages: ({ packages, reason, author }) =>
      withDecisions(packages, (decisions, name) => decisions.decide(name, reason, author ?? null)),
    retryPackages: ({ packages, author }) =>
      withDecisions(packages, (decisions, name) => decisions.retry(name, author ?? null)),
  };
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  unknown: 'not_found.package',
  loaded: 'package.is_loaded',
  gone: 'package.cannot_return',
};

async function decideEach(
  names: readonly string[],
  work: (name: string) => Promise<string>,
): Promise<Answer<PackagesDecided>> {
  const value: PackagesDecided = { changed: [], refused: [] };
  for (const name of new Set(names)) {
    const code = REFUSALS[await work(name)];
    if (code === undefined) value.changed.push(name);
    else value.refused.push({ name, reason: { code, ...textsOf(code, name) } });
  }
  const [first] = value.refused;
  if (value.changed.length > 0 || first === undefined) return { ok: true, value };
  return { ok: false, code: first.reason.code, message: textsOf(first.reason.code, first.name) };
}

function textsOf(code: string, name: string): { ru: string; en: string } {
  return { ru: messageText('ru', code, { name }), en: messageText('en', code, { name }) };
}
