/**
 * The end of the road: what is worked off is packed, the copy is read back, and only then the original goes (M31–M45).
 * Each part has files of its own; this face names what others use of them.
 */
export { type ArchiveDay, archiveDayOf, archiveName, byArchiveDay } from './archive-name.ts';
export {
  type ArchiveRuns,
  type ArchiveTask,
  createArchiveRuns,
  type DailyTask,
  type RunOutcome,
} from './archive-runs.ts';
export { type CheckedArchives, checkArchives } from './check-archives.ts';
export { readSections } from './day-archive-file.ts';
export { createPackageDecisions, type PackageDecisions } from './decide-packages.ts';
export { type Expired, expireArchives } from './expire-archives.ts';
export { type MeasuredPlace, measureStorage, type StoragePlace, storagePlaces } from './measure-storage.ts';
export { finishLeftOver, type PackedState, packFiles, packingPlan } from './pack-files.ts';
export { type ArchiveFolders, openPackedIndex, type PackedIndex, type PackedMember } from './packed-index.ts';
export type { ArchiveSettings, Packing, PackStep } from './packing.ts';
export { ArchiveDamaged } from './read-archive.ts';
export { openReceiptIndex, type ReceiptIndex } from './receipt-index.ts';
export { type ReturnedPackages, type ReturnQuery, returnPackages } from './return-packages.ts';
export type { TrimStep } from './trim-day.ts';
export {
  DICTIONARIES_SETTING,
  type DictionaryRefusal,
  type DictionaryTrimming,
  type TrimmedDictionaries,
  trimDictionaries,
} from './trim-dictionaries.ts';
export { type TrimmedFiles, trimFiles } from './trim-files.ts';
export { planTrim, type TrimPlan, type TrimSettings } from './trim-plan.ts';
export type { RestoreOutcome, RestoreQuery } from './trim-restore.ts';
export type { TrimVerdict } from './trim-verify.ts';
export { createReadTrimmed, isUnreadable } from './trimmed-documents.ts';
export { createTrimmer, type Trimmer, type TrimOutcome } from './trimmer.ts';
