/** Who exists: shops and registers. The only writer of the tables `shop`, `shop_group`, `register` and `setting`. Ids are issued here (glossary §8). */
import { randomBytes } from 'node:crypto';
import { record } from '../../audit/audit.ts';
import { isTimeZone } from '../../domain/local-time.ts';
import { firstSoftwareOf, type ProtocolVersion, protocolAbility } from '../../domain/software-version.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import type { Refusal } from './admission.ts';
import { COLUMNS, FROM, type KnownRegister, knownOf, type SelectedRegister } from './known-register.ts';
import { registerAddedEntry, registerChangedEntry, registerValues, shopEntry } from './register-entries.ts';
import { issueRegisterToken, type NewRegisterToken, revokeRegisterToken } from './register-tokens.ts';
import { type RememberedRegisters, rememberRegisters } from './remembered-registers.ts';
import { addGroup, changeGroup, type GroupChange, type NewGroup, removeGroup } from './shop-groups.ts';
import { markToSync } from './sync-registers.ts';

export type { LineFaultCode, Refusal, StreamAdmission, StreamGreeting } from './admission.ts';
export type { KnownRegister } from './known-register.ts';
export { type NewRegisterToken, tokenName } from './register-tokens.ts';
export { findGroup, type GroupChange, type NewGroup } from './shop-groups.ts';

import {
  applyProtocol,
  type ProtocolChange,
  type ProtocolPreview,
  previewProtocol,
  protocolOfNew,
} from './protocol-setting.ts';

export {
  DEFAULT_PROTOCOL,
  type LeftBehind,
  PROTOCOL_SETTING,
  type ProtocolChange,
  type ProtocolPreview,
} from './protocol-setting.ts';
export { type RegisterToSync, type SyncOutcome, syncDue, type TellSettings, TOLD_AT_ONCE } from './sync-registers.ts';

/** What may be changed of a register; absent = as it is. `commandHost` null = not known where it listens. */
export type RegisterChange = {
  /** Refused when the software of the register is known to be too old for it (M14). */
  protocolVersion?: ProtocolVersion;
  /** Version of the cash software; null = not known. */
  softwareVersion?: string | null;
  inService?: boolean;
  commandHost?: string | null;
  commandPort?: number;
  /** Name in a certificate of the customer that stands for it; null = its id (M18). */
  certificateName?: string | null;
  /** It must not come without a certificate. */
  certificateRequired?: boolean;
  /** It must not come without a token, unless it shows a certificate (P20). */
  tokenRequired?: boolean;
  /** Who changes it, for the log. */
  author?: string | null;
};

export type RegisterCodes = { shopCode: string; registerCode: string };

/** A shop without a name is called by its code. */
export type NewShop = { shopCode: string; name?: string; timeZone: string; shopId?: string };

export type Registers = RememberedRegisters & {
  /**
   * Adds a shop; refuses a code or an id that exists and a time zone that the runtime does not know. `shopId` is an id that
   * the registers of the shop have already in their settings; without it one is issued.
   */
  addShop(shop: NewShop): Promise<{ ok: true; shopId: string } | Refusal>;
  /** Adds a register; issues its id `_cash_<code>_<8 hex>` unless it has one already. */
  addRegister(register: {
    shopCode: string;
    registerCode: string;
    name?: string;
    /** Absent = as the setting of the shop or the server says. */
    protocolVersion?: number;
    registerId?: string;
  }): Promise<{ ok: true; shopId: string; registerId: string } | Refusal>;
  /** Changes a register; the next call of it meets the new settings. */
  changeRegister(
    codes: { shopCode: string; registerCode: string },
    change: RegisterChange,
  ): Promise<{ ok: true } | Refusal>;
  /** Issues a token for a register without a certificate (P20); it is told now and never again. Those before stay good. */
  issueToken(
    codes: RegisterCodes,
    wanted: NewRegisterToken,
  ): Promise<{ ok: true; tokenId: number; token: string } | Refusal>;
  /** Revokes a token for ever; the register keeps what it has not handed over. */
  revokeToken(codes: RegisterCodes, which: { tokenId: number; author: string | null }): Promise<{ ok: true } | Refusal>;
  /** Adds a group of shops (glossary §8); a shop that another group has moves to this one. */
  addGroup(group: NewGroup): Promise<{ ok: true } | Refusal>;
  /** Gives a group another name or other shops. */
  changeGroup(groupCode: string, change: GroupChange): Promise<{ ok: true } | Refusal>;
  /** Removes a group, not its shops; refuses while a schedule is about it. */
  removeGroup(groupCode: string): Promise<{ ok: true } | Refusal>;
  /**
   * Sets the protocol for the server, a shop or a register (M16) and answers what it does. Without `confirmed` nothing is
   * changed. Refused: a place that is not there, and a register that is named and cannot follow.
   */
  setProtocol(
    change: ProtocolChange,
    confirmed: boolean,
  ): Promise<{ ok: true; done: boolean; preview: ProtocolPreview } | Refusal>;
};

