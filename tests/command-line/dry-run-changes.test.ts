/** `--dry-run` of every command that changes something (UX §12): what would be, and nothing of it stays. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allCommands } from '../../src/connections/cli/commands/all.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smena } from './run.ts';

/** A line, its exit code – that of the line without `--dry-run` –, and what people see of what would be. */
type Line = [line: string, code: number, shown: RegExp];

const LOAD = 'load --shop 12 --register 3';
const LINES: readonly Line[] = [
  ['archive check', 0, /Проверено архивов: 0/],
  [`${LOAD} --from 2026-03-12 --to 2026-03-13`, 0, /T-2.*запрошена/],
  [`${LOAD} --from 2026-03-01 --to 2026-03-08`, 5, /8.дней[\s\S]*--yes/],
  [`${LOAD} --from 2026-03-01 --to 2026-03-08 --yes --wait`, 0, /T-2.*запрошена/],
  ['load --shop 12 --register 9', 3, /Кассы 9 в магазине 12 нет/],
  ['transfer retry T-1', 0, /T-1|Такая загрузка/],
  ['transfer cancel T-1', 0, /T-1.*отменена/],
  ['transfer cancel T-9', 3, /T-9/],
  ['schedule add --shop 12 --every 15', 0, /магазин 12 +каждые 15/],
  ['schedule set 1 --daily 05:00', 0, /ежедневно 05:00/],
  ['schedule pause 1', 0, /‖ приостановлено/],
  ['schedule resume 1', 0, /группа ural/],
  ['schedule run 1', 0, /запрошено 1/],
  ['schedule remove 1', 0, /^$/],
  // Work on archives goes one at a time: not beside the trimming below.
  ['archive restore --state processed --from 2026-11-01 --to 2026-11-08', 0, /пакетов нет/],
  ['gap ask G-1', 3, /G-1/],
  ['case seen D-1', 3, /D-1/],
  ['case accept D-1 --reason Акт --author Петрова', 3, /D-1/],
  ['case assign D-1 --assignee petrova', 3, /D-1/],
  ['case unassign D-1', 3, /D-1/],
  ['register add 12/4', 0, /Касса 12\/4 была бы заведена/],
  ['register add 12/3', 1, /уже есть/],
  ['register set 12/3 --command-host none', 0, /12\/3/],
  ['register pause 12/3', 0, /выведена/],
  ['register resume 12/3', 0, /12\/3/],
  ['token issue 12/3', 0, /был бы выпущен/],
  ['token renew 12/3 --until 2099-12-31', 0, /был бы выпущен/],
  ['token revoke 12/3 N-1', 0, /N-1 +отозван/],
  ['token revoke 12/3 N-9', 3, /N-9/],
  ['upstream set sever --shops 12', 0, /sever/],
  ['upstream set ural --certificate-required yes', 0, /ural/],
  ['upstream remove ural', 0, /./],
  ['upstream remove none', 3, /none/],
  ['group add sever --shops 12', 0, /sever/],
  ['group set ural --name Сибирь', 0, /Сибирь/],
  ['group remove ural', 1, /о ней расписание 1/],
  ['payment-type set 4 noncash', 0, /безнал/],
  ['document-type set 7 annulRefund', 0, /7/],
  ['settings set registers.protocolVersion 3', 5, /--yes/],
  ['settings set registers.protocolVersion 3 --yes', 0, /было бы 4 → 3, касс перешло бы: 1\./],
  ['protocol import grpc FILE --yes', 0, /SalesPackage\.cashId: 2 string → 12 string/],
  ['protocol revert grpc', 1, /./],
  ['export run --shop 12', 0, /Невыгруженных смен нет/],
  ['export again 12/3/1@2026-03-14', 3, /1@2026-03-14/],
  ['package decide none --reason Акт --author Петрова', 3, /none/],
  ['package retry none --author Петрова', 3, /none/],
  ['trim dictionaries', 1, /пуста/],
  ['trim files', 0, /Делать нечего/],
  ['trim run', 0, /Подрезать нечего/],
  ['trim restore --shop 12 --from 2023-03-01', 1, /Архивов магазина 12/],
  ['frame read', 0, /./],
  ['user add sidorov --role manager --shops 12', 0, /sidorov/],
  ['user set petrova --role support', 0, /petrova/],
  ['user disable petrova', 0, /petrova/],
  ['user enable petrova', 0, /petrova/],
  ['user reset petrova', 0, /petrova/],
  ['user reset nobody', 3, /nobody/],
  ['user role support --require-second-factor yes', 0, /support|поддержк/],
  // One piece of work on archives at a time: not beside those above.
  ['archive restore --state error --from 2026-03-01 --to 2026-03-31', 0, /пакетов нет/],
  ['key issue Склад --rights see', 0, /Склад/],
  ['key revoke K-1', 0, /K-1/],
  ['key revoke K-9', 3, /K-9/],
];

