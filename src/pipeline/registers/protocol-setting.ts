/**
 * «Версия протокола обмена с кассой» (M16): for the whole server, a shop or one register. A register whose software cannot
 * speak the protocol stays where it is (M14); one whose version nobody knows follows only when the person says so. The
 * registers that change are told with their sync settings (M15). The only writer of the table `setting`.
 */
import { record } from '../../audit/audit.ts';
import { type ProtocolVersion, protocolAbility } from '../../domain/software-version.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { markToSync } from './sync-registers.ts';

export const PROTOCOL_SETTING = 'registers.protocolVersion';

/** Registers are added with this protocol until somebody says otherwise. */
export const DEFAULT_PROTOCOL: ProtocolVersion = 4;

/** Where the protocol is set: null = everywhere, or in the whole shop. A register is named together with its shop. */
export type ProtocolScope = { shopCode: string | null; registerCode: string | null };

export type ProtocolChange = ProtocolScope & {
  protocolVersion: ProtocolVersion;
  /** Registers whose software version is not known follow as well. */
  includeUnknown: boolean;
  author: string | null;
};

/** A register that does not follow. */
export type LeftBehind = { shopCode: string; registerCode: string; softwareVersion: string | null };

/** What a change does; `registers` of each group are the first of them, `count` counts all. */
export type ProtocolPreview = {
  from: ProtocolVersion;
  to: ProtocolVersion;
  /** Registers that get the protocol now. */
  changing: number;
  /** Registers that have it already. */
  already: number;
  tooOld: { count: number; registers: LeftBehind[] };
  unknownVersion: { count: number; registers: LeftBehind[] };
};

/** Registers of a group that are named one by one. */
const MOST_NAMED = 500;

type Candidate = LeftBehind & { shopId: string; registerId: string; protocolVersion: number };

/** What the change would do now. The scope must exist. */
export async function previewProtocol(tx: Statements, change: ProtocolChange): Promise<ProtocolPreview> {
  return (await judge(tx, change)).preview;
}

/** Does it, in the caller's transaction; answers what was done. */
export async function applyProtocol(
  tx: Transaction<Tables>,
  clock: Clock,
  change: ProtocolChange,
): Promise<ProtocolPreview> {
  const { preview, changing } = await judge(tx, change);
  const { protocolVersion: to, author } = change;
  if (change.registerCode === null) await keepSetting(tx, clock, change);
  const events: NewEvent[] = [];
  for (const register of changing) {
    const { shopId, registerId, registerCode, protocolVersion: from } = register;
    await tx.run('UPDATE register SET protocol_version = ? WHERE shop_id = ? AND register_id = ?', [
      to,
      shopId,
      registerId,
    ]);
    await markToSync(tx, clock, register);
    const params = { registerCode, from, to, author };
    events.push({ code: 'register.protocol_changed', level: 'info', shopId, registerId, params });
  }
  if (change.registerCode === null) events.unshift(await settingEvent(tx, change, preview));
  await recordEvents(tx, clock, events);
  const { shopCode, registerCode } = change;
  const { from, tooOld, unknownVersion } = preview;
  await record(tx, clock, {
    ...{ verb: 'change', object: 'setting', key: PROTOCOL_SETTING, shopCode },
    old: { value: String(from) },
    new: {
      ...{ value: String(to), registerCode, registers: changing.length },
      ...{ tooOld: tooOld.count, unknownVersion: unknownVersion.count, includeUnknown: change.includeUnknown },
    },
  });
  return preview;
}

/** The protocol of a register that is added to a shop. */
export async function protocolOfNew(tx: Statements, shopId: string): Promise<ProtocolVersion> {
  const row = await tx.get<{ value: string }>(
    "SELECT value FROM setting WHERE setting_key = ? AND shop_id IN (?, '') ORDER BY shop_id DESC LIMIT 1",
    [PROTOCOL_SETTING, shopId],
  );
  return asProtocol(row?.value) ?? DEFAULT_PROTOCOL;
}

function asProtocol(value: string | number | undefined): ProtocolVersion | undefined {
  if (String(value) === '3') return 3;
  return String(value) === '4' ? 4 : undefined;
}

