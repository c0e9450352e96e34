/** How much of a sales file is read at once: files are hostile until they are read. */

export type ReadLimits = {
  /** A longer record is set aside unread. */
  maxRecordBytes: number;
  /** Objects and lists inside each other. */
  maxDepth: number;
  /** Records of "shift info" and of "securitylog info" each: these are held in memory at once, documents are not. */
  maxHeldRecords: number;
};

export const defaultReadLimits: ReadLimits = {
  maxRecordBytes: 16 * 1024 * 1024,
  maxDepth: 32,
  maxHeldRecords: 200_000,
};