const SELECT = `${COLUMNS} ${FROM}`;

/** `onChanged` is told after a shop or a register was added (packages that waited for it may go on). */
export function createRegisters(options: {
  database: Database<Tables>;
  clock: Clock;
  onChanged: (registerId: string | null) => void;
  /** Each register that shows no certificate must show a token. */
  tokensRequired?: boolean;
}): Registers {
  const { database, clock } = options;
  const memory = rememberRegisters(database, clock, options.tokensRequired === true);

  async function reloaded(registerId: string | null): Promise<void> {
    await memory.reload();
    options.onChanged(registerId);
  }

  async function changed<T extends { ok: boolean }>(work: Promise<T>): Promise<T> {
    const result = await work;
    if (result.ok) options.onChanged(null);
    return result;
  }

  /** A change of what one register shows; the next call of it meets it. */
  async function changedOf<T extends { ok: true }>(codes: RegisterCodes, work: OnRegister<T>): Promise<T | Refusal> {
    const result = await withRegister(database, codes, work);
    if (result.ok) await reloaded(null);
    return result;
  }

  return {
    async addShop(shop) {
      if (!isTimeZone(shop.timeZone)) return refuse('request.time_zone', { timeZone: shop.timeZone });
      const added = await database.transaction(async (tx) => {
        const shopId = await insertShop(tx, clock, shop);
        if (shopId !== null) await record(tx, clock, shopEntry(shopId, shop));
        return shopId;
      });
      if (added === null) return refuse('exists.shop', { shopCode: shop.shopCode });
      options.onChanged(null);
      return { ok: true, shopId: added };
    },

    async addRegister(register) {
      const result = await database.transaction(async (tx) => {
        const shop = await findShop(tx, register.shopCode);
        if (shop === undefined) return refuse('not_found.shop', { shopCode: register.shopCode });
        const registerId = await insertRegister(tx, clock, shop.shopId, register);
        if (registerId === null)
          return refuse('exists.register', { shopCode: register.shopCode, registerCode: register.registerCode });
        await record(tx, clock, await registerAddedEntry(tx, register.shopCode, { shopId: shop.shopId, registerId }));
        return { ok: true as const, shopId: shop.shopId, registerId };
      });
      if (result.ok) await reloaded(result.registerId);
      return result;
    },

    addGroup: (group) => changed(database.transaction((tx) => addGroup(tx, clock, group))),
    changeGroup: (code, change) => changed(database.transaction((tx) => changeGroup(tx, clock, code, change))),
    removeGroup: (code) => changed(database.transaction((tx) => removeGroup(tx, clock, code))),

    async changeRegister(codes, change) {
      const changed = await database.transaction((tx) => updateRegister(tx, clock, codes, change));
      if (changed.ok) await reloaded(changed.registerId);
      return changed.ok ? { ok: true } : changed;
    },

    issueToken: (codes, wanted) => changedOf(codes, (tx, register) => issueRegisterToken(tx, clock, register, wanted)),
    revokeToken: (codes, which) => changedOf(codes, (tx, register) => revokeRegisterToken(tx, clock, register, which)),

    async setProtocol(change, confirmed) {
      const result = await database.transaction((tx) => changeProtocol(tx, clock, change, confirmed));
      if (result.ok && result.done) await reloaded(null);
      return result;
    },

    ...memory,
  };
}

type OnRegister<T> = (tx: Transaction<Tables>, register: KnownRegister) => Promise<T | Refusal>;

