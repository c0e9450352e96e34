/** What the exports need of the exchange folder besides writing files: looking into it, taking requests, saying whose it is. */

/** The folder `sale<N>` of a register as it lies there now. */
export type RegisterFolder = {
  registerNumber: string;
  /** Names ending in `.json`. */
  files: ReadonlySet<string>;
  /** The same of `online/`; null = there is no such folder. */
  online: ReadonlySet<string> | null;
  /** A request lies here, or one that was taken and not settled. */
  hasRequest: boolean;
};

/** A request that was taken out of the way of the next one. */
export type TakenRequest = {
  /** Names it until it is settled. */
  key: string;
  /** What it says, cut after some kilobytes. */
  text: string;
};

/** Which server writes the files of a shop. `run` is another one after each start. */
export type FolderClaim = { server: string; run: string; host: string; beat: number };

/** Every function throws TargetFault when the folder, not its content, is to blame. */
export type ExchangeFolder = {
  /** Absolute path, for people. */
  root: string;
  /** The folders of the registers of a shop; null = the shop has no folder yet. */
  look(shopCode: string): Promise<RegisterFolder[] | null>;
  /** Size in bytes of a file by its path below the exchange folder; null = it is not there. */
  sizeOf(path: string): Promise<number | null>;
  /** SHA-256 (hex) of it; null = it is not there. */
  sha256Of(path: string): Promise<string | null>;
  /**
   * Takes `sale.req` aside, so that the ERP can write the next one at once, and reads it; also those that were taken and not
   * settled by an earlier run.
   */
  takeRequests(shopCode: string, registerNumber: string): Promise<TakenRequest[]>;
  /** Deletes an answered request; a refused one stays as `sale.req.error` for people. */
  settleRequest(place: { shopCode: string; registerNumber: string }, key: string, refused: boolean): Promise<void>;
  /** Who says that the folder of the shop is theirs; null = nobody, or nothing that can be read. */
  readClaim(shopCode: string): Promise<FolderClaim | null>;
  writeClaim(shopCode: string, claim: FolderClaim): Promise<void>;
};
