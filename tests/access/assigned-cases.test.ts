/** S9 «назначить»: differences are given to people who may work on them where they lie, and to nobody else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AssigneeList,
  type AuditList,
  assigneeList,
  type CaseList,
  type CasesChanged,
  casesChanged,
  type EventList,
  type Problem,
  type ShiftHistory,
} from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Caller, logIn, withKey } from './people.ts';
import { FOREIGN, openTwoShops, type TwoShops } from './two-shops.ts';

const CASES = '/api/v1/cases';

async function assign(caller: Caller, cases: string[], to: string | null): Promise<CasesChanged> {
  const response = await caller.send('POST', `${CASES}/assigned`, { cases, to, author: 'Кто-то другой' });
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return casesChanged.parse(body);
}

async function refusal(caller: Caller, cases: string[], to: string): Promise<[number, string]> {
  const response = await caller.send('POST', `${CASES}/assigned`, { cases, to });
  const { code, message } = (await response.json()) as Problem;
  for (const text of [message.ru, message.en]) assert.doesNotMatch(text, /[{}@]|undefined/, text);
  return [response.status, code];
}

const fullNames = { petrova: 'Анна Петрова', manager: null, far: null, watcher: null };

/** An accountant of the network, the manager of shop 5, one of the foreign shop, one who only looks on. */
async function openPeople({ database, web }: TwoShops) {
  const person = (login: keyof typeof fullNames, role: 'accountant' | 'manager' | 'observer', ...shops: string[]) =>
    logIn(database, web, { login, role, shops: shops.length === 0 ? 'all' : shops });
  const people = {
    petrova: await person('petrova', 'accountant'),
    manager: await person('manager', 'manager', '5'),
    far: await person('far', 'manager', FOREIGN),
    watcher: await person('watcher', 'observer', '5'),
  };
  await database.run("UPDATE person SET full_name = ? WHERE login = 'petrova'", [fullNames.petrova]);
  return people;
}

const shown = async (caller: Caller, query: string) => {
  const { cases, counts, assigned } = await caller.get<CaseList>(`${CASES}?${query}`);
  return { ids: cases.map(({ caseId }) => caseId), open: counts.open, assigned };
};