test('every command that changes something can be tried: it says so, shows what would be, ends as always, changes nothing', async (t) => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  await changeRegister(server.url, { commandHost: '127.0.0.1', commandPort: 9 });
  await api.send('POST', '/shops/12/registers/3/tokens', {});
  await api.send('PUT', '/servers/ural', { shopCodes: ['12'] });
  await api.send('POST', '/groups', { groupCode: 'ural', name: 'Урал', shopCodes: ['12'] });
  await api.send('POST', '/schedules', { groupCode: 'ural', rule: { kind: 'daily', times: ['03:00'] } });
  const range = { kind: 'dates', from: '2026-03-14T00:00:00', to: '2026-03-14T23:59:59' };
  await api.send('POST', '/transfers', { shopCode: '12', registerCode: '3', range });
  await api.send('POST', '/people', { login: 'petrova', role: 'accountant', shops: 'all' });
  await api.send('POST', '/keys', { name: 'АСТУ', rights: ['export'], shops: 'all' });
  const file = join(temporaryFolder(t), 'numbers.txt');
  writeFileSync(file, 'SalesPackage.cashId = 12 string\n');
  const before = await everything(api);
  const tryLine = async ([line, code, shown]: Line) => {
    const words = [...line.replace('FILE', file).split(' '), '--dry-run', '--server', server.url];
    const end = await smena(words);
    assert.equal(end.code, code, `smena ${line}: ${end.out}${end.err}`);
    assert.match(end.err, /^Пробный запуск: показано, что было бы; ничего не меняется\.\n/, line);
    assert.match(code === 0 ? end.out : end.err, shown, line);
    if (code !== 0) return;
    assert.doesNotMatch(end.err, /запущена|заведен[ао]|удален[ао]|приостановлено\.|снова действует/, line);
    const { out } = await smena([...words, '--json', '--quiet']);
    assert.equal((JSON.parse(out) as { dryRun?: boolean }).dryRun, true, line);
  };
  // They change nothing, so they may run beside one another.
  for (let at = 0; at < LINES.length; at += 4) {
    await Promise.all(LINES.slice(at, at + 4).map(tryLine));
    assert.deepEqual(await everything(api), before, `one of the lines from ${at} changed something`);
  }
  const tried = new Set(LINES.map(([line]) => line));
  const missing = allCommands
    .filter(({ options }) => Object.hasOwn(options, 'dry-run') || Object.hasOwn(options, 'author'))
    .map(({ words, options }) => ({ name: words.join(' '), can: Object.hasOwn(options, 'dry-run') }))
    .filter(
      ({ name, can }) =>
        !['load-file', 'restore', 'database compact'].includes(name) &&
        !(can && [...tried].some((line) => line.startsWith(name))),
    );
  assert.deepEqual(missing, [], 'each command with --dry-run is tried here, and each that names its author has it');
});

test('a class is tried in a data folder as well', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  assert.equal((await smena(['migrate', '--data', data])).code, 0);
  const set = (more: string[]) => smena(['payment-type', 'set', '15', 'noncash', '--data', data, '--plain', ...more]);
  const tried = await set(['--dry-run']);
  assert.equal(tried.code, 0, tried.err);
  assert.match(tried.out, /^15\t/);
  const list = async () => (await smena(['payment-type', 'list', '--data', data, '--plain'])).out;
  assert.doesNotMatch(await list(), /^15\t/m);
  const done = await set([]);
  assert.equal(done.out, tried.out);
  assert.match(await list(), /^15\t/m);
});

async function changeRegister(url: string, change: object): Promise<void> {
  const answer = await fetch(new URL('/api/v1/shops/12/registers/3', url), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** All that the commands change, without the moment at which it was read and without what goes on by itself. */
async function everything(api: ApiClient): Promise<unknown[]> {
  const paths = [
    'groups',
    'servers',
    'schedules',
    'payment-types',
    'document-types',
    'settings',
    'descriptions',
    'frames',
    'people',
    'roles',
    'keys',
  ];
  const read = await Promise.all(paths.map((path) => api.get<{ asOf?: string }>(`/${path}`)));
  const { registers } = await api.get<{
    registers: { registerCode: string; inService: boolean; commandHost: string }[];
  }>('/shops/12/registers');
  const { transfers } = await api.get<{ transfers: { transferId: string; state: string }[] }>('/transfers');
  return [
    ...read.map(({ asOf: _, ...rest }) => rest),
    registers.map(({ registerCode, inService, commandHost }) => [registerCode, inService, commandHost]),
    transfers.map(({ transferId, state }) => [transferId, state]),
  ];
}
