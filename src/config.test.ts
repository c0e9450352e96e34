import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configOf, type Given, problemsOf, sources, work } from '../tests/support/config.ts';
import { readConfig, settingKeys } from './config.ts';

const file = (content: unknown, path = `${work}/data/smena.config.json`) => ({ [path]: JSON.stringify(content) });

test('nothing written gives the defaults', () => {
  const { shown: _, ...config } = configOf({});
  assert.deepEqual(config, {
    dataFolder: `${work}/data`,
    configFile: null,
    language: 'ru',
    timeZone: 'Europe/Moscow',
    http: {
      ...{ host: '127.0.0.1', port: 8080, access: 'required', publicUrl: null, proxies: null },
      ...{ tls: false, tlsCertificate: null, tlsKey: null },
      ...{ requestsPerMinute: 1200, maxConnections: 1000, slowestMs: 120_000 },
    },
    provider: null,
    upper: null,
    access: { sessionMs: 43_200_000, idleMs: 1_800_000 },
    grpc: { host: '0.0.0.0', port: 10001 },
    registers: {
      serverHost: null,
      maxConnections: 4000,
      clockToleranceMs: 900_000,
      commandCashCode: 'id',
      plaintext: false,
      tlsCertificate: null,
      tlsKey: null,
      tlsClientAuthority: null,
      tlsRevoked: null,
      certificates: 'asked',
      tokens: 'asked',
      addresses: null,
    },
    thrift: { host: '0.0.0.0', port: 10002 },
    queue: {
      host: null,
      port: 5672,
      name: 'artix.backward.cs',
      user: null,
      password: null,
      tls: false,
      tlsAuthority: null,
    },
    registerHttp: { host: '0.0.0.0', port: 8081, plaintext: false },
    database: { engine: 'sqlite', file: `${work}/data/smena.db` },
    folders: {
      waiting: `${work}/data/queue/waiting`,
      processed: `${work}/data/queue/processed`,
      error: `${work}/data/queue/error`,
      broken: `${work}/data/queue/broken`,
      processedArchive: `${work}/data/backup/processed_archive`,
      errorArchive: `${work}/data/backup/error_archive`,
      brokenArchive: `${work}/data/backup/broken_archive`,
      exchange: `${work}/data/exchange`,
      salesArchive: `${work}/data/backup/sales_archive`,
      serverBackup: `${work}/data/backup/server`,
    },
    minFreeBytes: 536_870_912,
    packageLimits: {
      maxMessageBytes: 67_108_864,
      maxInFlightBytes: 4_194_304,
      maxExpandedBytes: 268_435_456,
      maxEntries: 16,
    },
    transfers: {
      confirmFromDays: 7,
      requestedMs: 600_000,
      acceptedMs: 120_000,
      preparingMs: 900_000,
      sentMs: 120_000,
      receivedMs: 600_000,
      loadedMs: 300_000,
    },
    rearm: { silentAfterMs: 1_800_000, firstPauseMs: 120_000, longestPauseMs: 3_600_000, gapDays: 31 },
    exports: { openShiftIntervalMs: 60_000, lookIntervalMs: 5_000, notTakenAfterMs: 1_800_000 },
    archive: { time: '03:33', keepDays: 30, errorAfterMs: 86_400_000, lowDays: 7 },
    dictionaries: { localDirectory: null, root: null },
    push: { url: null, secret: null },
    trim: { afterDays: 1_095, shopDays: new Map(), at: '03:40', unchecked: false },
    backup: { at: '02:10', everyDays: 7, keep: 4 },
  });
});

describe('precedence', () => {
  const files = file({ http: { port: 1001, host: 'a' }, timeZone: 'Asia/Omsk' });

  test('the file beats the default', () => {
    const config = configOf({ files });
    assert.equal(config.http.port, 1001);
    assert.equal(config.configFile, `${work}/data/smena.config.json`);
  });
  test('the environment beats the file, setting by setting', () => {
    const config = configOf({ files, env: { SMENA_HTTP_PORT: '1002' } });
    assert.deepEqual([config.http.host, config.http.port], ['a', 1002]);
  });
  test('an option beats the environment', () => {
    const config = configOf({ files, env: { SMENA_HTTP_PORT: '1002' }, args: { 'http-port': '1003' } });
    assert.equal(config.http.port, 1003);
    assert.equal(config.timeZone, 'Asia/Omsk');
  });
  test('an empty variable counts as not set', () => {
    assert.equal(configOf({ files, env: { SMENA_HTTP_PORT: '' } }).http.port, 1001);
  });
});

