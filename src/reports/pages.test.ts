import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventList, packageList, routes } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { held } from '../../tests/support/held.ts';
import { addRegister, insertExport, insertShifts } from '../../tests/support/shift-rows.ts';
import { openWebApi, sampleFile, type WebApiUnderTest } from '../../tests/support/web-api.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { readMatching } from './page.ts';

const register = `${routes.registers.replace(':shopCode', '5')}/12`;

/** Lists, where their rows stand in the answer, and the query key of their cursor. */
const lists = [
  [routes.shops, 'shops', 'after'],
  [`${routes.shops}/5/registers`, 'registers', 'after'],
  [`${register}/shifts?from=2026-03-01&to=2026-03-31`, 'shifts', 'before'],
  [`${register}/shifts/347@2026-03-14/documents`, 'documents', 'after'],
  [routes.paymentTypes, 'paymentTypes', 'after'],
  [routes.documentTypes, 'documentTypes', 'after'],
  [routes.exports, 'exports', 'after'],
  [`${routes.exports}?shop=5`, 'exports', 'after'],
  [routes.setAside, 'setAside', 'before'],
  [routes.log, 'events', 'before'],
  [`${routes.log}?level=warning`, 'events', 'before'],
  [`${routes.log}?q=касс`, 'events', 'before'],
  [routes.packages, 'packages', 'before'],
  [`${routes.packages}?q=PACKAGE`, 'packages', 'before'],
] as const;

type Answer = { next: string | number | null } & Record<string, unknown[]>;

