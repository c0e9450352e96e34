/** What lies where and for how long (S17): archives of files, trimming, decisions about packages that cannot be loaded. */
import { z } from 'zod';
import { cursorKey, limitKey, localDate, localTime, nextCursor, utcTime } from './basics.ts';

const words = z.object({ ru: z.string(), en: z.string() });
const reason = z.object({ code: z.string(), ru: z.string(), en: z.string() });
const count = z.number().int();
const endState = z.enum(['processed', 'error', 'broken']);
export const storageTask = z.enum(['files', 'dictionaries', 'check', 'restore']);
const author = z.string().min(1).max(100);

export const storagePlace = z
  .object({
    place: z.string().meta({ examples: ['processed_archive'] }),
    name: words,
    folder: z.string().nullable().meta({ description: 'null = on no disk of this machine' }),
    files: count,
    bytes: count,
    oldestAt: utcTime.nullable(),
    growthPerDay: count.nullable().meta({ description: 'Bytes, over the last thirty days; null = not known yet' }),
    freeBytes: count.nullable().meta({ description: 'Still free on its disk' }),
    enoughForDays: count.nullable().meta({ description: 'At the present growth of its disk; null = it does not grow' }),
    rule: words.meta({ description: 'What becomes of what lies there' }),
    measuredAt: utcTime,
  })
  .meta({ id: 'StoragePlace' });

/** Which archives of packages, by the local dates of their runs, both included. */
export const archivesToReturn = z.strictObject({ state: endState, from: localDate, to: localDate });

/** What came back out of archives, or would. */
export const returnedPackages = z
  .object({
    ...archivesToReturn.shape,
    archives: z.array(z.object({ name: z.string(), packages: count })),
    packages: count,
    bytes: count.meta({ description: 'As packed' }),
    known: count.meta({
      description: 'Packages that the tables know as loaded: loading them once more changes nothing',
    }),
    names: z.array(z.string()).meta({ description: 'The first 100' }),
    returned: count.meta({ description: 'Packages that wait to be loaded now' }),
    unreadable: count.meta({ description: 'Packages whose archive is damaged or gone' }),
  })
  .meta({ id: 'ReturnedPackages' });

/** What a run did, or would do. */
export const storageResult = z
  .object({
    task: storageTask,
    dryRun: z.boolean(),
    outcome: z.enum(['done', 'partly', 'failed']),
    packed: z.array(
      z.object({
        state: endState,
        packages: count,
        archives: z.array(z.string()),
        damaged: z.array(z.string()).meta({ description: 'Packages that stay: their bytes changed on the disk' }),
        failure: z.string().nullable(),
      }),
    ),
    deleted: z.array(z.object({ state: endState, name: z.string(), packages: count, size: count })),
    kept: z
      .array(z.object({ state: endState, name: z.string(), n: count, reason }))
      .meta({ description: 'Archives whose days are over and which must not go' }),
    deletionPutOff: reason.nullable().meta({ description: 'Why no archive was deleted this time' }),
    checked: count.nullable().meta({ description: 'Archives that were read whole' }),
    damaged: z.array(z.object({ state: endState, name: z.string(), damage: z.enum(['changed', 'missing']) })),
    dictionaries: z
      .object({
        folder: z.string(),
        files: count,
        folders: count,
        bytes: count,
        kept: count.meta({ description: 'Files and folders that could not be deleted' }),
        journal: z.string().nullable().meta({ description: 'The file that lists what went' }),
      })
      .nullable(),
    restored: returnedPackages.nullable(),
    refusal: reason.nullable().meta({ description: 'Why nothing was done at all, or why it has stopped' }),
  })
  .meta({ id: 'StorageResult' });

export const storageRun = z
  .object({
    task: storageTask,
    slot: localTime.nullable().meta({ description: 'The time it belongs to; null = by hand' }),
    startedAt: utcTime,
    finishedAt: utcTime.nullable().meta({ description: 'null = it runs, or a crash cut it short and it is made up' }),
    startedBy: z.string().nullable(),
    outcome: z.enum(['begun', 'done', 'partly', 'failed']),
    progress: z
      .object({ done: count, all: count })
      .nullable()
      .meta({ description: 'How far a run is that brings packages back; null = it has ended, or does not say' }),
    result: storageResult.nullable(),
  })
  .meta({ id: 'StorageRun' });

