import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Config, readConfig, settingKeys, settings } from './config.ts';

const work = '/srv/smena';

/** The configuration from nothing but what is given. */
function configOf(given: {
  env?: Record<string, string>;
  args?: Record<string, string>;
  files?: Record<string, string>;
}): Config {
  const { env = {}, args = {}, files = {} } = given;
  const result = readConfig({ env, args, readTextFile: (path) => files[path] ?? null, workFolder: work });
  assert.ok(result.ok, 'the settings were expected to be taken');
  return result.config;
}

const file = (content: unknown, path: string) => ({ [path]: JSON.stringify(content) });

describe('every setting can be written in each place', () => {
  const samples: Record<string, [text: string, value: unknown]> = {
    dataFolder: ['/var/lib/smena', '/var/lib/smena'],
    language: ['en', 'en'],
    timeZone: ['Asia/Yekaterinburg', 'Asia/Yekaterinburg'],
    'http.host': ['::1', '::1'],
    'http.port': ['0', 0],
    'http.access': ['open', 'open'],
    'http.publicUrl': ['https://smena.example', 'https://smena.example/'],
    'http.proxies': ['10.0.0.1', ['10.0.0.1']],
    'http.tls': ['on', true],
    'http.tlsCertificate': ['/etc/smena/web.pem', '/etc/smena/web.pem'],
    'http.tlsKey': ['/etc/smena/web.key', '/etc/smena/web.key'],
    'http.requestsPerMinute': ['600', 600],
    'http.maxConnections': ['300', 300],
    'http.slowestMs': ['30000', 30_000],
    'upper.host': ['centre.example', 'centre.example'],
    'upper.port': ['11001', 11_001],
    'upper.serverCode': ['12', '12'],
    'upper.tls': ['off', false],
    'upper.tlsAuthority': ['/etc/smena/centre.pem', '/etc/smena/centre.pem'],
    'upper.tlsCertificate': ['/etc/smena/server-12.pem', '/etc/smena/server-12.pem'],
    'upper.tlsKey': ['/etc/smena/server-12.key', '/etc/smena/server-12.key'],
    'upper.bytesPerSecond': ['1 MiB', 1_048_576],
    'upper.firstPauseMs': ['2 s', 2_000],
    'upper.longestPauseMs': ['10 min', 600_000],
    'upper.notMovingAfterMs': ['2 h', 7_200_000],
    'provider.issuer': ['https://sso.example', 'https://sso.example/'],
    'provider.clientId': ['smena', 'smena'],
    'provider.name': ['Вход сети', 'Вход сети'],
    'provider.loginClaim': ['email', 'email'],
    'provider.roleClaim': ['roles', 'roles'],
    'provider.roles': [
      'it=administrator, all staff=observer',
      [
        ['it', 'administrator'],
        ['all staff', 'observer'],
      ],
    ],
    'provider.shopsClaim': ['shops', 'shops'],
    'access.sessionMs': ['8 h', 28_800_000],
    'access.idleMs': ['15 min', 900_000],
    'grpc.host': ['kassa.example', 'kassa.example'],
    'grpc.port': ['65535', 65_535],
    'packageLimits.maxMessageBytes': ['16 MiB', 16_777_216],
    'packageLimits.maxInFlightBytes': ['1GiB', 1_073_741_824],
    'registers.serverHost': ['kassa.example', 'kassa.example'],
    'thrift.host': ['127.0.0.1', '127.0.0.1'],
    'thrift.port': ['9090', 9_090],
    'registers.plaintext': ['on', true],
    'registers.tlsCertificate': ['/etc/smena/door.pem', '/etc/smena/door.pem'],
    'registers.tlsKey': ['/etc/smena/door.key', '/etc/smena/door.key'],
    'registers.tlsClientAuthority': ['/etc/smena/registers.pem', '/etc/smena/registers.pem'],
    'registers.tlsRevoked': ['/etc/smena/revoked.pem', '/etc/smena/revoked.pem'],
    'registers.certificates': ['required', 'required'],
    'registers.tokens': ['required', 'required'],
    'registerHttp.plaintext': ['on', true],
    'registers.addresses': ['10.5.0.0/16, 2001:db8::/32,10.6.0.1', ['10.5.0.0/16', '2001:db8::/32', '10.6.0.1']],
    'queue.host': ['broker.example', 'broker.example'],
    'queue.port': ['5671', 5_671],
    'queue.name': ['artix.backward.mcs', 'artix.backward.mcs'],
    'queue.tls': ['on', true],
    'queue.tlsAuthority': ['/etc/smena/broker.pem', '/etc/smena/broker.pem'],
    'registers.maxConnections': ['12000', 12_000],
    'registers.clockToleranceMs': ['20 min', 1_200_000],
    'rearm.silentAfterMs': ['2 h', 7_200_000],
    'rearm.firstPauseMs': ['5 s', 5_000],
    'rearm.longestPauseMs': ['3 h', 10_800_000],
    'rearm.gapDays': ['30', 30],
    'archive.time': ['00:05', '00:05'],
    'archive.keepDays': ['60', 60],
    'archive.errorAfterMs': ['0 ms', 0],
    'archive.lowDays': ['14', 14],
    'dictionaries.localDirectory': ['/opt/cashserver/dicts', '/opt/cashserver/dicts'],
    'dictionaries.root': ['/opt/cashserver', '/opt/cashserver'],
    'registerHttp.host': ['10.0.0.1', '10.0.0.1'],
    'registerHttp.port': ['8088', 8_088],
    'database.file': ['/var/lib/smena.db', '/var/lib/smena.db'],
    'folders.waiting': ['/opt/cashserver/waiting', '/opt/cashserver/waiting'],
    'folders.processed': ['/opt/cashserver/processed', '/opt/cashserver/processed'],
    'folders.error': ['/opt/cashserver/error', '/opt/cashserver/error'],
    'folders.broken': ['/opt/cashserver/broken', '/opt/cashserver/broken'],
    'folders.processedArchive': ['/opt/backup/processed_archive', '/opt/backup/processed_archive'],
    'folders.errorArchive': ['/opt/backup/error_archive', '/opt/backup/error_archive'],
    'folders.brokenArchive': ['/opt/backup/broken_archive', '/opt/backup/broken_archive'],
    'folders.exchange': ['/srv/erp', '/srv/erp'],
    minFreeBytes: ['0', 0],
    'packageLimits.maxExpandedBytes': ['1 mib', 1_048_576],
    'packageLimits.maxEntries': ['1', 1],
    'transfers.confirmFromDays': ['3', 3],
    'transfers.requestedMs': ['1 h', 3_600_000],
    'transfers.acceptedMs': ['3 min', 180_000],
    'transfers.preparingMs': ['20 min', 1_200_000],
    'transfers.sentMs': ['30 s', 30_000],
    'transfers.receivedMs': ['1 s', 1_000],
    'transfers.loadedMs': ['168 h', 604_800_000],
    'registers.commandCashCode': ['code', 'code'],
    'exports.openShiftIntervalMs': ['2 min', 120_000],
    'exports.lookIntervalMs': ['1 s', 1_000],
    'exports.notTakenAfterMs': ['2 h', 7_200_000],
    'folders.salesArchive': ['/opt/backup/sales_archive', '/opt/backup/sales_archive'],
    'folders.serverBackup': ['/opt/backup/server', '/opt/backup/server'],
    'backup.at': ['off', null],
    'backup.everyDays': ['1', 1],
    'backup.keep': ['12', 12],
    'trim.afterDays': ['730', 730],
    'trim.shopDays': [
      '12=730,15=off',
      new Map<string, number | null>([
        ['12', 730],
        ['15', null],
      ]),
    ],
    'trim.at': ['23:59', '23:59'],
    'trim.unchecked': ['on', true],
    'push.url': ['https://erp.example/smena', 'https://erp.example/smena'],
  };

  const SERVER_KEYS = {
    SMENA_REGISTERS_TLS_CERTIFICATE: '/etc/smena/door.pem',
    SMENA_REGISTERS_TLS_KEY: '/etc/smena/door.key',
  };

  const PROVIDER = {
    SMENA_PROVIDER_ISSUER: 'https://sso.example',
    SMENA_PROVIDER_CLIENT_ID: 'smena',
    SMENA_PROVIDER_CLIENT_SECRET: 'key',
    SMENA_PROVIDER_ROLES: 'it=administrator',
  };
  const except = (key: keyof typeof PROVIDER) =>
    Object.fromEntries(Object.entries(PROVIDER).filter(([name]) => name !== key));

  const UPPER = { SMENA_UPPER_HOST: 'centre.example', SMENA_UPPER_SERVER_CODE: '12' };

  /** What a setting is of no use without. */
  const beside: Record<string, Record<string, string>> = {
    'registers.tlsCertificate': { SMENA_REGISTERS_TLS_KEY: '/etc/smena/door.key' },
    'registers.tlsKey': { SMENA_REGISTERS_TLS_CERTIFICATE: '/etc/smena/door.pem' },
    'registers.tlsClientAuthority': SERVER_KEYS,
    'registers.tlsRevoked': { ...SERVER_KEYS, SMENA_REGISTERS_TLS_CLIENT_AUTHORITY: '/etc/smena/registers.pem' },
    'http.tlsCertificate': { SMENA_HTTP_TLS_KEY: '/etc/smena/web.key' },
    'http.tlsKey': { SMENA_HTTP_TLS_CERTIFICATE: '/etc/smena/web.pem' },
    'upper.host': { SMENA_UPPER_SERVER_CODE: '12' },
    'upper.port': UPPER,
    'upper.serverCode': { SMENA_UPPER_HOST: 'centre.example' },
    'upper.tls': UPPER,
    'upper.tlsAuthority': UPPER,
    'upper.tlsCertificate': { ...UPPER, SMENA_UPPER_TLS_KEY: '/etc/smena/server-12.key' },
    'upper.tlsKey': { ...UPPER, SMENA_UPPER_TLS_CERTIFICATE: '/etc/smena/server-12.pem' },
    'upper.bytesPerSecond': UPPER,
    'upper.firstPauseMs': UPPER,
    'upper.longestPauseMs': UPPER,
    'upper.notMovingAfterMs': UPPER,
    'provider.issuer': except('SMENA_PROVIDER_ISSUER'),
    'provider.clientId': except('SMENA_PROVIDER_CLIENT_ID'),
    'provider.roles': except('SMENA_PROVIDER_ROLES'),
    'provider.name': PROVIDER,
    'provider.loginClaim': PROVIDER,
    'provider.roleClaim': PROVIDER,
    'provider.shopsClaim': PROVIDER,
    'queue.tlsAuthority': { SMENA_QUEUE_TLS: 'on' },
    'push.url': { SMENA_PUSH_SECRET: 'key' },
  };

  const read = (config: Config, key: string): unknown =>
    key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], config);

  for (const key of settingKeys.filter((name) => !settings[name].secret)) {
    test(key, () => {
      const [text, value] = samples[key] ?? assert.fail(`no sample for ${key}`);
      const { variable, option } = settings[key];
      const others = beside[key] ?? {};
      assert.deepEqual(read(configOf({ env: { ...others, [variable]: text } }), key), value, 'environment');
      assert.deepEqual(read(configOf({ env: others, args: { [option ?? '']: text } }), key), value, 'option');
      const nested = key.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), text);
      const named = { env: others, files: file(nested, '/etc/smena.json'), args: { config: '/etc/smena.json' } };
      assert.deepEqual(read(configOf(named), key), value, 'file');
    });
  }
});

test('variables and options are spelled after their keys', () => {
  for (const key of settingKeys) {
    const words = key.replace(/[A-Z]/g, (letter) => `.${letter.toLowerCase()}`).split('.');
    assert.equal(settings[key].variable, `SMENA_${words.join('_').toUpperCase()}`);
    const short: Record<string, string> = { dataFolder: 'data', language: 'lang' };
    if (!settings[key].secret) assert.equal(settings[key].option, short[key] ?? words.join('-'));
  }
});
