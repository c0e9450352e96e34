/** S15: every changing route leaves an entry in the name of whoever calls it, with old → new, and none when it is only tried. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditEntry, AuditList, AuditVerdict } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { addKey, CHANGES_NOTHING, changingRoutes, onServer, type Send, type Stage, sender } from './audit-stage.ts';
import { author, stepsOf } from './audit-steps.ts';

const newest = async (send: Send) =>
  (await send<AuditList>('GET', '/audit?limit=1')).body.entries[0]?.number ?? assert.fail('the trail is empty');

async function entriesSince(send: Send, number: number): Promise<AuditEntry[]> {
  const { body } = await send<AuditList>('GET', '/audit?limit=100');
  // The server works beside the test: what its timetable does is its own.
  return body.entries.filter((entry) => entry.number > number && entry.actor.kind !== 'server').reverse();
}
for (const engine of databasesUnderTest) {
  test(`S15 ${engine.name}: each changing route leaves an entry of whoever calls it, and none when it is only tried`, () =>
    onServer(engine, async (stage) => {
      const { send } = stage;
      const changing = await changingRoutes(send);
      const steps = stepsOf(stage);
      const known = [...steps.map(({ operation }) => operation), ...CHANGES_NOTHING].sort();
      assert.deepEqual(known, [...changing.keys()].sort(), 'routes of the description and of this test');
      let load = '';
      for (const { operation, call, entry, old, now } of steps) {
        const [method, written, body] = call;
        const path = written.replace('LOAD', load);
        const before = await newest(send);
        if (changing.get(operation)?.canBeTried === true) {
          const tried = await send(
            'POST' === method ? 'POST' : method,
            `${path}${path.includes('?') ? '&' : '?'}dryRun=true`,
            body,
          );
          assert.ok(tried.status < 300, `${operation} tried: ${tried.status} ${JSON.stringify(tried.body)}`);
          assert.deepEqual(await entriesSince(send, before), [], `${operation} was only tried`);
        }
        const done = await send(method, path, body);
        assert.ok(done.status < 300, `${operation}: ${done.status} ${JSON.stringify(done.body)}`);
        const entries = await entriesSince(send, before);
        for (const { actor, channel } of entries)
          assert.deepEqual([actor.kind, actor.name, channel], ['key', 'склад', 'api'], operation);
        const [verb, object, key] = entry;
        const found = entries.find((one) => one.verb === verb && one.object.kind === object);
        assert.ok(found !== undefined, `${operation} left ${JSON.stringify(entries)}`);
        if (key instanceof RegExp) assert.match(found.object.key, key, operation);
        else assert.equal(found.object.key, key, operation);
        if (object === 'transfer') load = found.object.key;
        assert.equal(found.result, operation === 'declineTransfer' ? 'refused' : 'done', operation);
        if (old !== undefined) assert.deepEqual(found.old, old, operation);
        if (now !== undefined) assert.deepEqual(now === null ? found.new : partOf(found.new, now), now, operation);
      }
      const verdict = (await send<AuditVerdict>('GET', '/audit/verification')).body;
      assert.equal(verdict.problem, null);
      assert.ok(verdict.entries > steps.length);
      await checkAuthors(stage);
    }));

  test(`S15 ${engine.name}: refusals and downloads of money are entries; whoever may not see all sees their own`, () =>
    onServer(engine, async ({ send, database }, { url }) => {
      const before = await newest(send);
      const report = '/reports/departments/file?shop=5&from=2026-03-01&to=2026-03-31&format=csv';
      assert.equal((await send('GET', report)).status, 200);
      const [download] = await entriesSince(send, before);
      assert.deepEqual(
        [download?.verb, download?.object, download?.shopCode],
        ['download', { kind: 'report', key: 'departments' }, '5'],
      );
      const observer = sender(() => url, await addKey(database, 'табло', ['see']));
      const own = (await observer<AuditList>('GET', '/audit')).body;
      assert.deepEqual([own.own, own.entries, own.total], [true, [], 0]);
      const all = (await send<AuditList>('GET', '/audit?limit=2')).body;
      assert.equal(all.own, false);
      assert.equal(all.entries.length, 2);
      const next = (await send<AuditList>('GET', `/audit?limit=2&before=${all.next}`)).body;
      assert.equal(next.entries[0]?.number, (all.entries[1]?.number ?? 0) - 1);
      const filtered = (await send<AuditList>('GET', '/audit?verb=add&object=shop&shop=5&who=СКЛАД')).body;
      assert.deepEqual(
        filtered.entries.map(({ object }) => object.key),
        ['5'],
      );
    }));
}

function partOf(values: AuditEntry['new'], wanted: object): object {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, values?.[key]]));
}

/** Whatever the bodies said, the rows that keep an author keep the name of the key. */
async function checkAuthors({ database }: Stage): Promise<void> {
  for (const [table, column] of [
    ['shift_case', 'accepted_by'],
    ['shift_case', 'assigned_by'],
    ['package_decision', 'decided_by'],
    ['setting', 'changed_by'],
    ['archive_run', 'started_by'],
  ]) {
    const rows = await database.all<{ who: string }>(
      `SELECT ${column} AS who FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    assert.ok(
      rows.every(({ who }) => who === 'склад'),
      `${table}: ${JSON.stringify(rows)}`,
    );
  }
  const events = await database.all<{ params: string }>(`SELECT params FROM event WHERE params LIKE '%${author}%'`);
  assert.deepEqual(events, []);
}