/** What became of the last backup of the whole server. */
export const lastBackup = z
  .object({
    at: utcTime,
    folder: z.string().nullable().meta({ description: 'null = none was made' }),
    sound: z.boolean().meta({ description: 'Made, and restored for trial with all counts and sums agreeing' }),
    text: words,
  })
  .meta({ id: 'LastBackup' });

export const storageState = z
  .object({
    places: z.array(storagePlace),
    archives: z.object({
      count: count,
      packages: count,
      bytes: count,
      damaged: count.meta({ description: 'Archives that are not what was written, or not there' }),
    }),
    undecided: z
      .object({ error: count, broken: count })
      .meta({ description: 'Packages that never reached the tables and of which nobody has decided' }),
    keepDays: count.meta({ description: 'Days that an archive is kept' }),
    nextRunAt: localTime.meta({ description: 'In the zone of the server' }),
    lowDisks: count.meta({ description: 'Disks that are nearly full, or will be soon' }),
    lastRuns: z.array(storageRun).meta({ description: 'The last run of each task' }),
    lastBackup: lastBackup.nullable().meta({ description: 'null = there was none yet' }),
    asOf: utcTime,
  })
  .meta({ id: 'StorageState' });

export const fileArchive = z
  .object({
    state: endState,
    name: z.string().meta({ examples: ['file-26-11-08.tgz'] }),
    madeAt: utcTime,
    packages: count,
    contentBytes: count,
    size: count,
    sha256: z.string(),
    checkedAt: utcTime.nullable(),
    damage: z.enum(['changed', 'missing']).nullable(),
    deletedAt: utcTime.nullable().meta({ description: 'The record stays when the archive is deleted' }),
  })
  .meta({ id: 'FileArchive' });

export const fileArchiveListQuery = z.strictObject({
  state: z.enum(['all', 'kept', 'damaged', 'deleted']).default('kept'),
  limit: limitKey(1_000, 200),
  before: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z_(processed|error|broken)_file-[\d-]{8,14}\.tgz$/),
});

export const fileArchiveList = z
  .object({ archives: z.array(fileArchive).meta({ description: 'Newest first' }), next: nextCursor, asOf: utcTime })
  .meta({ id: 'FileArchiveList' });

export const newStorageRun = z
  .strictObject({
    task: storageTask,
    word: z.string().optional().meta({
      description:
        'What deletes for good asks for a typed word: DELETE or УДАЛИТЬ; `restore` for RESTORE or ВЕРНУТЬ; not needed with dryRun',
    }),
    restore: archivesToReturn
      .optional()
      .meta({ description: 'Which packages come back; only and always of `restore`' }),
    author: author.optional().meta({ description: 'Who starts it, for the log' }),
  })
  .refine(({ task, restore }) => (task === 'restore') === (restore !== undefined), { path: ['restore'] })
  .meta({ id: 'NewStorageRun' });

const packageNames = z.array(z.string().min(1).max(200)).min(1).max(1_000);

export const decidePackages = z
  .strictObject({
    packages: packageNames.meta({ description: 'Names of packages in `error` or `broken`' }),
    reason: z.string().min(1).max(1_000),
    author: author.optional(),
  })
  .meta({ id: 'DecidePackages' });

export const retryPackages = z
  .strictObject({ packages: packageNames, author: author.optional() })
  .meta({ id: 'RetryPackages' });

export const packagesDecided = z
  .object({
    changed: z.array(z.string()),
    refused: z.array(z.object({ name: z.string(), reason })),
  })
  .meta({ id: 'PackagesDecided' });

export type ArchivesToReturn = z.infer<typeof archivesToReturn>;
export type ReturnedPackages = z.infer<typeof returnedPackages>;
export type StorageTask = z.infer<typeof storageTask>;
export type StoragePlace = z.infer<typeof storagePlace>;
export type StorageResult = z.infer<typeof storageResult>;
export type StorageRun = z.infer<typeof storageRun>;
export type StorageState = z.infer<typeof storageState>;
export type FileArchive = z.infer<typeof fileArchive>;
export type FileArchiveListQuery = z.infer<typeof fileArchiveListQuery>;
export type FileArchiveList = z.infer<typeof fileArchiveList>;
export type NewStorageRun = z.infer<typeof newStorageRun>;
export type DecidePackages = z.infer<typeof decidePackages>;
export type RetryPackages = z.infer<typeof retryPackages>;
export type PackagesDecided = z.infer<typeof packagesDecided>;
