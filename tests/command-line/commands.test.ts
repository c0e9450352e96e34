import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  documentRow,
  documentType,
  documentTypeList,
  eventList,
  exportList,
  exportRow,
  type LoadFileResult,
  loadFileResult,
  packageList,
  packageRow,
  paymentType,
  paymentTypeList,
  register,
  serverStatus,
  shiftDetail,
  shiftRow,
  transferList,
} from '../../contracts/web-api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SECURED_LINES } from '../support/tls-fixture.ts';
import { writeNonsense, writeSales } from './files.ts';
import { ended, lines, serve, smena, start } from './run.ts';

const SHIFT = '12/12/347@2026-03-14';

/** A data folder that holds the sample. */
async function loadedData(t: Parameters<typeof temporaryFolder>[0]): Promise<string> {
  const folder = temporaryFolder(t);
  const data = join(folder, 'data');
  const { code, err } = await smena(['load-file', writeSales(folder), '--shop', '12', '--data', data]);
  assert.equal(code, 0, err);
  return data;
}

const parseLines = (out: string): LoadFileResult[] => lines(out).map((line) => loadFileResult.parse(JSON.parse(line)));

describe('load-file --json', () => {
  test('answers one object a file, in order, as the contract says', async (t) => {
    const folder = temporaryFolder(t);
    const files = [writeSales(folder), writeNonsense(folder), writeSales(folder, 348)];
    const { out } = await smena(['load-file', ...files, '--shop', '12', '--data', join(folder, 'data'), '--json']);
    const results = parseLines(out);
    assert.deepEqual(
      results.map(({ file, outcome }) => [file, outcome]),
      [
        [files[0], 'processed'],
        [files[1], 'broken'],
        [files[2], 'processed'],
      ],
    );
    assert.deepEqual(results[0]?.documents, { new: 5, same: 0, enriched: 0, conflict: 0, set_aside: 0 });
    assert.deepEqual(results[0]?.shifts, [
      {
        key: '347@2026-03-14',
        shopCode: '12',
        registerCode: '12',
        shiftNumber: 347,
        openedAt: '2026-03-14T08:54:30',
        closedAt: '2026-03-14T21:45:00',
        saleSum: '245.81',
        refundSum: '45.00',
        revenue: '200.81',
        drawerSum: '600.81',
      },
    ]);
    assert.ok((results[1]?.reason?.ru ?? '') !== '' && (results[1]?.reason?.en ?? '') !== '');
  });

  test('the same file again changes nothing and says so', async (t) => {
    const folder = temporaryFolder(t);
    const args = ['load-file', writeSales(folder), '--shop', '12', '--data', join(folder, 'data'), '--json'];
    const [first] = parseLines((await smena(args)).out);
    const [second] = parseLines((await smena(args)).out);
    assert.equal(second?.outcome, 'already');
    assert.deepEqual(second?.documents, { new: 0, same: 5, enriched: 0, conflict: 0, set_aside: 0 });
    assert.deepEqual(second?.shifts, first?.shifts);
  });

  test('the file for АСТУ is published before the command ends', async (t) => {
    const data = await loadedData(t);
    const { out } = await smena(['export', 'list', '--json', '--data', data]);
    const [row] = exportList.parse(JSON.parse(out)).exports;
    assert.equal(row?.export.state, 'exported');
    assert.ok(existsSync(join(data, 'exchange', row?.path ?? 'none')));
  });

  test('Ctrl+C ends after the file under way, and a repetition loads the rest', async (t) => {
    const folder = temporaryFolder(t);
    const files = Array.from({ length: 150 }, (_, index) => writeSales(folder, 1000 + index));
    const args = ['load-file', ...files, '--shop', '12', '--data', join(folder, 'data'), '--json'];
    const child = start(args);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { code, out, err } = await ended(child);
    assert.equal(code, 130, err);
    const done = parseLines(out);
    assert.ok(done.length > 0 && done.length < files.length, `${done.length} files were loaded`);
    const again = parseLines((await smena(args)).out);
    const expected = files.map((_, index) => (index < done.length ? 'already' : 'processed'));
    assert.deepEqual(
      again.map(({ outcome }) => outcome),
      expected,
    );
  });
});

