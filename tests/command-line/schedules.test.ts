/** Schedules and groups of shops from the command line (M2), and clearing where a register listens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  register,
  type ScheduleList,
  scheduleList,
  scheduleRun,
  scheduleRunList,
  shopGroupList,
  type TransferList,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { smena } from './run.ts';

type Schema<T> = { parse(value: unknown): T };

test('M2: a schedule is added for a group, listed, run, paused, resumed, changed and removed', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  for (const shopCode of ['12', '14']) {
    await api.addShop(shopCode);
    await api.addRegister(shopCode, '3');
  }
  await api.addRegister('14', '4');
  const run = (line: string) => smena([...line.split(' '), '--server', server.url]);
  async function read<T>(schema: Schema<T>, line: string): Promise<T> {
    const { out, err, code } = await run(`${line} --json`);
    assert.equal(code, 0, err);
    const { schema: version, ...value } = JSON.parse(out) as { schema: number };
    assert.equal(version, 1);
    return schema.parse(value);
  }
  const only = ({ schedules: [schedule] }: ScheduleList) => schedule ?? assert.fail('no schedule');

  assert.match((await run('schedule list')).err, /Расписаний нет/);
  const groups = await read(shopGroupList, 'group add ural --name Урал --shops 14');
  assert.deepEqual(groups.groups, [{ groupCode: 'ural', name: 'Урал', shopCodes: ['14'] }]);
  const added = only(
    await read(scheduleList, 'schedule add --group ural --every 60 --between 08:00..22:00 --author Петрова'),
  );
  assert.deepEqual([added.groupCode, added.registers, added.author, added.lastRun], ['ural', 2, 'Петрова', null]);
  assert.match((await run('schedule list')).out, /группа ural +каждые 60.минут, 08:00–22:00 +○ ещё не запускалось/);

  assert.equal((await run('register set 14/3 --command-host 127.0.0.1 --command-port 9')).code, 0);
  const some = await run('schedule run 1 --author Иванов --json');
  assert.equal(some.code, 7, 'one of its two registers cannot be asked');
  assert.match(some.err, /Не спрошено, потому что пути к ним нет: 1.касса\./);
  const { schema: _, ...counts } = JSON.parse(some.out) as { schema: number };
  assert.deepEqual(scheduleRun.parse(counts), { requested: 1, running: 0, refused: 1, noWay: 1 });
  const asked = (await api.get<TransferList>('/transfers?cause=schedule')).transfers;
  assert.deepEqual(
    asked.map(({ shopCode }) => shopCode),
    ['14'],
  );
  const [ran] = (await read(scheduleRunList, 'schedule runs 1')).runs;
  assert.deepEqual([ran?.outcome, ran?.author, ran?.requested, ran?.noWay], ['by_hand', 'Иванов', 1, 1]);
  assert.match((await run('schedule list')).out, /▲ не всех можно спросить/);
  const ofRun = await run(`transfer list --run ${ran?.runId} --plain`);
  assert.match(ofRun.out, /^T-1\t.*\t14\/3\tschedule\t/);

  const paused = only(await read(scheduleList, 'schedule pause 1 --author Петрова'));
  assert.deepEqual([paused.paused, paused.pausedBy, paused.next], [true, 'Петрова', null]);
  assert.match((await run('schedule list --plain')).out, /^1\t@ural\tevery 60 08:00\.\.22:00\tpaused\t/);
  assert.equal(only(await read(scheduleList, 'schedule resume 1')).paused, false);
  assert.deepEqual(only(await read(scheduleList, 'schedule set 1 --daily 21:00,09:00')).rule, {
    kind: 'daily',
    times: ['09:00', '21:00'],
  });
  const held = await run('group remove ural');
  assert.equal(held.code, 1);
  assert.match(held.err, /о ней расписание 1/);
  assert.match((await run('schedule remove 1')).err, /Расписание 1 удалено/);
  assert.equal((await run('group remove ural')).code, 0);

  const codes = (await api.log()).events.map(({ code }) => code);
  for (const code of ['added', 'run', 'paused', 'resumed', 'changed', 'removed'])
    assert.ok(codes.includes(`schedule.${code}`), code);
});

test('a slip in a schedule is named, with the exit code of its kind', async () => {
  await using server = await startTestServer();
  await createApiClient(() => server.url).addShop('12');
  const table: [line: string, code: number, said: RegExp][] = [
    ['schedule add', 2, /--every или --daily/],
    ['schedule add --every 5 --daily 09:00', 2, /--every или --daily/],
    ['schedule add --daily 09:00 --between 08:00..22:00', 2, /только вместе с --every/],
    ['schedule add --every 5 --between 8-22', 2, /«8-22» не часы/],
    ['schedule add --every 2000', 2, /от 1 до 1440/],
    ['schedule add --daily 25:00', 2, /от 00:00 до 23:59/],
    ['schedule add --every 5 --between 22:00..08:00', 2, /позже его конца/],
    ['schedule add --every 5 --register 3', 2, /Добавьте --shop/],
    ['schedule add --every 5 --group g --shop 12', 2, /Оставьте --group или --shop/],
    ['schedule add --every 5 --shop 99', 3, /Магазина с кодом 99 нет/],
    ['schedule add --every 5 --group none', 3, /Группы магазинов с кодом none нет/],
    ['schedule run 7', 3, /Расписания 7 нет/],
    ['schedule pause seven', 2, /«seven» не номер расписания/],
    ['group set none --name x', 3, /none нет/],
    ['group set none', 2, /--name или --shops/],
    ['group add g --shops 12,99', 3, /99/],
  ];
  for (const [line, code, said] of table) {
    const end = await smena([...line.split(' '), '--server', server.url]);
    assert.equal(end.code, code, `smena ${line}: ${end.err}`);
    assert.match(end.err, said, line);
  }
  const without = await smena(['schedule', 'run', '1']);
  assert.equal(without.code, 2);
  assert.match(without.err, /нужен работающий сервер/);
});

test('where a register listens is forgotten with --command-host none', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  const set = async (host: string) => {
    const { out, err } = await smena([
      'register',
      'set',
      '12/3',
      '--command-host',
      host,
      '--json',
      '--server',
      server.url,
    ]);
    assert.notEqual(out, '', err);
    const { schema: _, ...row } = JSON.parse(out) as { schema: number };
    return register.parse(row).commandHost;
  };
  assert.equal(await set('10.0.12.3'), '10.0.12.3');
  assert.equal(await set('none'), null);
});