describe('paths', () => {
  test('of options and environment start from the working folder, the other folders from the data folder', () => {
    const config = configOf({ args: { data: 'd' }, env: { SMENA_FOLDERS_EXCHANGE: 'erp' } });
    assert.equal(config.folders.exchange, `${work}/erp`);
    assert.equal(config.folders.waiting, `${work}/d/queue/waiting`);
    assert.deepEqual(config.database, { engine: 'sqlite', file: `${work}/d/smena.db` });
  });
  test('of a file start from the folder of the file', () => {
    const files = file({ dataFolder: 'd', folders: { exchange: '../erp' } }, '/etc/smena/settings.json');
    const config = configOf({ files, env: { SMENA_CONFIG: '/etc/smena/settings.json' } });
    assert.equal(config.dataFolder, '/etc/smena/d');
    assert.equal(config.folders.exchange, '/etc/erp');
  });
  test('the folders of the original server fit side by side', () => {
    const config = configOf({
      files: file({
        folders: {
          waiting: '/opt/cashserver/waiting',
          processed: '/opt/cashserver/processed',
          error: '/opt/cashserver/error',
          broken: '/opt/cashserver/broken',
          processedArchive: '/opt/backup/processed_archive',
          errorArchive: '/opt/backup/error_archive',
          brokenArchive: '/opt/backup/broken_archive',
        },
      }),
    });
    assert.equal(config.folders.errorArchive, '/opt/backup/error_archive');
  });
});

describe('secrets', () => {
  const url = 'postgres://smena:pw@db:5432/smena';

  test('come from the environment', () => {
    assert.deepEqual(configOf({ env: { SMENA_DATABASE_URL: url } }).database, { engine: 'postgres', url });
  });
  test('or from a file named there, without the line end', () => {
    const given = { env: { SMENA_DATABASE_URL_FILE: '/run/secrets/db' }, files: { '/run/secrets/db': `${url}\n` } };
    assert.deepEqual(configOf(given).database, { engine: 'postgres', url });
  });
  test('are never repeated in a problem', () => {
    const [problem] = problemsOf({ env: { SMENA_DATABASE_URL: 'mysql://root:pa55word@db/x' } });
    assert.equal(problem?.setting, 'database.url');
    assert.ok(!JSON.stringify(problem).includes('pa55word'));
  });
});

