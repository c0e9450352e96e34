/** What packing, checking and deleting work with. */
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Intake, IntakeFolders } from '../intake/intake.ts';
import type { ArchiveFolders, PackedIndex } from './packed-index.ts';

export type ArchiveSettings = {
  /** Days that an archive is kept (M40). */
  keepDays: number;
  /** A package of `error` is tried so long by itself before it is packed, in ms. */
  errorAfterMs: number;
  /** Packages go on to an upper server: an archive stays as long as it holds some that are not there. */
  forwards?: boolean;
  /** Bytes that stay free on the disk of the archives. */
  minFreeBytes: number;
  /** Dates are those of this zone. */
  timeZone: string;
};

/** Moments of packing, in order; a test ends the process at each. */
export type PackStep =
  | 'begun'
  | 'member'
  | 'written'
  | 'checked'
  | 'named'
  | 'noted'
  | 'removed'
  | 'settled'
  | 'entered';

export type Packing = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  intake: Intake;
  /** The four folders of the queue. */
  folders: IntakeFolders;
  archives: ArchiveFolders;
  index: PackedIndex;
  settings: ArchiveSettings;
  /** Told of each step; does nothing unless a test says otherwise. */
  step?: (step: PackStep) => void;
  /** Most packages and bytes of one archive; the defaults unless a test says otherwise. */
  partPackages?: number;
  partBytes?: number;
};

/** A package in hand: its file as it lies in the folder, the reason beside it, what its header says. */
export type Source = {
  readonly name: string;
  readonly file: Buffer;
  readonly reason: Buffer | null;
  readonly shopId: string;
  readonly isDamaged: boolean;
  /** When it was received, UTC ms; 0 when nothing says so. */
  readonly receivedMs: number;
};
