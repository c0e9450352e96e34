/** People and keys of the tests of access: as the server keeps them, with a session that is open already. */
import { hash } from 'node:crypto';
import type { Right, Role, ShopScope } from '../../src/domain/access.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import type { WebApiUnderTest } from '../support/web-api.ts';

/** Sends requests as one of them. */
export type Caller = {
  send(method: string, path: string, body?: object | Buffer): Promise<Response>;
  /** The answer of a reading route; throws what it says instead. */
  get<T>(path: string): Promise<T>;
};

const AT = '2026-03-14T19:59:00.000Z';
const END = '2026-03-15T06:00:00.000Z';

/** A person of a role who has logged in; `shops` by their codes must be there already. */
export async function logIn(
  database: Database<Tables>,
  web: Pick<WebApiUnderTest, 'fetch' | 'api'>,
  person: { login: string; role: Role; shops: ShopScope; extraRights?: readonly Right[] },
): Promise<Caller> {
  const { login, role, shops, extraRights = [] } = person;
  const token = sessionOf(login);
  await database.transaction(async (tx) => {
    await tx.insertMany(
      'person',
      ['shop_id', 'login', 'role', 'extra_rights', 'all_shops', 'created_utc'],
      [['', login, role, JSON.stringify(extraRights), shops === 'all' ? 1 : 0, AT]],
    );
    if (shops !== 'all')
      for (const code of shops)
        await tx.run('INSERT INTO person_shop (shop_id, login) SELECT shop_id, ? FROM shop WHERE shop_code = ?', [
          login,
          code,
        ]);
    await tx.insertMany(
      'session',
      ['shop_id', 'token_hash', 'login', 'stage', 'entered_by', 'started_utc', 'seen_utc', 'ends_utc'],
      [['', hash('sha256', token), login, 'open', 'password', AT, AT, END]],
    );
  });
  return callerWith(web, { cookie: `smena_session_${web.api.port}=${token}`, 'x-smena-page': '1' });
}

/** The cookie of the session of a person. */
export const sessionOf = (login: string) => `session-of-${login}`;

/** A program with a key. */
export async function withKey(
  database: Database<Tables>,
  web: Pick<WebApiUnderTest, 'fetch' | 'api'>,
  key: { name: string; rights: readonly Right[]; shops: 'all' | readonly [] },
): Promise<Caller> {
  const token = `key-of-${key.name}`;
  const number = await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM access_key');
  await database.transaction((tx) =>
    tx.insertMany(
      'access_key',
      ['shop_id', 'key_id', 'name', 'token_hash', 'rights', 'all_shops', 'created_utc'],
      [
        [
          '',
          (number?.n ?? 0) + 1,
          key.name,
          hash('sha256', token),
          JSON.stringify(key.rights),
          key.shops === 'all' ? 1 : 0,
          AT,
        ],
      ],
    ),
  );
  return callerWith(web, { authorization: `Bearer ${token}` });
}

function callerWith(web: Pick<WebApiUnderTest, 'fetch' | 'api'>, own: Record<string, string>): Caller {
  const send: Caller['send'] = (method, path, body) => {
    const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
    const named = Buffer.isBuffer(body) ? { 'x-file-name': 'sales.json' } : {};
    const headers = { ...own, ...named, ...(body === undefined ? {} : { 'content-type': type }) };
    const content =
      body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) };
    return web.fetch(path, { method, headers, ...content });
  };
  return {
    send,
    async get<T>(path: string) {
      const response = await send('GET', path);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as T;
    },
  };
}