async function read(web: WebApiUnderTest, path: string, more: Record<string, string | number> = {}): Promise<Answer> {
  const url = new URL(path, 'http://server');
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, String(value));
  const { status, body } = await web.json<Answer>(`${url.pathname}${url.search}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

for (const engine of databasesUnderTest) {
  describe(`pages on ${engine.name}`, () => {
    it('know how long the whole list is, of each level of the log, and say so unless a text is looked for', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const register = await addRegister(web.stations.registers, { shopCode: '7', registerCode: '1' });
      await opened.database.transaction((tx) =>
        recordEvents(
          tx,
          { now: () => Date.UTC(2026, 2, 14) },
          (['error', 'warning', 'warning', 'info'] as const).map((level) => ({
            code: 'package.repeated' as const,
            level,
            ...register,
            params: { packageId: 'a' },
          })),
        ),
      );
      const counts = async (query: string) =>
        eventList.parse((await web.json(`${routes.log}?shop=7&limit=1${query}`)).body).counts;
      assert.deepEqual(await counts(''), { info: 5, warning: 3, error: 1 }, 'the register was added as well');
      assert.deepEqual(await counts('&level=error'), { info: 5, warning: 3, error: 1 });
      assert.deepEqual(await counts('&code=register'), { info: 1, warning: 0, error: 0 });
      assert.deepEqual(await counts('&q=a'), { info: null, warning: null, error: null });
      for (let n = 0; n < 3; n += 1) await web.stations.receive(register, `package-${n}`, Buffer.from(`nothing ${n}`));
      const total = async (query: string) =>
        packageList.parse((await web.json(`${routes.packages}?limit=1${query}`)).body).total;
      assert.equal(await total(''), 3, 'those that still wait on disk');
      await web.stations.drain();
      assert.deepEqual([await total(''), await total('&state=broken'), await total('&state=processed')], [3, 3, 0]);
      assert.equal(await total('&q=package'), null);
    });

    it('put together are the whole list, whatever their length', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const broken = sampleFile.toString('utf8').replaceAll('"docSum":', '"docSum":"x","was":');
      for (const [shop, body] of [
        ['5', sampleFile],
        ['10', sampleFile],
        ['5', Buffer.from(broken)],
      ] as const)
        await web.stations.bring(shop, body);
      await web.stations.registers.addRegister({ shopCode: '5', registerCode: '2', protocolVersion: 4 });
      const other = await addRegister(web.stations.registers, { shopCode: '7', registerCode: '1' });
      for (let n = 0; n < 3; n += 1) await web.stations.receive(other, `package-${n}`, Buffer.from(`nothing ${n}`));
      await web.stations.drain();
      const { shop_id: shopId = '', register_id: registerId = '' } =
        (await opened.database.get<{ shop_id: string; register_id: string }>(
          `SELECT r.shop_id, r.register_id FROM register r JOIN shop s ON s.shop_id = r.shop_id WHERE s.shop_code = '5'`,
        )) ?? {};
      await insertShifts(opened.database, { shopId, registerId }, [
        { shift_id: 901, shift_number: 1, business_date: '2026-03-10' },
        { shift_id: 902, shift_number: 1, business_date: '2026-03-10' },
        { shift_id: 903, shift_number: 2, business_date: '2026-03-10', opened_at: '2026-03-10T08:00:00' },
      ]);
      for (const shift_id of [901, 902, 903])
        await insertExport(opened.database, {
          ...{ shop_id: shopId, shift_id, revision: 1, exported_utc: '2026-03-14T19:00:00.000Z' },
        });
      for (const [path, rows, cursor] of lists) {
        const whole = await read(web, path);
        assert.ok((whole[rows]?.length ?? 0) > 1 && whole.next === null, `${path} ${whole[rows]?.length}`);
        const walked: unknown[] = [];
        for (let next: Answer['next'] = ''; next !== null; ) {
          const page: Answer = await read(web, path, { limit: 1, ...(next === '' ? {} : { [cursor]: next }) });
          assert.ok((page[rows]?.length ?? 0) <= 1);
          walked.push(...(page[rows] ?? []));
          next = page.next;
        }
        assert.deepEqual(walked, whole[rows], path);
      }
    });

    it('of the log tell only what is newer, and find a text in either language', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const { registerId } = await addRegister(web.stations.registers, { shopCode: '5', registerCode: '12' });
      const clock = { now: () => 0 };
      const add = (code: 'server.started' | 'database.available', n: number) =>
        opened.database.transaction((tx) =>
          recordEvents(
            tx,
            clock,
            Array.from({ length: n }, () => ({ code, level: 'info' as const, params: { version: '7' } })),
          ),
        );
      const find = async (query: object) => held(eventList, await web.reports.log({ limit: 10, ...query }));
      await add('server.started', 2);
      const [newest] = (await find({})).events;
      await add('database.available', 3);
      const news = await find({ after: newest?.eventId });
      assert.deepEqual(
        news.events.map(({ code }) => code),
        Array(3).fill('database.available'),
      );
      assert.deepEqual([(await find({ after: news.events[0]?.eventId })).events, news.next], [[], null]);
      const more = await find({ after: newest?.eventId, limit: 2 });
      const rest = await find({ after: newest?.eventId, limit: 2, before: more.next });
      assert.deepEqual([more.events.length, rest.events.length, rest.next], [2, 1, null]);
      for (const q of ['ВЕРСИЯ 7', 'version 7', 'server.STARTED'])
        assert.equal((await find({ q })).events.length, 2, q);
      assert.equal((await find({ q: registerId })).events[0]?.code, 'register.added');
      assert.equal((await find({ q: registerId, shop: '5', register: '12', level: 'info' })).events.length, 1);
      assert.equal((await find({ q: 'version', shop: '5' })).events.length, 0);
    });

    it('of packages tell only what came or changed since', async () => {
      await using opened = await engine.open();
      let nowMs = Date.parse('2026-03-14T20:00:00Z');
      await using web = await openWebApi(opened.database, { clock: { now: () => nowMs } });
      const register = await addRegister(web.stations.registers, { shopCode: '5', registerCode: '12' });
      const find = async (query: object) =>
        held(packageList, await web.reports.packages({ state: 'all', limit: 10, ...query }));
      const names = async (query: object) => (await find(query)).packages.map(({ packageId }) => packageId).toSorted();
      for (const id of ['old-1', 'old-2']) await web.stations.receive(register, id, Buffer.from(id));
      await web.stations.receive({ shopId: 'nobody', registerId: 'unknown' }, 'held', sampleFile);
      await web.stations.drain();
      nowMs += 300_000;
      const { newest } = await find({});
      nowMs += 300_000;
      await web.stations.receive(register, 'new', sampleFile);
      assert.deepEqual(await names({ after: newest }), ['new'], 'what waits is always told');
      // The held package is tried again and so changes, though it came long ago.
      await web.stations.drain();
      assert.deepEqual(await names({ after: newest }), ['held', 'new']);
      assert.deepEqual(await names({ q: 'OLD-' }), ['old-1', 'old-2']);
      assert.deepEqual(await names({ q: 'заведите кассу' }), ['held']);
      assert.deepEqual(await names({ q: 'old', state: 'processed' }), []);
    });
  });
}

it('a rare word does not make one answer read the whole history', async () => {
  let readings = 0;
  const page = await readMatching<number, number>({
    limit: 10,
    before: undefined,
    matches: (row) => row === 5,
    read: async (before = 100_000, limit) => {
      readings += 1;
      return Array.from({ length: Math.min(limit, before) }, (_, n) => before - 1 - n);
    },
    cursorOf: (row) => row,
  });
  assert.deepEqual([page, readings], [{ rows: [], next: 80_000 }, 20]);
});
