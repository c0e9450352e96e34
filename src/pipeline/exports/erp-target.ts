/** What the exports need of the place where the ERP picks files up; the folder itself is a connection. */
import type { Spool } from '../../platform/spool.ts';

/** Where a sales file goes (sales-file §2): `<shopCode>/sale<N>/` of a closed shift, `online/` in it of an open one. */
export type SalesFilePlace = {
  /** All digits; the folder of the shop bears it. */
  shopCode: string;
  /** Number of the register without padding. */
  registerNumber: string;
  online: boolean;
  name: string;
};

/** The bytes of a file, one chunk behind the other; a chunk is of use until the next one is asked for. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export type ErpTarget = {
  /**
   * Removes what an earlier run was writing in the folders of these shops when it was killed. Only before the first file of
   * a run, and of shops that are ours: another server may write beside us.
   */
  tidy(shopCodes: readonly string[]): Promise<void>;
  /** The path of a file below the exchange folder, for people. */
  pathOf(place: SalesFilePlace): string;
  /** Makes the folder of a file ready for writing, so that a bad folder is known before the file is built. */
  prepare(place: SalesFilePlace): Promise<void>;
  /** A place for the content of a file while it is built: nothing of it is in the folder of the ERP. To be closed. */
  openSpool(): Spool;
  /**
   * Writes the file aside and flushes it, hands the bytes as they lie on the disk to `check`, and renames when it answers
   * true; a refused file leaves nothing. Answers what `check` answered. When it resolves, the file survives a power cut;
   * when it rejects, the reader sees the whole file or none.
   */
  publish(place: SalesFilePlace, content: Chunks, check: (bytes: Buffer) => boolean): Promise<boolean>;
  /** SHA-256 (hex) of each file of this name: the one that waits for the ERP, and those the ERP has put away as read. */
  hashesOf(place: SalesFilePlace): Promise<{ waiting: string | null; taken: string[] }>;
};

/** The last one: another server writes the files of the shop. */
export const targetFaultCodes = [
  'export.folder_missing',
  'export.folder_denied',
  'export.disk_full',
  'export.folder_failed',
  'export.folder_shared',
] as const;
export type TargetFaultCode = (typeof targetFaultCodes)[number];

export function isTargetFault(code: string | null | undefined): code is TargetFaultCode {
  return targetFaultCodes.some((one) => one === code);
}

/** The folder, not the shift, is to blame: the same file may be published later. Every function of the target throws it. */
export class TargetFault extends Error {
  override name = 'TargetFault';
  readonly code: TargetFaultCode;
  /** Values for the message of the code: `path`, `cause`. */
  readonly details: Record<string, string>;

  constructor(code: TargetFaultCode, details: Record<string, string>, cause: unknown) {
    super(`${code} ${details.path ?? ''}`, { cause });
    this.code = code;
    this.details = details;
  }
}
