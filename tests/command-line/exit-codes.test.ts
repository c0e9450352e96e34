import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exitCodes } from '../../src/connections/cli/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeNonsense, writeOther, writeSales } from './files.ts';
import { ended, installed, smena, start } from './run.ts';

/** A line (`$` is a fresh folder, `%` one with an empty database), its exit code, and what stdout or stderr says about it. */
const table: [line: string, code: number, out: RegExp, err: RegExp, env?: Record<string, string>][] = [
  ['', 0, /smena demo[\s\S]*load-file/, /^$/],
  ['help', 0, /smena demo/, /^$/],
  ['--help --lang en', 0, /Commands:/, /^$/],
  ['help exit-codes', 0, / 130 {2}прервано/, /^$/],
  ['help exit-codes --lang en', 0, / {3}3 {2}there is no such file/, /^$/],
  ['help shift', 0, /shift list[\s\S]*shift show/, /^$/],
  ['help load-fil', 2, /^$/, /load-file/],
  ['version', 0, /^smena \d+\.\d+\.\d+\n$/, /^$/],
  ['--version --json', 0, /"version": "\d+/, /^$/],
  ['version --json', 0, /"version": "\d+/, /^$/],
  ['shfit list', 2, /^$/, /«shfit» нет. Похоже, имелась в виду «shift»/],
  ['shift lsit --lang en', 2, /^$/, /Perhaps "shift list" was meant/],
  ['shift', 2, /^$/, /list, show/],
  ['status --jsn', 2, /^$/, /имелся в виду --json/],
  ['status --lang de', 2, /^$/, /ru, en/],
  ['status --json --plain', 2, /^$/, /--ndjson/],
  ['status --data $ --server http://localhost', 2, /^$/, /--server/],
  ['shift show 12-347', 2, /^$/, /12\/3\/347@2026-03-14/],
  ['shift list --register 3 --data $', 2, /^$/, /--shop/],
  ['shift list --state blue --data $', 2, /^$/, /not_exported/],
  ['export list --limit 0 --data $', 2, /^$/, /от 1 до 100000/],
  ['payment-type set four cash --data $', 2, /^$/, /«four»/],
  ['payment-type set 1000000 cash --data $', 2, /^$/, /от 1 до 999999/],
  ['document-type set 0 sale --data $', 2, /^$/, /«0»/],
  ['document-type set 7 gold --data $', 2, /^$/, /sale, refund, cashIn, cashOut, annulSale/],
  ['document-type set 7 sale --shop 5 --data %', 3, /^$/, /кодом 5/],
  ['payment-type set 4 money --data $', 2, /^$/, /cash, noncash, other/],
  ['load-file a.json --data $', 2, /^$/, /--shop/],
  ['load-file a.json --shop north --data $', 2, /^$/, /из цифр/],
  ['load-file $/a.json $/b.json --shop 1', 3, /^$/, /a\.json[\s\S]*b\.json/],
  ['load-file $ --shop 1', 3, /^$/, /не файл/],
  ['shift list --data $/none', 3, /^$/, /none/],
  ['shift show 1/1/1@2026-03-14 --data %', 3, /^$/, /кодом 1/],
  ['payment-type set 4 cash --shop 5 --data %', 3, /^$/, /кодом 5/],
  ['load --shop 12 --server http://127.0.0.1:9', 2, /^$/, /--register/],
  ['load --shop 12 --register 3 --data $', 2, /^$/, /работающий сервер.*--server/],
  ['load --shop 12 --register 3 --lang en', 2, /^$/, /running server.*--server/],
  ['load --shop 12 --register 3 --shifts 9-x', 2, /^$/, /340\.\.347/],
  ['load --shop 12 --register 3 --shifts 9 --from вчера', 2, /^$/, /--shifts/],
  ['load --shop 12 --register 3 --to вчера', 2, /^$/, /--from/],
  ['load --shop 12 --register 3 --from 31.02.2026', 2, /^$/, /не дата/],
  ['load --shop 12 --register 3 --timeout 5', 2, /^$/, /--wait/],
  ['load --shop 12 --register 3 --wait --timeout 0', 2, /^$/, /от 1 до/],
  ['load --shop 12 --register 3 --server http://127.0.0.1:9', 8, /^$/, /127\.0\.0\.1:9/],
  ['transfer show 88x', 2, /^$/, /T-88/],
  ['transfer show T-9 --data %', 3, /^$/, /T-9/],
  ['transfer list --data %', 0, /^$/, /Загрузок нет/],
  ['transfer retry T-1 --data %', 2, /^$/, /--server/],
  ['transfer cancel T-1 --data %', 2, /^$/, /--server/],
  ['register show 12 --data %', 2, /^$/, /12\/3/],
  ['register show 12/3 --data %', 3, /^$/, /12/],
  ['register list --data %', 0, /^$/, /Касс нет/],
  ['register add 12/3 --data %', 2, /^$/, /--server/],
  ['register pause 12/3 --data %', 2, /^$/, /--server/],
  ['register set 12/3 --server http://127.0.0.1:9', 2, /^$/, /--protocol/],
  ['register set 12/3 --protocol 5', 2, /^$/, /3, 4/],
  ['register set 12/3 --command-port 70000', 2, /^$/, /65535/],
  ['log list --data %', 0, /^/, /^/],
  ['log tail --data %', 2, /^$/, /--server/],
  ['log tail --server http://127.0.0.1:9', 8, /^$/, /127\.0\.0\.1:9/],
  ['status --server http://127.0.0.1:9', 8, /^$/, /127\.0\.0\.1:9/],
  ['status --data %', 0, /^✓ /, /^$/],
  ['status --data %', 0, /^✓ 0 registers/, /^$/, { LANG: 'en_US.UTF-8' }],
  ['status --data % --plain', 0, /^0 касс/, /^$/, { LANG: 'ru_RU.UTF-8' }],
  ['check-config --data $', 0, /http\.port +8080 +по умолчанию/, /в порядке/],
  ['check-config --data $ --http-port 9 --json', 0, /"value": "9",\s+"source": "--http-port"/, /^$/],
  ['check-config', 2, /^$/, /SMENA_HTTP_PRT[\s\S]*SMENA_HTTP_PORT/, { SMENA_HTTP_PRT: '1' }],
  ['serve --data $', 2, /^$/, /grpc\.port \(SMENA_GRPC_PORT\)/, { SMENA_GRPC_PORT: 'x' }],
  ['migrate --data $', 0, /^/, /^/],
];

/** An empty database, made once; every line that wants one gets a copy. */
let migrated = '';
before(async () => {
  migrated = mkdtempSync(join(tmpdir(), 'smena-migrated-'));
  const { code, err } = await smena(['migrate', '--data', migrated]);
  assert.equal(code, exitCodes.ok, err);
});
after(() => rmSync(migrated, { recursive: true, force: true }));

for (const [line, code, out, err, env = {}] of table) {
  const set = Object.entries(env).map(([name, value]) => `${name}=${value} `);
  test(`${set.join('')}smena ${line} → ${code}`, async (t) => {
    const folder = temporaryFolder(t);
    if (line.includes('%')) cpSync(migrated, folder, { recursive: true });
    const words = line === '' ? [] : line.replaceAll(/[$%]/g, folder).split(' ');
    const end = await smena(words, { cwd: folder, env });
    assert.equal(end.code, code, end.err);
    assert.match(end.out, out);
    assert.match(end.err, err);
  });
}

test('the installed command is the same program with the same end', async () => {
  const { code, out, err } = await ended(start(['load-file', 'a.json'], {}, installed));
  assert.equal(code, exitCodes.wrongUse, err);
  assert.equal(out, '');
  assert.match(err, /--shop/);
});

test('load-file: 0 when all went in, 7 when some, 1 when none', async (t) => {
  const folder = temporaryFolder(t);
  const data = ['--shop', '12', '--data', join(folder, 'data')];
  const good = writeSales(folder);
  const bad = writeNonsense(folder);
  assert.equal((await smena(['load-file', good, ...data])).code, exitCodes.ok);
  assert.equal((await smena(['load-file', good, ...data])).code, exitCodes.ok, 'sent again is no failure');
  assert.equal((await smena(['load-file', bad, good, ...data])).code, exitCodes.partlyDone);
  assert.equal((await smena(['load-file', bad, ...data])).code, exitCodes.failed);
});

test('status: 11 when a person should look, 10 when something failed', async (t) => {
  const folder = temporaryFolder(t);
  const data = ['--data', join(folder, 'data')];
  const load = (path: string, ...more: string[]) => smena(['load-file', path, '--shop', '12', ...data, ...more]);
  await load(writeSales(folder));
  assert.equal((await smena(['status', ...data])).code, exitCodes.ok);

  await load(writeOther(folder, '"docSum":30.00', '"docSum":31.00'));
  assert.deepEqual(await levelAndProblems(data), ['warning', [['document.conflict', 1]], exitCodes.warnings]);

  // The exchange folder lies below a file, so the new shift cannot be exported.
  const nowhere = ['--folders-exchange', join(folder, 'sales-347.json', 'erp')];
  const blocked = await load(writeSales(folder, 348), ...nowhere);
  assert.equal(blocked.code, exitCodes.ok, 'the file itself was loaded');
  assert.match(blocked.err, /Не выгружено в АСТУ: 1 смена/);
  await load(writeNonsense(folder), ...nowhere);
  const problems = [
    ['package.broken', 1],
    ['export.failed', 1],
    ['document.conflict', 1],
  ];
  assert.deepEqual(await levelAndProblems(data), ['critical', problems, exitCodes.critical]);

  // Once the folder is there, whoever exports next hands over what has waited for it.
  await load(writeOther(folder, '"docSum":30.00', '"docSum":32.00'));
  const left = problems.filter(([code]) => code !== 'export.failed');
  assert.deepEqual(
    (await levelAndProblems(data))[1].map(([code]) => code),
    left.map(([code]) => code),
  );
});

async function levelAndProblems(data: readonly string[]): Promise<[string, [string, number][], number | null]> {
  const { out, code } = await smena(['status', '--json', ...data]);
  const report = JSON.parse(out) as { level: string; problems: { code: string; n: number }[] };
  return [report.level, report.problems.map((problem) => [problem.code, problem.n]), code];
}
