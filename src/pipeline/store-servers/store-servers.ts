/**
 * Servers of stores that bring sales here (M17): who they are, for the registers of which shops they may speak, and what they
 * told of themselves last. The only writer of the tables `store_server` and `store_server_shop`. What the doors ask is answered
 * from memory, so that it works while the database is away.
 */
import { differing, record } from '../../audit/audit.ts';
import { isServerCode } from '../../domain/store-server.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Peer } from '../../platform/line-listener.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { admitServer, admitToSpeak, type Brought, type KnownServers, type ServerRefusal } from './admission.ts';
import { type ServerNote, writeNotes } from './notes.ts';
import { serverValues } from './server-values.ts';

export type { Brought, ServerFaultCode, ServerRefusal } from './admission.ts';
export type { ToldState } from './notes.ts';

/** Absent = as it is; `shopCodes` are all shops that it has from now on. */
export type ServerChange = {
  name?: string | null;
  shopCodes?: readonly string[];
  /** Name in its certificate; null = `server-<code>`. */
  certificateName?: string | null;
  /** It must not come without a certificate. */
  certificateRequired?: boolean;
};

type Done = { ok: true } | { ok: false; code: ErrorCode; params: MessageParams };

export type StoreServers = {
  /** Makes a server known, or changes it. Refused: a code of other letters, a shop that is not there. */
  set(serverCode: string, change: ServerChange): Promise<Done>;
  /** Its packages stay; it may bring none any more. */
  remove(serverCode: string): Promise<Done>;
  /** Whether a server may come from this end of the line; null = it may. */
  fault(serverCode: string, peer: Peer): ServerRefusal | null;
  /** Whether it may bring this package, or speak for this register; null = it may. */
  speakFault(serverCode: string, peer: Peer, brought: Brought): ServerRefusal | null;
  /** Codes of the servers that may speak for a register of this shop. */
  ofShop(shopId: string): string[];
  /** Notes that it was heard and what it told; kept in memory until `flush`. */
  note(serverCode: string, peer: Peer, told?: ServerNote['told']): void;
  /** Writes what waits; true when there was something. */
  flush(): Promise<boolean>;
  /** Reads all of them again. */
  reload(): Promise<void>;
};

/** Nothing is known before the first `reload`. `onChanged` is told after a server was set or removed. */
export function createStoreServers(options: {
  database: Database<Tables>;
  clock: Clock;
  onChanged: () => void;
}): StoreServers {
  const { database, clock } = options;
  let known: KnownServers | null = null;
  const notes = new Map<string, ServerNote>();

  async function reload(): Promise<void> {
    known = await readServers(database);
  }

  async function changed(work: Promise<Done>): Promise<Done> {
    const result = await work;
    if (result.ok) {
      await reload();
      options.onChanged();
    }
    return result;
  }

  return {
    set: (serverCode, change) => changed(database.transaction((tx) => setServer(tx, clock, serverCode, change))),
    remove: (serverCode) => changed(database.transaction((tx) => removeServer(tx, clock, serverCode))),
    fault: (serverCode, peer) => admitServer(known, serverCode, peer),
    speakFault: (serverCode, peer, brought) => admitToSpeak(known, serverCode, peer, brought),
    ofShop: (shopId) =>
      [...(known ?? [])].filter(([, { shops }]) => shops.has(shopId)).map(([serverCode]) => serverCode),
    note(serverCode, { certificate }, told) {
      const before = notes.get(serverCode);
      notes.set(serverCode, {
        at: utcText(clock.now()),
        told: told ?? before?.told ?? null,
        certificate: certificate ?? before?.certificate ?? null,
      });
    },
    async flush() {
      if (notes.size === 0) return false;
      const waiting = [...notes];
      await writeNotes(database, waiting);
      for (const [serverCode, written] of waiting) if (notes.get(serverCode) === written) notes.delete(serverCode);
      return true;
    },
    reload,
  };
}

