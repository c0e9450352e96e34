/** Commands that look: what they say of data that are not there, not reachable or out of sight, and that they make nothing. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { shiftTotals } from '../../contracts/web-api.ts';
import { root } from '../../scripts/root.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeSales } from './files.ts';
import { ended, lines, serve, smena, start } from './run.ts';

const looking = [
  ['status'],
  ['status', '--json'],
  ['shift', 'list'],
  ['shift', 'show', '12/12/347@2026-03-14'],
  ['export', 'list'],
  ['package', 'list'],
  ['payment-type', 'list'],
  ['payment-type', 'set', '4', 'cash'],
];

test('a folder without a database is refused and stays as it was', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'empty'));
  for (const [index, command] of looking.entries()) {
    const data = join(folder, index % 2 === 0 ? 'empty' : 'none');
    const { code, out, err } = await smena([...command, '--data', data]);
    assert.deepEqual([code, out], [3, ''], err);
    assert.match(err, /^Базы данных .*smena\.db нет: .*smena load-file\.\n$/);
  }
  assert.deepEqual(readdirSync(folder, { recursive: true }), ['empty']);
});

test('a file instead of a folder is told as such by every command', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'data');
  writeFileSync(file, '');
  for (const command of [['status'], ['serve'], ['migrate'], ['load-file', writeSales(folder), '--shop', '12']]) {
    const { code, out, err } = await smena([...command, '--data', file, '--lang', 'en']);
    assert.deepEqual([code, out], [2, ''], err);
    assert.match(err, /dataFolder \(--data\): \S+data cannot be a folder: there is a file on this path/);
  }
});

describe('PostgreSQL away', () => {
  const env = { SMENA_DATABASE_URL: 'postgres://nobody@127.0.0.1:9/smena' };

  test('status is critical, for people and for programs', async (t) => {
    const data = ['--data', temporaryFolder(t)];
    const people = await smena(['status', ...data], { env });
    assert.deepEqual([people.code, people.out, people.err], [10, '◆ база данных не отвечает\n', '']);
    const program = await smena(['status', '--json', ...data], { env });
    assert.equal(program.code, 10, program.err);
    assert.deepEqual(JSON.parse(program.out), {
      schema: 1,
      level: 'critical',
      problems: [
        {
          code: 'database.unavailable',
          level: 'critical',
          n: 1,
          text: { ru: 'база данных не отвечает', en: 'the database does not answer' },
        },
      ],
      status: null,
    });
  });

  test('so it is when the server has never seen it', async (t) => {
    const server = await serve(t, temporaryFolder(t), env);
    const { code, out, err } = await smena(['status', '--json', '--server', server.url]);
    assert.equal(code, 10, err);
    const { level, status } = JSON.parse(out);
    assert.deepEqual([level, status], ['critical', null]);
    assert.equal((await server.stop()).code, 0);
  });

  test('other commands say what the system said', async (t) => {
    for (const command of [['shift', 'list'], ['migrate']]) {
      const { code, out, err } = await smena([...command, '--data', temporaryFolder(t)], { env });
      assert.deepEqual([code, out], [1, ''], err);
      assert.match(err, /^База данных не отвечает: .*ECONNREFUSED.*\n$/);
      assert.equal(lines(err).length, 1);
    }
  });
});

test('shift list says where the shifts are that its period left out, in every format', async (t) => {
  const folder = temporaryFolder(t);
  const data = ['--data', join(folder, 'data')];
  const files = [writeSales(folder), writeSales(folder, 348)];
  assert.equal((await smena(['load-file', ...files, '--shop', '12', ...data])).code, 0);
  for (const format of [[], ['--plain'], ['--json'], ['--ndjson']]) {
    const { code, out, err } = await smena(['shift', 'list', '--to', '2026-03-13', ...format, ...data]);
    assert.equal(code, 0, err);
    assert.match(
      err,
      /^За \S+ – 13\.03\.2026 таких смен нет\. Последняя смена 14\.03\.2026: добавьте --from 2026-03-14\.\n$/,
    );
    if (format[0] !== '--json') assert.equal(out, '');
    else {
      const { from, to, lastShiftDate, totals, shifts } = JSON.parse(out);
      assert.deepEqual([to, lastShiftDate, shifts], ['2026-03-13', '2026-03-14', []]);
      assert.match(from, /^\d{4}-\d\d-\d\d$/);
      assert.equal(shiftTotals.parse(totals).revenueCash, '0.00');
    }
  }
  const { out } = await smena(['shift', 'list', '--from', '2026-03-01', '--json', ...data]);
  const document = JSON.parse(out);
  assert.deepEqual([document.from, document.lastShiftDate], ['2026-03-01', '2026-03-14']);
  const totals = shiftTotals.parse(document.totals);
  assert.deepEqual(
    [totals.shifts, totals.receiptCount, totals.revenueCash, totals.drawerSum],
    [2, 6, '201.62', '600.81'],
  );
});

test('npm start works on the folder that the environment names', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'smena.config.json'), '{"colour": "blue"}');
  const script = join(root, 'scripts', 'run.mjs');
  const { code, err } = await ended(start(['start'], { env: { SMENA_DATA_FOLDER: folder } }, script));
  assert.equal(code, 2, err);
  assert.ok(err.includes(join(folder, 'smena.config.json: colour')), err);
});

test('everything that is wrong with a line and with the settings is one report', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'smena.config.json'), '{"grpc": null, "timeZone": "Mars"}');
  const args = ['serve', '--data', folder, '--htp-port', '1', '--http-port', 'x', '--lang', 'de', '--shop', '7'];
  const { code, out, err } = await smena(args, { env: { SMENA_HTTP_HST: 'a' } });
  assert.deepEqual([code, out], [2, ''], err);
  const told = ['--htp-port', '--shop', '--lang', '--http-port', 'SMENA_HTTP_HST', 'grpc', 'timeZone'];
  for (const name of told) assert.ok(err.includes(name), `${name} is missing:\n${err}`);
  assert.match(err, /Настройки не подходят, 5 ошибок:/);
  assert.equal(lines(err).length, 2 + 1 + 5 + 1, err);
  assert.ok(!existsSync(join(folder, 'smena.db')));
});