/** What is written, and the settings that must be named for it. */
const refused: [title: string, given: Given, settings: string[], mentions?: string][] = [
  ['a port that is none', { env: { SMENA_HTTP_PORT: '80a' } }, ['http.port']],
  ['a port beyond the last', { env: { SMENA_GRPC_PORT: '65536' } }, ['grpc.port']],
  ['a negative port', { args: { 'http-port': '-1' } }, ['http.port']],
  ['a host with a port', { env: { SMENA_HTTP_HOST: '127.0.0.1:80' } }, ['http.host']],
  [
    'no log-in on an address of the network',
    { env: { SMENA_HTTP_ACCESS: 'open', SMENA_HTTP_HOST: '0.0.0.0' } },
    ['http.access'],
    '0.0.0.0',
  ],
  ['a log-in that is none', { env: { SMENA_HTTP_ACCESS: 'off' } }, ['http.access'], 'required, open'],
  ['an unknown language', { args: { lang: 'de' } }, ['language'], 'ru, en'],
  ['an unknown time zone', { env: { SMENA_TIME_ZONE: 'Moscow' } }, ['timeZone'], 'Europe/Moscow'],
  ['a size with a decimal unit', { env: { SMENA_MIN_FREE_BYTES: '5 MB' } }, ['minFreeBytes'], 'MiB'],
  [
    'a size below the least',
    { env: { SMENA_PACKAGE_LIMITS_MAX_MESSAGE_BYTES: '1 KiB' } },
    ['packageLimits.maxMessageBytes'],
    '64 KiB',
  ],
  [
    'a duration without meaning',
    { env: { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: 'often' } },
    ['exports.openShiftIntervalMs'],
  ],
  [
    'a fraction where whole numbers are counted',
    { files: file({ packageLimits: { maxEntries: 1.5 } }) },
    ['packageLimits.maxEntries'],
  ],
  [
    'an address to send to without the key',
    { env: { SMENA_PUSH_URL: 'http://erp.example/in' } },
    ['push.url'],
    'push.secret',
  ],
  [
    'an address with a password',
    { env: { SMENA_PUSH_URL: 'http://a:b@erp.example/', SMENA_PUSH_SECRET: 'x' } },
    ['push.url'],
  ],
  ['a user without a password', { env: { SMENA_QUEUE_USER: 'smena' } }, ['queue.user'], 'queue.password'],
  [
    'a certificate without its key',
    { args: { 'registers-tls-certificate': 'a.pem' } },
    ['registers.tlsCertificate'],
    'tlsKey',
  ],
  ['a broker at port 0', { env: { SMENA_QUEUE_PORT: '0' } }, ['queue.port'], '1'],
  ['neither on nor off', { env: { SMENA_QUEUE_TLS: 'yes' } }, ['queue.tls'], 'on'],
  ['an empty option', { args: { data: '' } }, ['dataFolder']],
  ['an empty group that nobody knows', { files: file({ thirft: {} }) }, ['thirft']],
  ['null for a group', { files: file({ grpc: null }) }, ['grpc'], 'null'],
  ['a text for a group', { files: file({ http: '8080' }) }, ['http'], '"8080"'],
  ['a key written nested and flat', { files: file({ 'http.port': 1, http: { port: 1 } }) }, ['http.port']],
  [
    'a key written twice in its group',
    { files: { [`${work}/data/smena.config.json`]: '{"http": {"port": 1, "host": "a", "port": 1}}' } },
    ['http.port'],
  ],
  [
    'a group written twice',
    {
      files: { [`${work}/data/smena.config.json`]: '{"http": {"port": 1}, "a": ["{", "http"], "http": {"host": "a"}}' },
    },
    ['http', 'a'],
  ],
  ['a list where a text is expected', { files: file({ http: { host: ['a'] } }) }, ['http.host'], '["a"]'],
  ['a group where a text is expected', { files: file({ language: { ru: true } }) }, ['language']],
  ['a slip in a variable', { env: { SMENA_HTP_PORT: '1' } }, ['SMENA_HTP_PORT'], 'SMENA_HTTP_PORT'],
  ['a variable that resembles none', { env: { SMENA_WHATEVER_IT_MAY_BE: '1' } }, ['SMENA_WHATEVER_IT_MAY_BE']],
  ['a slip in a key', { files: file({ http: { prot: 1 } }) }, ['http.prot'], 'http.port'],
  ['an unknown group', { files: file({ thirft: { port: 1 } }) }, ['thirft.port']],
  ['a file that is not JSON', { files: { [`${work}/data/smena.config.json`]: '{http:' } }, ['config']],
  ['a file that holds a list', { files: file([1]) }, ['config']],
  ['a named file that is not there', { args: { config: '/etc/none.json' } }, ['config'], '/etc/none.json'],
  [
    'a secret in the file',
    { files: file({ database: { url: 'postgres://a@b/c' } }) },
    ['database.url'],
    'SMENA_DATABASE_URL_FILE',
  ],
  ['a secret file that is not there', { env: { SMENA_DATABASE_URL_FILE: '/run/none' } }, ['database.url'], '/run/none'],
  ['an address of another database', { env: { SMENA_DATABASE_URL: 'mysql://a@b/c' } }, ['database.url']],
  ['an address without a database', { env: { SMENA_DATABASE_URL: 'postgres://a@b' } }, ['database.url']],
  [
    'two databases',
    { env: { SMENA_DATABASE_URL: 'postgres://a@b/c', SMENA_DATABASE_FILE: 'x.db' } },
    ['database.file'],
  ],
  ['one port for two doors', { env: { SMENA_HTTP_PORT: '10001' } }, ['grpc.port'], '10001'],
  [
    'two queue folders in one place',
    { env: { SMENA_FOLDERS_ERROR: 'q', SMENA_FOLDERS_BROKEN: 'q' } },
    ['folders.broken'],
  ],
  [
    'a queue folder inside another',
    { env: { SMENA_FOLDERS_WAITING: '/q', SMENA_FOLDERS_ERROR: '/q/e' } },
    ['folders.error'],
    '/q/e',
  ],
  [
    'a queue folder around another',
    { env: { SMENA_FOLDERS_WAITING: '/q/w', SMENA_FOLDERS_BROKEN: '/q' } },
    ['folders.broken'],
    '/q/w',
  ],
  [
    'an archive inside the exchange',
    { env: { SMENA_FOLDERS_EXCHANGE: '/x', SMENA_FOLDERS_ERROR_ARCHIVE: '/x/a' } },
    ['folders.exchange'],
  ],
  ['an exchange folder around the data', { env: { SMENA_FOLDERS_EXCHANGE: '/srv' } }, ['folders.exchange']],
  [
    'a queue folder that is the data folder',
    { env: { SMENA_FOLDERS_WAITING: `${work}/data` } },
    ['folders.processed', 'folders.error', 'folders.broken', 'folders.waiting'],
  ],
  ['a database inside the exchange', { env: { SMENA_DATABASE_FILE: `${work}/data/exchange/s.db` } }, ['database.file']],
  ['a found file that points to other data', { files: file({ dataFolder: '/elsewhere' }) }, ['dataFolder'], '--config'],
];

