/**
 * The end of the road: what is worked off is packed, the copy is read back, and only then the original goes (M31–M45).
 * Each part has files of its own; this face names what others use of them.
 */
export { type ArchiveDay, archiveDayOf, archiveName, byArchiveDay } from './archive-name.ts';