/** Commands that read; the same must come out of a data folder and of a server on it. */
const reading: [args: string[], check: (document: Record<string, unknown>) => void][] = [
  [
    ['shift', 'list', '--from', '2026-03-01'],
    ({ shifts }) => assert.equal(shiftRow.array().parse(shifts)[0]?.revenue, '200.81'),
  ],
  [
    ['shift', 'list', '--shop', '12', '--register', '12', '--from', '14.03.2026', '--to', '14.03.2026'],
    ({ shifts }) => assert.equal(shiftRow.array().parse(shifts)[0]?.key, '347@2026-03-14'),
  ],
  [['shift', 'list', '--to', '2026-03-13'], ({ shifts }) => assert.deepEqual(shifts, [])],
  [['shift', 'show', SHIFT], (document) => assert.equal(shiftDetail.parse(document).drawer.counted, '600.81')],
  [
    ['shift', 'show', SHIFT, '--documents'],
    ({ documents }) => assert.equal(documentRow.array().parse(documents).length, 5),
  ],
  [['export', 'list'], (document) => assert.equal(exportList.parse(document).exports[0]?.shiftKey, '347@2026-03-14')],
  [['package', 'list'], (document) => assert.equal(packageList.parse(document).packages[0]?.documents.new, 5)],
  [['status'], ({ status }) => assert.equal(serverStatus.parse(status).registers.total, 1)],
  [['register', 'list'], ({ registers }) => assert.equal(register.array().parse(registers)[0]?.registerCode, '12')],
  [['register', 'show', '12/12'], (document) => assert.equal(register.parse(document).openShiftNumber, null)],
  [['transfer', 'list'], (document) => transferList.parse(document)],
  [
    ['log', 'list', '--shop', '12', '--register', '12'],
    (document) => assert.ok(eventList.parse(document).events.length > 0),
  ],
  [
    ['document-type', 'list'],
    (document) => {
      const { documentTypes } = documentTypeList.parse(document);
      assert.equal(documentTypes.find(({ documentType }) => documentType === 1)?.documents, 2);
    },
  ],
  [['payment-type', 'list'], (document) => assert.equal(paymentTypeList.parse(document).paymentTypes.length, 2)],
];

test('commands print what the contract promises, from a folder and from a server alike', async (t) => {
  const data = await loadedData(t);
  const fromFolder = await documentsOf(['--data', data]);
  const server = await serve(t, data, SECURED_LINES);
  const fromServer = await documentsOf(['--server', server.url]);
  assert.deepEqual(fromServer, fromFolder);
  const end = await server.stop();
  assert.equal(end.code, 0, end.err);
});

/** Runs every reading command, checks it, and answers what it printed without what changes by itself. */
async function documentsOf(source: readonly string[]): Promise<unknown[]> {
  const documents: unknown[] = [];
  for (const [args, check] of reading) {
    const { out, err } = await smena([...args, ...source, '--json']);
    const document = JSON.parse(out) as Record<string, unknown>;
    assert.equal(document.schema, 1, err);
    check(document);
    documents.push([args.join(' '), withoutMoments(document)]);
  }
  return documents;
}

const moments = new Set(['asOf', 'startedAt', 'newest']);

function withoutMoments(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (moments.has(key) ? undefined : inner)));
}

test('a folder that a server works on is left alone; --server loads into it', async (t) => {
  const data = await loadedData(t);
  const server = await serve(t, data);
  const refused = await smena(['shift', 'list', '--data', data, '--lang', 'en']);
  assert.equal(refused.code, 1);
  assert.equal(refused.out, '');
  assert.match(refused.err, /used by another Smena server.*--server/);

  const file = writeSales(join(data, '..'), 348);
  const loaded = await smena(['load-file', file, '--shop', '12', '--server', server.url, '--json']);
  assert.equal(loaded.code, 0, loaded.err);
  assert.equal(parseLines(loaded.out)[0]?.outcome, 'processed');
  assert.equal(parseLines(loaded.out)[0]?.file, file);
  const typo = await smena(['load-file', file, '--shop', '99', '--server', server.url]);
  assert.equal(typo.code, 3);
  assert.match(typo.err, /кодом 99 нет.*--create-shop/);
  const made = await smena(['load-file', file, '--shop', '99', '--create-shop', '--server', server.url]);
  assert.equal(made.code, 0, made.err);
  const broken = await smena(['load-file', writeNonsense(data), '--shop', '12', '--server', server.url]);
  assert.equal(broken.code, 1);

  const set = await smena(['payment-type', 'set', '4', 'noncash', '--server', server.url, '--json']);
  assert.equal(paymentType.parse(JSON.parse(set.out)).paymentClass, 'noncash', set.err);
  const described = await smena([
    'document-type',
    'set',
    '8',
    'sale',
    '--shop',
    '12',
    '--server',
    server.url,
    '--json',
  ]);
  assert.deepEqual(
    [documentType.parse(JSON.parse(described.out)).documentClass, JSON.parse(described.out).shopCode],
    ['sale', '12'],
    described.err,
  );
  const missing = await smena(['shift', 'show', '12/12/999@2026-03-14', '--server', server.url]);
  assert.equal(missing.code, 3, missing.err);
});