/** Does something with the register of these codes in one transaction; refused when there is none. */
function withRegister<T extends { ok: true }>(
  database: Database<Tables>,
  codes: RegisterCodes,
  work: OnRegister<T>,
): Promise<T | Refusal> {
  return database.transaction(async (tx) => {
    const register = await findRegisterByCodes(tx, codes.shopCode, codes.registerCode);
    return register === undefined ? refuse('not_found.register', codes) : work(tx, register);
  });
}

function refuse(code: ErrorCode, params: MessageParams): Refusal {
  return { ok: false, code, params };
}

/** The code of a shop by its id; null = there is none, or the id is that of the whole server (''). */
export async function shopCodeOf(tx: Statements, shopId: string): Promise<string | null> {
  const row = await tx.get<{ code: string }>('SELECT shop_code AS code FROM shop WHERE shop_id = ?', [shopId]);
  return row?.code ?? null;
}

/** The register with this id, or undefined. */
export async function findRegister(tx: Statements, registerId: string): Promise<KnownRegister | undefined> {
  const row = await tx.get<SelectedRegister>(`${SELECT} WHERE r.register_id = ?`, [registerId]);
  return row === undefined ? undefined : knownOf(row);
}

/** The register with these codes, or undefined. */
export async function findRegisterByCodes(
  tx: Statements,
  shopCode: string,
  registerCode: string,
): Promise<KnownRegister | undefined> {
  const row = await tx.get<SelectedRegister>(`${SELECT} WHERE s.shop_code = ? AND r.register_code = ?`, [
    shopCode,
    registerCode,
  ]);
  return row === undefined ? undefined : knownOf(row);
}

/**
 * The register of a file brought by hand: shop and register are named by their codes and are added when they are new
 * (the person who brings the file vouches for them).
 */
export async function ensureRegisterForFile(
  tx: Transaction<Tables>,
  clock: Clock,
  named: { shopCode: string; registerCode: string; timeZone: string },
): Promise<KnownRegister> {
  const find = () => findRegisterByCodes(tx, named.shopCode, named.registerCode);
  let found = await find();
  if (found === undefined) {
    const shopId = (await findShop(tx, named.shopCode))?.shopId ?? (await insertShop(tx, clock, named));
    if (shopId === null) throw new Error(`the shop ${named.shopCode} can neither be found nor added`);
    await insertRegister(tx, clock, shopId, named);
    found = await find();
  }
  if (found === undefined) throw new Error(`the register ${named.registerCode} can neither be found nor added`);
  return found;
}

async function changeProtocol(
  tx: Transaction<Tables>,
  clock: Clock,
  change: ProtocolChange,
  confirmed: boolean,
): Promise<{ ok: true; done: boolean; preview: ProtocolPreview } | Refusal> {
  const { shopCode, registerCode, protocolVersion } = change;
  if (shopCode !== null && (await findShop(tx, shopCode)) === undefined) return refuse('not_found.shop', { shopCode });
  if (shopCode !== null && registerCode !== null) {
    const register = await findRegisterByCodes(tx, shopCode, registerCode);
    if (register === undefined) return refuse('not_found.register', { shopCode, registerCode });
    const tooOld = await refusalOfOld(tx, register, protocolVersion);
    if (tooOld !== null) return tooOld;
  }
  const preview = confirmed ? await applyProtocol(tx, clock, change) : await previewProtocol(tx, change);
  return { ok: true, done: confirmed, preview };
}

/** null = its software speaks the protocol, or nobody knows its version. */
async function refusalOfOld(
  tx: Statements,
  { shopId, registerId, registerCode }: KnownRegister,
  protocolVersion: ProtocolVersion,
  given?: string | null,
): Promise<Refusal | null> {
  const row = await tx.get<{ softwareVersion: string | null }>(
    'SELECT software_version AS "softwareVersion" FROM register WHERE shop_id = ? AND register_id = ?',
    [shopId, registerId],
  );
  const softwareVersion = given === undefined ? (row?.softwareVersion ?? null) : given;
  if (protocolAbility(softwareVersion, protocolVersion) !== 'too_old') return null;
  const firstVersion = firstSoftwareOf[protocolVersion];
  return refuse('setting.too_old', { registerCode, softwareVersion, protocolVersion, firstVersion });
}

