/** What is installed beside the program: units, a cron line, and the script of the original server under its name. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readUnit } from './unit-file.ts';

const packaging = (...names: string[]) => join(root, 'packaging', ...names);
const script = packaging('cashserver', 'processed_zip.sh');
/** How much `systemd-analyze security` may find open. */
const MOST_EXPOSED = 20;

/** What every service says: JavaScript is compiled while it runs, so its memory cannot be kept from being both written and run. */
const SANDBOX: Readonly<Record<string, string>> = {
  User: 'smena',
  UMask: '0027',
  LimitCORE: '0',
  ProtectSystem: 'strict',
  ...Object.fromEntries(
    [
      ...[
        'ProtectHome',
        'PrivateTmp',
        'PrivateDevices',
        'PrivateUsers',
        'PrivateIPC',
        'PrivateMounts',
        'RemoveIPC',
        'NoNewPrivileges',
      ],
      ...['ProtectKernelTunables', 'ProtectKernelModules', 'ProtectKernelLogs', 'ProtectControlGroups', 'ProtectClock'],
      ...['ProtectHostname', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID', 'LockPersonality'],
    ].map((key) => [key, 'yes']),
  ),
  ProtectProc: 'invisible',
  DevicePolicy: 'closed',
  KeyringMode: 'private',
  CapabilityBoundingSet: '',
  AmbientCapabilities: '',
  RestrictAddressFamilies: 'AF_INET AF_INET6 AF_UNIX',
  SystemCallArchitectures: 'native',
  SystemCallFilter: '@system-service',
};
const units = readdirSync(packaging('systemd')).filter((name) => /\.(service|timer)$/.test(name));

test('units are read without a fault, and by systemd itself where it is', () => {
  assert.deepEqual(units.sort(), ['smena-dictionaries.service', 'smena-dictionaries.timer', 'smena.service']);
  for (const name of units)
    assert.deepEqual(readUnit(readFileSync(packaging('systemd', name), 'utf8')).faults, [], name);
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  if (!hasSystemd) return;
  for (const name of units) {
    const said = spawnSync('systemd-analyze', ['verify', packaging('systemd', name)], { encoding: 'utf8' });
    // Programs and users of an installation are not on the machine of the tests.
    const faults = said.stderr
      .split('\n')
      .filter((line) => /Unknown|Failed to parse|Invalid|not understood/i.test(line));
    assert.deepEqual(faults, [], name);
    if (!name.endsWith('.service')) continue;
    // Of 100, which is a service that may do everything.
    const asked = [
      'security',
      '--offline=true',
      '--no-pager',
      `--threshold=${MOST_EXPOSED}`,
      packaging('systemd', name),
    ];
    const judged = spawnSync('systemd-analyze', asked, { encoding: 'utf8' });
    assert.equal(judged.status, 0, `${name}: ${judged.stdout}${judged.stderr}`);
  }
});

test('both services are shut in: nothing of the system is theirs but what they need', () => {
  for (const name of units.filter((unit) => unit.endsWith('.service'))) {
    const { lines } = readUnit(readFileSync(packaging('systemd', name), 'utf8'));
    const set = Object.fromEntries(lines.map(({ key, value }) => [key, value]));
    for (const [key, value] of Object.entries(SANDBOX)) assert.equal(set[key], value, `${name}: ${key}`);
  }
});

test('what is wrong with a unit is found', () => {
  const faults = (text: string) => readUnit(text).faults.length;
  assert.equal(faults('[Service]\nUser=smena\n'), 0);
  for (const text of [
    '[Servic]\n',
    '[Service]\nUsr=smena\n',
    'User=smena\n',
    '[Service]\nUser smena\n',
    '[Unit]\nUser=x\n',
  ])
    assert.equal(faults(text), 1, text);
});

test('the server runs as an ordinary user in a sandbox, started as the documents say', () => {
  const { lines } = readUnit(readFileSync(packaging('systemd', 'smena.service'), 'utf8'));
  const settingOf = (key: string) => lines.find((line) => line.key === key)?.value;
  assert.equal(settingOf('User'), 'smena');
  assert.deepEqual(
    ['ProtectSystem', 'NoNewPrivileges', 'CapabilityBoundingSet', 'ProtectHome', 'PrivateTmp'].map(settingOf),
    ['strict', 'yes', '', 'yes', 'yes'],
  );
  const [documented] = /^ExecStart=.*$/m.exec(readFileSync(join(root, 'docs', 'operations.md'), 'utf8')) ?? [];
  assert.equal(`ExecStart=${settingOf('ExecStart')}`, documented);
});

test('M37 M42 cron and the timer start it every day at 03:33:00', () => {
  const { lines } = readUnit(readFileSync(packaging('systemd', 'smena-dictionaries.timer'), 'utf8'));
  const timer = Object.fromEntries(lines.map(({ key, value }) => [key, value]));
  assert.deepEqual([timer['OnCalendar'], timer['AccuracySec'], timer['Persistent']], ['*-*-* 03:33:00', '1s', 'yes']);
  const jobs = readFileSync(packaging('cron', 'smena'), 'utf8')
    .split('\n')
    .filter((line) => /^[\d*]/.test(line));
  assert.equal(jobs.length, 1);
  const [minute, hour, day, month, weekday, user, command] = jobs[0]?.split(/\s+/) ?? [];
  assert.deepEqual([minute, hour, day, month, weekday], ['33', '3', '*', '*', '*']);
  assert.deepEqual([user, command], ['smena', '/opt/cashserver/processed_zip.sh']);
});

test('M35 M36 M43 processed_zip.sh packs the files and clears the dictionaries of a running server, and tells when it is away', async (t) => {
  execFileSync('bash', ['-n', script]);
  assert.ok((statSync(script).mode & 0o111) !== 0, 'it can be started');
  const top = temporaryFolder(t);
  const dicts = join(top, 'dicts');
  mkdirSync(dicts);
  writeFileSync(join(dicts, 'goods.aif'), 'goods');
  const env = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts };
  const server = await startTestServer({ dataFolder: temporaryFolder(t), env });
  t.after(() => server.kill());
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  await untilSettled(api);
  const run = () =>
    spawnSync('bash', [script], {
      encoding: 'utf8',
      env: {
        PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
        LANG: 'C.UTF-8',
        SMENA: join(root, 'bin', 'smena.mjs'),
        SMENA_SERVER: server.url,
        SMENA_DICTIONARIES_ROOT: top,
      },
    });
  const done = run();
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /file-\d\d-\d\d-\d\d\.tgz/);
  assert.deepEqual(readdirSync(join(server.dataFolder, 'queue', 'processed')), []);
  assert.deepEqual(readdirSync(dicts), []);
  assert.equal(run().status, 0, 'a second run of a day finds nothing to do');
  assert.equal(readdirSync(join(server.dataFolder, 'backup', 'processed_archive')).length, 1);
  writeFileSync(join(dicts, 'goods.aif'), 'goods');
  await server.kill();
  assert.equal(run().status, 8);
  assert.deepEqual(readdirSync(dicts), ['goods.aif'], 'M44');
});