async function judge(
  tx: Statements,
  change: ProtocolChange,
): Promise<{ preview: ProtocolPreview; changing: Candidate[] }> {
  const { protocolVersion: to, includeUnknown } = change;
  const all = await candidates(tx, change);
  const others = all.filter((register) => register.protocolVersion !== to);
  const groups = Map.groupBy(others, (register) => abilityOf(register, to));
  const unknown = groups.get('unknown') ?? [];
  const changing = [...(groups.get('able') ?? []), ...(includeUnknown ? unknown : [])];
  const preview = {
    from: await currentOf(tx, change, all),
    to,
    changing: changing.length,
    already: all.length - others.length,
    tooOld: named(groups.get('too_old') ?? []),
    unknownVersion: named(unknown),
  };
  return { preview, changing };
}

/** Software that speaks protocol 4 speaks protocol 3 as well, so nobody has to know its version for the way back. */
function abilityOf({ softwareVersion, protocolVersion }: Candidate, to: ProtocolVersion) {
  const ability = protocolAbility(softwareVersion, to);
  return ability === 'unknown' && protocolVersion > to ? 'able' : ability;
}

function named(registers: readonly Candidate[]): ProtocolPreview['tooOld'] {
  const first = registers.slice(0, MOST_NAMED).map(({ shopCode, registerCode, softwareVersion }) => {
    return { shopCode, registerCode, softwareVersion };
  });
  return { count: registers.length, registers: first };
}

async function candidates(tx: Statements, { shopCode, registerCode }: ProtocolScope): Promise<Candidate[]> {
  const wanted = [shopCode === null ? null : 's.shop_code = ?', registerCode === null ? null : 'r.register_code = ?'];
  const where = wanted.filter((part) => part !== null).join(' AND ');
  return tx.all<Candidate>(
    `SELECT r.shop_id AS "shopId", r.register_id AS "registerId", s.shop_code AS "shopCode",
       r.register_code AS "registerCode", r.software_version AS "softwareVersion", r.protocol_version AS "protocolVersion"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id${where === '' ? '' : ` WHERE ${where}`}
     ORDER BY length(s.shop_code), s.shop_code, length(r.register_code), r.register_code`,
    [shopCode, registerCode].filter((code) => code !== null),
  );
}

/** What holds in the scope before the change: of a register its own protocol, else the setting. */
async function currentOf(
  tx: Statements,
  { shopCode, registerCode }: ProtocolScope,
  all: readonly Candidate[],
): Promise<ProtocolVersion> {
  if (registerCode !== null) return asProtocol(all[0]?.protocolVersion) ?? DEFAULT_PROTOCOL;
  return protocolOfNew(tx, shopCode === null ? '' : await shopIdOf(tx, shopCode));
}

async function shopIdOf(tx: Statements, shopCode: string): Promise<string> {
  const row = await tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [shopCode]);
  return row?.shopId ?? '';
}

/** A value for the whole server takes the place of those of shops: what was set last holds. */
async function keepSetting(tx: Transaction<Tables>, clock: Clock, change: ProtocolChange): Promise<void> {
  const { shopCode, protocolVersion, author } = change;
  const shopId = shopCode === null ? '' : await shopIdOf(tx, shopCode);
  if (shopCode === null)
    await tx.run("DELETE FROM setting WHERE setting_key = ? AND shop_id <> ''", [PROTOCOL_SETTING]);
  await tx.run(
    `INSERT INTO setting (shop_id, setting_key, value, changed_utc, changed_by) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (shop_id, setting_key) DO UPDATE
     SET value = excluded.value, changed_utc = excluded.changed_utc, changed_by = excluded.changed_by`,
    [shopId, PROTOCOL_SETTING, String(protocolVersion), utcText(clock.now()), author],
  );
}

async function settingEvent(
  tx: Statements,
  { shopCode, author }: ProtocolChange,
  { from, to, changing, tooOld, unknownVersion }: ProtocolPreview,
): Promise<NewEvent> {
  const shopId = shopCode === null ? {} : { shopId: await shopIdOf(tx, shopCode) };
  const place: MessageParams = shopCode === null ? { place: '@setting.everywhere' } : { place: '@setting.in_shop' };
  const params = { ...place, shopCode, from, to, author, n: changing, tooOld: tooOld.count };
  return {
    code: 'setting.protocol_changed',
    level: 'info',
    ...shopId,
    params: { ...params, unknown: unknownVersion.count },
  };
}