describe('refused, with what to write instead', () => {
  for (const [title, given, names, mentions] of refused) {
    test(title, () => {
      const problems = problemsOf(given);
      for (const name of names)
        assert.ok(
          problems.some((problem) => problem.setting === name),
          JSON.stringify(problems),
        );
      for (const { text } of problems) {
        assert.match(text.ru, /[а-яё].*\.$/is);
        assert.match(text.en, /^[^а-яё]+\.$/is);
        if (mentions !== undefined && problems.length === 1)
          assert.ok(text.ru.includes(mentions) && text.en.includes(mentions));
      }
    });
  }
});

test('what is in force is shown with its place and without secrets', () => {
  const result = readConfig(
    sources({ env: { SMENA_DATABASE_URL: 'postgres://a:pa55word@b/c', SMENA_MIN_FREE_BYTES: '1 GiB' } }),
  );
  assert.ok(result.ok);
  assert.deepEqual(
    result.shown.map(({ key }) => key),
    settingKeys,
  );
  const shown = Object.fromEntries(result.shown.map(({ key, ...rest }) => [key, rest]));
  assert.deepEqual(shown['database.url'], { value: '***', source: 'SMENA_DATABASE_URL' });
  assert.deepEqual(shown.minFreeBytes, { value: '1 GiB', source: 'SMENA_MIN_FREE_BYTES' });
  assert.deepEqual(shown['http.port'], { value: '8080', source: null });
});

test('every wrong setting is reported at once, each with its place', () => {
  const problems = problemsOf({
    env: { SMENA_HTTP_PORT: 'x', SMENA_DATABASE_URL: 'y', SMENA_NOTHING: 'z' },
    args: { lang: 'fr' },
    files: file({ timeZone: 'Mars/Base', colour: 'blue' }),
  });
  assert.deepEqual(
    problems.map(({ source }) => source).sort(),
    [
      '--lang',
      'SMENA_DATABASE_URL',
      'SMENA_HTTP_PORT',
      'SMENA_NOTHING',
      `${work}/data/smena.config.json: colour`,
      `${work}/data/smena.config.json: timeZone`,
    ].sort(),
  );
});

test('a wrong value is reported also where a stronger place covers it', () => {
  const files = file({ http: { port: 'x' } });
  const problems = problemsOf({ files, env: { SMENA_HTTP_PORT: 'y' }, args: { 'http-port': '8081' } });
  assert.deepEqual(
    problems.map(({ source }) => source),
    [`${work}/data/smena.config.json: http.port`, 'SMENA_HTTP_PORT'],
  );
});

describe('what is wrong is not blamed on others', () => {
  const only = (given: Given, source: string) =>
    assert.deepEqual(
      problemsOf(given).map((problem) => problem.source),
      [source],
    );
  test('a wrong port does not take the other one', () => {
    only({ args: { 'http-port': 'x', 'grpc-port': '8080' } }, '--http-port');
  });
  test('a wrong host does not share its port', () => {
    only({ args: { 'http-host': 'a:1', 'grpc-port': '8080', 'grpc-host': '127.0.0.1' } }, '--http-host');
  });
  test('a wrong folder crosses no other one, and a wrong data folder holds no file', () => {
    only(
      { env: { SMENA_FOLDERS_WAITING: 'a\0', SMENA_FOLDERS_ERROR: `${work}/data/queue/waiting` } },
      'SMENA_FOLDERS_WAITING',
    );
    only({ args: { data: ' ' }, files: file({ colour: 'blue' }, `${work}/smena.config.json`) }, '--data');
  });
});

test('variables of tests and of other programs are nobody’s business', () => {
  configOf({ env: { SMENA_TEST_POSTGRES_URL: 'x', HOME: '/root', SMENARIO: '1' } });
});

test('a data folder that is a file is told as such; a named file below one is not there', () => {
  const readTextFile = (path: string) => {
    throw Object.assign(new Error(`ENOTDIR: not a directory, open '${path}'`), { code: 'ENOTDIR' });
  };
  for (const [args, source] of [
    [{ data: 'a.json' }, '--data'],
    [{}, 'SMENA_DATA_FOLDER'],
  ] as const) {
    const result = readConfig({ ...sources({ args }), readTextFile });
    assert.ok(!result.ok);
    assert.deepEqual(
      result.problems.map((problem) => [problem.setting, problem.source]),
      [['dataFolder', source]],
    );
    assert.match(result.problems[0]?.text.en ?? '', /cannot be a folder/);
  }
  const named = readConfig({ ...sources({ args: { config: '/etc/a.json/b' } }), readTextFile });
  assert.ok(!named.ok && /There is no configuration file/.test(named.problems[0]?.text.en ?? ''));
});

test('a file that cannot be read is a problem, not a crash', () => {
  const result = readConfig({
    ...sources({}),
    readTextFile: () => {
      throw new Error('EACCES: permission denied');
    },
  });
  assert.ok(!result.ok && result.problems[0]?.text.en.includes('permission denied'));
});
