/** Registers and the log from the command line, against a running server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventList, eventRow, issuedRegister, register } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { ended, lines, smena, start } from './run.ts';

test('a register is added, set, taken out of service and returned; each answer is the register as it is now', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  const run = (line: string) => smena([...line.split(' '), '--server', server.url]);
  const read = async (line: string) => {
    const { out, err, code } = await run(`${line} --json`);
    assert.equal(code, 0, err);
    return JSON.parse(out) as unknown;
  };

  assert.equal((await run('register add 12/3')).code, 3, 'the shop is not there yet');
  await api.addShop('12');
  assert.match((await run('register list')).err, /Касс нет/);
  const issued = issuedRegister.parse(await read('register add 12/3 --protocol 3 --name Касса --id _cash_3_own'));
  assert.deepEqual(
    [issued.registerId, issued.name, issued.protocolVersion, issued.inService],
    ['_cash_3_own', 'Касса', 3, true],
  );
  assert.equal((await run('register add 12/3')).code, 1, 'it exists');
  assert.equal((await run('register add 12/03')).code, 2, 'no leading zeros');

  const set = register.parse(await read('register set 12/3 --protocol 4 --command-host 10.0.12.3 --command-port 7796'));
  assert.deepEqual([set.protocolVersion, set.commandHost, set.commandPort], [4, '10.0.12.3', 7796]);
  assert.equal(register.parse(await read('register pause 12/3')).inService, false);
  assert.match((await run('register show 12/3')).out, /Состояние +выведена из работы\n/);
  assert.equal(register.parse(await read('register resume 12/3')).inService, true);
  assert.equal((await run('register pause 12/9')).code, 3);
  assert.match((await run('register list --shop 12 --plain')).out, /^12\/3\tКасса\t4\tin_service\t10\.0\.12\.3:7796\t/);
  assert.match((await run('register add 12/4 --plain')).out, /^_cash_4_[0-9a-f]{8}\t\S+\n$/);
});

test('the log is listed by level, place and text, and followed until Ctrl+C', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addRegister('12', '3');
  const at = ['--server', server.url];
  const decline = (author: string) =>
    api.send('POST', '/transfers/declined', {
      shopCode: '12',
      registerCode: '3',
      from: '2026-11-01T00:00:00',
      to: '2026-11-08T23:59:59',
      author,
    });
  await decline('Иванова');
  await decline('Петрова');

  const filter = ['--shop', '12', '--register', '3', '--text', 'declined'];
  const list = await smena(['log', 'list', ...filter, '--json', ...at]);
  const { events } = eventList.parse(JSON.parse(list.out));
  assert.deepEqual(
    events.map(({ code, registerCode }) => [code, registerCode]),
    [
      ['transfer.declined', '3'],
      ['transfer.declined', '3'],
    ],
  );
  assert.match((await smena(['log', 'list', ...filter, ...at])).out, / 12\/3: .*отказались.*Петрова\.\n/);
  assert.match((await smena(['log', 'list', ...filter, '--plain', ...at])).out, /\tinfo\t12\t3\ttransfer\.declined\t/);
  assert.match((await smena(['log', 'list', '--level', 'error', ...at])).err, /Записей нет/);
  assert.equal((await smena(['log', 'list', '--shop', '9', ...at])).code, 3);

  const range = { kind: 'dates', from: '2026-03-14T00:00:00', to: '2026-03-14T23:59:59' };
  await api.send('POST', '/transfers', { shopCode: '12', registerCode: '3', range });
  const ofLoad = await smena(['log', 'list', '--transfer', 't-1', '--plain', ...at]);
  assert.ok(lines(ofLoad.out).length > 0 && lines(ofLoad.out).every((line) => /T-1\b/.test(line)), ofLoad.out);
  assert.equal((await smena(['log', 'list', '--transfer', 'T-2', ...at])).code, 3);
  assert.equal((await smena(['log', 'list', '--transfer', 'первая', ...at])).code, 2);

  const child = start(['log', 'tail', ...filter, '--limit', '1', '--ndjson', ...at]);
  let seen = '';
  child.stdout.on('data', (text: string) => {
    const told = lines(seen).length;
    seen += text;
    if (told === 0) void decline('Сидорова').then(() => decline('Орлова'));
    if (told < 3 && lines(seen).length >= 3) child.kill('SIGINT');
  });
  const { code, out, err } = await ended(child);
  assert.equal(code, 130, err);
  const authors = lines(out).map((line) => /(\S+)\.$/.exec(eventRow.parse(JSON.parse(line)).text.ru)?.[1]);
  assert.deepEqual(authors, ['Петрова', 'Сидорова', 'Орлова']);
});
