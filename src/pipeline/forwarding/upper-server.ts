/** What this station needs of the line to the upper server; the connection that speaks the protocol hands it in. */
import type { LocalTime } from '../../domain/local-time.ts';

/** Somebody else's words, for people. */
export type UpperWords = { readonly ru: string; readonly en: string };

/** Why the upper server, or the way to it, does not take something; `code` is the stable one, '' when there is none. */
export type UpperReason = UpperWords & { readonly code: string };

/** A package on its way up: what was said of it here, and its bytes as they came. */
export type OutgoingPackage = {
  readonly packageId: string;
  readonly shopId: string;
  readonly range:
    | { readonly kind: 'dates' | 'shifts'; readonly from: string; readonly to: string }
    | { readonly kind: 'none' };
  /** The command of the upper server that it answers; '' = none. */
  readonly stateId: string;
  readonly body: Uint8Array;
};

/** Packages of one stream: of one register and brought here in the same way. */
export type OutgoingBatch = {
  /** As the packages name it; it need not be known anywhere. */
  readonly registerId: string;
  /** The bytes are whole messages whose layout was not understood here; they go on as they are. */
  readonly isRaw: boolean;
  readonly door: string;
  /** What came with them beside the message. */
  readonly shopCode: string | null;
  readonly fileName: string | null;
  readonly packages: readonly OutgoingPackage[];
};

/**
 * `answered`: these ids are stored, `isAll` = and nothing else was sent. `refused`: this register, or with `isPackage` this one
 * package, is not taken. `busy`: the upper server takes nothing at the moment. `away`: the line is down.
 */
export type Delivery =
  | { readonly kind: 'answered'; readonly storedIds: ReadonlySet<string>; readonly isAll: boolean }
  | { readonly kind: 'refused'; readonly reason: UpperReason; readonly isPackage: boolean }
  | { readonly kind: 'busy' | 'away'; readonly reason: UpperReason };

/** What this server tells of itself. */
export type OwnState = {
  readonly waitingPackages: number;
  /** How long the oldest of them has been here, in s; the clocks of the two may differ. */
  readonly oldestSeconds: number;
  readonly refusedRegisters: number;
};

/** What is to be sent: local times of the shop, or numbers of shifts, both ends included. */
export type CommandRange =
  | { readonly kind: 'dates'; readonly from: LocalTime; readonly to: LocalTime }
  | { readonly kind: 'shifts'; readonly from: number; readonly to: number };

export type CommandState = 'accepted' | 'preparing' | 'sent' | 'nothing' | 'failed' | 'called_off';

/** An order of the upper server for a register behind this one; `load` null = it is called off. */
export type UpperCommand = {
  readonly commandId: string;
  readonly registerId: string;
  readonly load: CommandRange | null;
};

export type CommandReport = {
  readonly registerId: string;
  readonly commandId: string;
  readonly state: CommandState;
  readonly text: UpperWords | null;
};

export type UpperServer = {
  /** `host:port`, for people. */
  readonly address: string;
  /** Sends one stream and waits for its answer. Never rejects. */
  deliver(batch: OutgoingBatch, signal: AbortSignal): Promise<Delivery>;
  /** Tells how this server is. Answers why it could not; null = told. Never rejects. */
  tell(state: OwnState): Promise<UpperReason | null>;
  /** Says what became of a command; false = it was not heard, to be said again. Never rejects. */
  report(report: CommandReport): Promise<boolean>;
};