async function readServers(database: Database<Tables>): Promise<KnownServers> {
  const servers = await database.all<{ serverCode: string; certificateName: string | null; required: number }>(
    `SELECT server_code AS "serverCode", certificate_name AS "certificateName", certificate_required AS required
     FROM store_server`,
  );
  const shops = await database.all<{ serverCode: string; shopId: string; shopCode: string }>(
    `SELECT o.server_code AS "serverCode", s.shop_id AS "shopId", s.shop_code AS "shopCode"
     FROM store_server_shop o JOIN shop s ON s.shop_id = o.shop_id`,
  );
  return new Map(
    servers.map(({ serverCode, certificateName, required }) => {
      const own = shops.filter((one) => one.serverCode === serverCode);
      const ids = new Map(own.map(({ shopId, shopCode }) => [shopId, shopCode]));
      return [serverCode, { certificateName, certificateRequired: required !== 0, shops: ids }];
    }),
  );
}

async function setServer(
  tx: Transaction<Tables>,
  clock: Clock,
  serverCode: string,
  change: ServerChange,
): Promise<Done> {
  if (!isServerCode(serverCode)) return { ok: false, code: 'server.bad_code', params: { serverCode } };
  const shops: string[] = [];
  for (const shopCode of new Set(change.shopCodes)) {
    const shop = await tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [
      shopCode,
    ]);
    if (shop === undefined) return { ok: false, code: 'not_found.shop', params: { shopCode } };
    shops.push(shop.shopId);
  }
  const { name, certificateName, certificateRequired } = change;
  const before = await serverValues(tx, serverCode);
  const added = await tx.run(
    `INSERT INTO store_server (shop_id, server_code, name, certificate_name, certificate_required, created_utc)
     VALUES ('', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [serverCode, name ?? null, certificateName ?? null, certificateRequired === true ? 1 : 0, utcText(clock.now())],
  );
  const set: [column: string, value: string | number | null][] = [];
  if (name !== undefined) set.push(['name', name]);
  if (certificateName !== undefined) set.push(['certificate_name', certificateName]);
  if (certificateRequired !== undefined) set.push(['certificate_required', certificateRequired ? 1 : 0]);
  if (added === 0 && set.length > 0)
    await tx.run(
      `UPDATE store_server SET ${set.map(([column]) => `${column} = ?`).join(', ')} WHERE shop_id = '' AND server_code = ?`,
      [...set.map(([, value]) => value), serverCode],
    );
  if (change.shopCodes !== undefined) {
    await tx.run('DELETE FROM store_server_shop WHERE server_code = ?', [serverCode]);
    for (const shopId of shops)
      await tx.run('INSERT INTO store_server_shop (shop_id, server_code) VALUES (?, ?)', [shopId, serverCode]);
  }
  const now = await serverValues(tx, serverCode);
  const entry = { object: 'store-server', key: serverCode } as const;
  if (before === null) await record(tx, clock, { verb: 'add', ...entry, ...(now === null ? {} : { new: now }) });
  else await record(tx, clock, { verb: 'change', ...entry, ...differing(before, now ?? {}) });
  const params = { serverCode, shops: change.shopCodes?.join(', ') ?? null };
  await recordEvents(tx, clock, [{ code: added === 0 ? 'server.changed' : 'server.added', level: 'info', params }]);
  return { ok: true };
}

async function removeServer(tx: Transaction<Tables>, clock: Clock, serverCode: string): Promise<Done> {
  const old = await serverValues(tx, serverCode);
  const removed = await tx.run("DELETE FROM store_server WHERE shop_id = '' AND server_code = ?", [serverCode]);
  if (removed === 0) return { ok: false, code: 'not_found.server', params: { serverCode } };
  await tx.run('DELETE FROM store_server_shop WHERE server_code = ?', [serverCode]);
  await record(tx, clock, {
    verb: 'remove',
    object: 'store-server',
    key: serverCode,
    ...(old === null ? {} : { old }),
  });
  await recordEvents(tx, clock, [{ code: 'server.removed', level: 'info', params: { serverCode } }]);
  return { ok: true };
}