/** Sets what the change names. */
async function updateRegister(
  tx: Transaction<Tables>,
  clock: Clock,
  codes: { shopCode: string; registerCode: string },
  change: RegisterChange,
): Promise<{ ok: true; registerId: string } | Refusal> {
  const register = await findRegisterByCodes(tx, codes.shopCode, codes.registerCode);
  if (register === undefined) return refuse('not_found.register', codes);
  const { protocolVersion, softwareVersion, inService, commandHost, commandPort, author = null } = change;
  const { certificateName, certificateRequired, tokenRequired } = change;
  const { shopId, registerId, registerCode, protocolVersion: from } = register;
  if (protocolVersion !== undefined) {
    const tooOld = await refusalOfOld(tx, register, protocolVersion, softwareVersion);
    if (tooOld !== null) return tooOld;
  }
  const before = await registerValues(tx, register);
  const set: [column: string, value: string | number | null][] = [];
  if (protocolVersion !== undefined) set.push(['protocol_version', protocolVersion]);
  if (softwareVersion !== undefined) set.push(['software_version', softwareVersion]);
  if (inService !== undefined) set.push(['in_service', inService ? 1 : 0]);
  if (commandHost !== undefined) set.push(['command_host', commandHost]);
  if (commandPort !== undefined) set.push(['command_port', commandPort]);
  if (certificateName !== undefined) set.push(['certificate_name', certificateName]);
  if (certificateRequired !== undefined) set.push(['certificate_required', certificateRequired ? 1 : 0]);
  if (tokenRequired !== undefined) set.push(['token_required', tokenRequired ? 1 : 0]);
  if (set.length > 0)
    await tx.run(
      `UPDATE register SET ${set.map(([column]) => `${column} = ?`).join(', ')} WHERE shop_id = ? AND register_id = ?`,
      [...set.map(([, value]) => value), shopId, registerId],
    );
  if (protocolVersion !== undefined && protocolVersion !== from) {
    const params = { registerCode, from, to: protocolVersion, author };
    const event = { code: 'register.protocol_changed', level: 'info', shopId, registerId, params } as const;
    await recordEvents(tx, clock, [event]);
  }
  // Where it listens and what it speaks is told to the register; that it is paused is not.
  if (protocolVersion !== undefined || commandHost !== undefined || commandPort !== undefined)
    await markToSync(tx, clock, register);
  await record(tx, clock, registerChangedEntry(codes, before, await registerValues(tx, register)));
  return { ok: true, registerId };
}

async function findShop(tx: Statements, shopCode: string): Promise<{ shopId: string } | undefined> {
  return tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [shopCode]);
}

async function insertShop(tx: Transaction<Tables>, clock: Clock, shop: NewShop): Promise<string | null> {
  const shopId = shop.shopId ?? `_shop_${shop.shopCode}_${randomBytes(4).toString('hex')}`;
  const added = await tx.run(
    'INSERT INTO shop (shop_id, shop_code, name, time_zone, created_utc) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [shopId, shop.shopCode, shop.name ?? null, shop.timeZone, utcText(clock.now())],
  );
  return added === 0 ? null : shopId;
}

async function insertRegister(
  tx: Transaction<Tables>,
  clock: Clock,
  shopId: string,
  register: { shopCode: string; registerCode: string; name?: string; protocolVersion?: number; registerId?: string },
): Promise<string | null> {
  const protocolVersion = register.protocolVersion ?? (await protocolOfNew(tx, shopId));
  const registerId = register.registerId ?? `_cash_${register.registerCode}_${randomBytes(4).toString('hex')}`;
  const added = await tx.run(
    `INSERT INTO register (shop_id, register_id, register_code, name, protocol_version, in_service, created_utc, last_contact_utc)
     VALUES (?, ?, ?, ?, ?, 1, ?, NULL) ON CONFLICT DO NOTHING`,
    [shopId, registerId, register.registerCode, register.name ?? null, protocolVersion, utcText(clock.now())],
  );
  if (added === 0) return null;
  const { shopCode, registerCode } = register;
  await recordEvents(tx, clock, [
    { code: 'register.added', level: 'info', shopId, registerId, params: { shopCode, registerCode, registerId } },
  ]);
  return registerId;
}
