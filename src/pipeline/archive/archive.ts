/**
 * The end of the road: what is worked off is packed, the copy is read back, and only then the original goes (M31–M45).
 * Each part has files of its own; this face names what others use of them.
 */
export { type ArchiveDay, archiveDayOf, archiveName, byArchiveDay } from './archive-name.ts';
export { readSections } from './day-archive-file.ts';
export type { TrimStep } from './trim-day.ts';
export { planTrim, type TrimPlan, type TrimSettings } from './trim-plan.ts';
export type { RestoreOutcome, RestoreQuery } from './trim-restore.ts';
export type { TrimVerdict } from './trim-verify.ts';
export { createReadTrimmed, isUnreadable } from './trimmed-documents.ts';
export { createTrimmer, type Trimmer, type TrimOutcome } from './trimmer.ts';