for (const engine of databasesUnderTest) {
  test(`S9 ${engine.name}: a difference is assigned, found by «mine», taken off; who did it stands in its life and in the audit trail`, async () => {
    await using stage = await openTwoShops(engine);
    const { administrator, own, foreign } = stage;
    const { petrova, manager } = await openPeople(stage);
    const { changed, others } = await assign(administrator, [own.caseId, foreign.caseId], 'PETROVA ');
    assert.deepEqual(others, []);
    for (const { state, assignment } of changed) {
      assert.equal(state, 'appeared', 'the state is not changed');
      const { at, ...who } = assignment ?? assert.fail('it is not assigned');
      assert.ok(at !== '');
      assert.deepEqual(who, { to: 'petrova', fullName: 'Анна Петрова', able: true, by: 'root' });
    }
    assert.deepEqual((await shown(petrova, 'assigned=mine')).ids.sort(), [own.caseId, foreign.caseId].sort());
    assert.deepEqual(await shown(administrator, 'assigned=mine'), {
      ids: [],
      open: 0,
      assigned: { nobody: 0, people: [{ to: 'petrova', fullName: 'Анна Петрова', count: 2 }] },
    });
    // Of two filters both hold.
    assert.deepEqual((await shown(petrova, 'assigned=mine&assignee=manager')).ids, []);
    // The manager sees what is in their shop, with the name and the rights of whoever has it.
    assert.deepEqual(await shown(manager, 'assigned=somebody'), {
      ids: [own.caseId],
      open: 1,
      assigned: { nobody: 0, people: [{ to: 'petrova', fullName: 'Анна Петрова', count: 1 }] },
    });
    const seen = (await manager.get<CaseList>(CASES)).cases[0]?.assignment;
    assert.deepEqual([seen?.fullName, seen?.able], ['Анна Петрова', true]);
    // Given on by the manager, and taken off.
    assert.equal((await assign(manager, [own.caseId], 'manager')).changed.length, 1);
    assert.deepEqual(await assign(manager, [own.caseId], 'manager'), { changed: [], others: [own.caseId] });
    const free = (await assign(manager, [own.caseId], null)).changed[0]?.assignment;
    assert.deepEqual([free?.to, free?.by], [null, 'manager']);
    assert.deepEqual((await shown(administrator, 'assigned=nobody')).ids, [own.caseId]);
    const { entries } = await petrova.get<AuditList>(`/api/v1/audit?verb=assign&key=${own.caseId}`);
    assert.deepEqual(
      entries.map(({ actor, shopCode, old, new: now }) => [actor.name, shopCode, old, now?.['assignee']]),
      [
        ['manager', '5', { assignee: 'manager' }, null],
        ['manager', '5', { assignee: 'petrova' }, 'manager'],
        ['root', '5', { assignee: null }, 'petrova'],
      ],
    );
    const { shopCode, registerCode, shiftKey } = own;
    const life = await manager.get<ShiftHistory>(
      `/api/v1/shops/${shopCode}/registers/${registerCode}/shifts/${shiftKey}/history`,
    );
    const { events } = await manager.get<EventList>('/api/v1/log?code=case.assigned');
    assert.deepEqual(
      events.map(({ who }) => who?.ru),
      ['manager', 'root'],
    );
    const told = life.entries.filter(({ text }) => /назнач/i.test(text.ru));
    assert.deepEqual(told.map(({ who }) => who).sort(), ['manager', 'manager', 'root']);
    const [given] = told.filter(({ who }) => who === 'root');
    assert.match(given?.text.ru ?? '', /назначено: Анна Петрова \(petrova\)\. Кто назначил: root\./);
    assert.match(given?.text.en ?? '', /was assigned to Анна Петрова \(petrova\) by root\./);
  });

  test(`S9 ${engine.name}: nobody gets a difference of a shop that they do not have, or without the right; then none is assigned`, async () => {
    await using stage = await openTwoShops(engine);
    const { administrator, own, foreign, database, web } = stage;
    const { petrova, manager, watcher } = await openPeople(stage);
    const both = [own.caseId, foreign.caseId];
    assert.deepEqual(await refusal(administrator, both, 'manager'), [422, 'case.assignee_shop']);
    assert.deepEqual(await refusal(administrator, both, 'nobody-knows'), [422, 'case.assignee_unknown']);
    assert.deepEqual(await refusal(administrator, [own.caseId], 'watcher'), [422, 'case.assignee_right']);
    assert.deepEqual(await refusal(manager, both, 'manager'), [403, 'access.no_right_shop']);
    assert.deepEqual(await refusal(watcher, [own.caseId], 'petrova'), [403, 'access.no_right']);
    // Whoever shares no shop with the manager is not told of.
    assert.deepEqual(await refusal(manager, [own.caseId], 'far'), [422, 'case.assignee_unknown']);
    await database.run("UPDATE person SET disabled_utc = ? WHERE login = 'far'", ['2026-03-14T19:59:30.000Z']);
    assert.deepEqual(await refusal(administrator, [foreign.caseId], 'far'), [422, 'case.assignee_disabled']);
    assert.deepEqual((await shown(petrova, 'assigned=somebody')).ids, []);

    const list = assigneeList.parse(await manager.get<AssigneeList>(`${CASES}/assignees`));
    assert.equal(list.anyName, false);
    assert.deepEqual(list.people, [
      { login: 'manager', fullName: null, shops: ['5'] },
      { login: 'petrova', fullName: 'Анна Петрова', shops: ['5'] },
      { login: 'root', fullName: null, shops: ['5'] },
    ]);
    assert.equal((await watcher.send('GET', `${CASES}/assignees`)).status, 403);

    // What somebody has stays theirs when they lose the shop, and the list says that they cannot work on it.
    await assign(administrator, [own.caseId], 'manager');
    await database.run("DELETE FROM person_shop WHERE login = 'manager'");
    const left = (await administrator.get<CaseList>(`${CASES}?assignee=manager`)).cases[0]?.assignment;
    assert.deepEqual([left?.to, left?.able], ['manager', false]);

    const program = await withKey(database, web, { name: 'store', rights: ['see'], shops: 'all' });
    const mine = await program.send('GET', `${CASES}?assigned=mine`);
    assert.deepEqual([mine.status, ((await mine.json()) as Problem).code], [422, 'case.mine_of_nobody']);
    const tried = await administrator.send('POST', `${CASES}/assigned?dryRun=true`, { cases: both, to: 'petrova' });
    assert.equal(casesChanged.parse(await tried.json()).changed.length, 2);
    assert.deepEqual((await shown(petrova, 'assigned=mine')).ids, []);
  });
}
