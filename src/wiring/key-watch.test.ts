import assert from 'node:assert/strict';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { tlsFixture } from '../../tests/support/tls-fixture.ts';
import { until } from '../../tests/support/until.ts';
import { openAuthority } from '../certificates/authority.ts';
import { readConfig } from '../config.ts';
import type { IntakeEvent } from '../pipeline/intake/intake.ts';
import { createLogger } from '../platform/logger.ts';
import { type WatchedKeys, watchKeys } from './key-watch.ts';
import { readLine, registerLine } from './register-line.ts';
import { readWebLine, webLine } from './web-line.ts';

const NOW = Date.parse('2026-11-26T00:00:00Z');

/** Lines of registers and pages by files that can be changed; `renew` puts another certificate in their place. */
async function openFiles(t: TestContext) {
  const folder = temporaryFolder(t);
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  copyFileSync(tlsFixture.certificateFile, cert);
  copyFileSync(tlsFixture.keyFile, key);
  const args = {
    ...{ data: folder, 'registers-tls-certificate': cert, 'registers-tls-key': key },
    ...{ 'http-tls': 'on', 'http-tls-certificate': cert, 'http-tls-key': key },
  };
  const read = readConfig({ env: {}, args, readTextFile: () => null, workFolder: '/' });
  assert.ok(read.ok, JSON.stringify(read));
  const { authority } = await openAuthority(join(folder, 'authority'), NOW);
  const renew = async () => {
    const issued = await authority.issueServer(['127.0.0.1'], 30);
    writeFileSync(`${key}.new`, issued.key);
    writeFileSync(`${cert}.new`, issued.certificate);
    renameSync(`${key}.new`, key);
    renameSync(`${cert}.new`, cert);
    return issued.certificate;
  };
  return { config: read.config, cert, renew };
}

function watch(t: TestContext, lines: WatchedKeys[]) {
  const events: IntakeEvent[] = [];
  let looks = 0;
  const loop = watchKeys({
    lines,
    onLook: () => {
      looks += 1;
    },
    events: (event) => events.push(event),
    logger: createLogger(
      () => undefined,
      () => NOW,
    ),
    lookMs: 5,
  });
  t.after(() => loop.stop());
  return { events, looks: (n: number) => until(`${n} looks`, () => looks >= n) };
}

test('M18: a certificate that changes between its reading and the first look holds from that look on', async (t) => {
  const { config, renew } = await openFiles(t);
  const [ofRegisters, ofPages] = [await readLine(config), readWebLine(config)];
  assert.equal(ofPages.keys?.cert.toString(), tlsFixture.certificate.toString());
  // The server opens its doors now, which takes its time; meanwhile somebody renews the certificate.
  const renewed = await renew();
  let [line, page] = ['', ''];
  const lines = [
    registerLine(config, ofRegisters, ({ keys }) => {
      line = keys?.cert.toString() ?? '';
    }),
    webLine({
      config,
      read: ofPages,
      change({ cert }) {
        page = cert.toString();
      },
    }),
  ].filter((one) => one !== null);
  const { events, looks } = watch(t, lines);
  await looks(1);
  assert.deepEqual([line, page], [renewed, renewed]);
  assert.deepEqual(
    events.map(({ code }) => code),
    ['lines.keys_changed', 'lines.web_keys_changed'],
  );
});

test('M18: files that stay as they were read are not read again; a change that cannot be used is told once and leaves what holds', async (t) => {
  const { config, cert, renew } = await openFiles(t);
  const taken: string[] = [];
  const line = registerLine(config, await readLine(config), ({ keys }) => taken.push(keys?.cert.toString() ?? ''));
  const { events, looks } = watch(t, [line]);
  await looks(3);
  assert.deepEqual([taken, events], [[], []]);
  writeFileSync(cert, 'no certificate');
  await until('it is told', () => events.length > 0);
  await looks(10);
  assert.deepEqual([taken, events.map(({ code }) => code)], [[], ['lines.keys_unusable']]);
  const renewed = await renew();
  await until('the next one is taken', () => taken.includes(renewed));
});