test('payment-type set changes the sums of shifts and exports them again', async (t) => {
  const data = await loadedData(t);
  const show = async () => {
    const { out } = await smena(['shift', 'show', SHIFT, '--json', '--data', data]);
    return shiftDetail.parse(JSON.parse(out));
  };
  assert.deepEqual((await show()).shift.unmappedPaymentTypes, [4]);
  const { code } = await smena(['payment-type', 'set', '4', 'noncash', '--data', data]);
  assert.equal(code, 0);
  const after = await show();
  assert.deepEqual(after.shift.unmappedPaymentTypes, []);
  assert.equal(after.figures.saleNoncash.counted, '100.00');
  assert.equal(after.shift.export.state, 'exported');
});

test('document-type set changes what counts as what', async (t) => {
  const data = await loadedData(t);
  const { out, code } = await smena(['document-type', 'set', '25', 'service', '--data', data, '--plain']);
  assert.equal(code, 0);
  assert.match(out, /^25\t\tservice\tperson\t1\n$/);
  const shown = await smena(['shift', 'show', SHIFT, '--json', '--data', data]);
  const { figures, shift } = shiftDetail.parse(JSON.parse(shown.out));
  assert.deepEqual([figures.refundSum.counted, shift.export.state], ['0.00', 'exported']);
});

describe('output', () => {
  test('--ndjson prints one object a line', async (t) => {
    const data = ['--ndjson', '--data', await loadedData(t)];
    const rows = async (...args: string[]) =>
      lines((await smena([...args, ...data])).out).map((line) => JSON.parse(line) as unknown);
    assert.equal((await rows('shift', 'show', SHIFT, '--documents')).map((row) => documentRow.parse(row)).length, 5);
    assert.equal((await rows('package', 'list')).map((row) => packageRow.parse(row)).length, 1);
    assert.equal((await rows('export', 'list')).map((row) => exportRow.parse(row)).length, 1);
  });

  test('--plain prints tabs, plain money and neither heading nor marks', async (t) => {
    const { out, err } = await smena([
      'shift',
      'list',
      '--from',
      '2026-03-01',
      '--plain',
      '--data',
      await loadedData(t),
    ]);
    const [row = '', ...more] = lines(out);
    assert.equal(more.length, 0);
    assert.deepEqual(row.split('\t').slice(0, 4), [SHIFT, '2026-03-14T08:54:30', '2026-03-14T21:45:00', '3']);
    assert.ok(row.split('\t').includes('200.81'));
    assert.doesNotMatch(row, /[≈▲✓↥]/);
    assert.match(err, /≈/);
  });

  test('people get a table in their language, without colours in a pipe', async (t) => {
    const data = ['--from', '2026-03-01', '--data', await loadedData(t)];
    const russian = await smena(['shift', 'list', ...data]);
    assert.match(russian.out, /^Смена +Открыта +Закрыта/);
    assert.match(russian.out, /14\.03\.2026 08:54 .* 200,81 .*✓ выгружена\n$/);
    assert.match(russian.err, /Итого 1 смена, 3 чека/);
    const english = await smena(['shift', 'list', '--lang', 'en', ...data]);
    assert.match(english.out, /14 Mar 2026 08:54 .* 200\.81 .*✓ exported\n$/);
    assert.ok(!`${russian.out}${russian.err}`.includes('\u001b'));
  });

  test('--quiet leaves the data alone', async (t) => {
    const data = ['--from', '2026-03-01', '--data', await loadedData(t)];
    const { out, err } = await smena(['shift', 'list', '--quiet', ...data]);
    assert.match(out, /200,81/);
    assert.equal(err, '');
  });

  test('a reader that has seen enough is no failure', async (t) => {
    const child = start(['help'], { cwd: temporaryFolder(t) });
    child.stdout.destroy();
    const { code, err } = await ended(child);
    assert.equal(code, 0);
    assert.equal(err, '');
  });
});
