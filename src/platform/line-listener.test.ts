import assert from 'node:assert/strict';
import { once } from 'node:events';
import { BlockList, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { type Authority, openAuthority } from '../certificates/authority.ts';
import { type LineRefusal, type LineTerms, openLineListener, type Peer, plaintextLine } from './line-listener.ts';

const DAY_MS = 86_400_000;

/** An authority in the folder, at a time so many days from now. */
const authorityIn = async (folder: string, days = 0): Promise<Authority> =>
  (await openAuthority(folder, Date.now() + days * DAY_MS)).authority;

async function keysOf(authority: Authority, revoked: readonly string[] = []) {
  const { certificate, key } = await authority.issueServer(['localhost', '127.0.0.1'], 30);
  return {
    cert: Buffer.from(certificate),
    key: Buffer.from(key),
    ca: [Buffer.from(authority.certificate)],
    crl: [Buffer.from(await authority.revocationList(revoked))],
  };
}

/** A door that answers what it gets and tells who came. */
async function openDoor(t: TestContext, terms: Partial<LineTerms>) {
  const peers: Peer[] = [];
  const refusals: LineRefusal[] = [];
  const listener = await openLineListener({
    host: '127.0.0.1',
    port: 0,
    terms: { ...plaintextLine, plaintext: false, ...terms },
    maxConnections: 10,
    maxGreetingMs: 60_000,
    accept(socket, peer) {
      peers.push(peer);
      socket.on('error', () => socket.destroy());
      socket.pipe(socket);
    },
    onRefused: (refusal) => void refusals.push(refusal),
    onFull: () => undefined,
    onFailure: (cause) => assert.fail(cause),
  });
  t.after(async () => {
    listener.refuseNew();
    listener.destroy();
    await listener.closed;
  });
  return { listener, peers, refusals, port: listener.port };
}

/** What comes back for `hello`; empty when the connection was ended instead. */
async function talk(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    heard += bytes.toString();
    if (heard.length >= 5) socket.end();
  });
  socket.write('hello');
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

const plain = (port: number) => talk(connect(port, '127.0.0.1'));
const secure = (port: number, options: ConnectionOptions) =>
  talk(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: true, ...options }));

test('M18: plaintext and TLS come to one port, and who shows a certificate is known by it', async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const { port, peers, refusals } = await openDoor(t, { keys: await keysOf(authority), plaintext: true });
  const register = await authority.issueRegister('_cash_3_0a1b', 90);
  const trust = { ca: authority.certificate };
  assert.equal(await plain(port), 'hello');
  assert.equal(await secure(port, trust), 'hello');
  assert.equal(await secure(port, { ...trust, cert: register.certificate, key: register.key }), 'hello');
  const { serialNumber, fingerprint, validToMs } = register;
  const certificate = { names: ['_cash_3_0a1b'], serialNumber, fingerprint, validToMs };
  assert.deepEqual(peers, [
    { address: '127.0.0.1', secure: false, certificate: null },
    { address: '127.0.0.1', secure: true, certificate: null },
    { address: '127.0.0.1', secure: true, certificate },
  ]);
  assert.deepEqual(refusals, []);
});

test('M18: wrong certificates are turned away, each with its reason and what it shows', async (t) => {
  const folder = temporaryFolder(t);
  const authority = await authorityIn(folder);
  const revoked = await authority.issueRegister('lost', 90);
  const keys = await keysOf(authority, [revoked.serialNumber]);
  const { port, peers, refusals } = await openDoor(t, { keys, certificateRequired: true });
  const shown = {
    none: null,
    revoked,
    foreign: await (await authorityIn(temporaryFolder(t))).issueRegister('rogue', 90),
    expired: await (await authorityIn(folder, -400)).issueRegister('old', 30),
    young: await (await authorityIn(folder, 400)).issueRegister('new', 30),
  };
  for (const own of Object.values(shown)) {
    const by = own === null ? {} : { cert: own.certificate, key: own.key };
    assert.equal(await secure(port, { ca: authority.certificate, ...by }), '');
  }
  assert.equal(await plain(port), '');
  assert.deepEqual(
    refusals.map(({ code, certificate }) => [code, certificate?.names[0] ?? null]),
    [
      ['line.no_certificate', null],
      ['line.certificate_revoked', 'lost'],
      ['line.certificate_foreign', 'rogue'],
      ['line.certificate_expired', 'old'],
      ['line.certificate_too_young', 'new'],
      ['line.plaintext', null],
    ],
  );
  assert.deepEqual(peers, []);
  const good = await authority.issueRegister('good', 90);
  const by = { cert: good.certificate, key: good.key };
  assert.equal(await secure(port, { ca: authority.certificate, ...by }), 'hello');
});

test('who begins TLS and goes on with noise is told of and holds nobody up', async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const { port, refusals } = await openDoor(t, { keys: await keysOf(authority) });
  const noise = connect(port, '127.0.0.1');
  noise.write(Buffer.from([0x16, 0x03, 0x01, 0x00, 0x02, 0xff, 0xff]));
  // An alert of TLS, and the end.
  assert.equal((await talk(noise)).charCodeAt(0), 0x15);
  assert.equal(await secure(port, { ca: authority.certificate }), 'hello');
  assert.deepEqual(
    refusals.map(({ code, cause }) => [code, cause !== '']),
    [['line.not_tls', true]],
  );
});

test('P20: only addresses that are allowed come in', async (t) => {
  const addresses = new BlockList();
  addresses.addSubnet('10.5.0.0', 16, 'ipv4');
  const { port, refusals, listener } = await openDoor(t, { plaintext: true, addresses });
  assert.equal(await plain(port), '');
  assert.deepEqual(refusals, [{ code: 'line.address', address: '127.0.0.1', certificate: null, cause: '' }]);
  addresses.addAddress('127.0.0.1', 'ipv4');
  listener.change({ ...plaintextLine, addresses });
  assert.equal(await plain(port), 'hello');
});

test('M18: without a certificate and without plaintext nobody is let in, until there is one', async (t) => {
  const { port, refusals, listener } = await openDoor(t, {});
  assert.equal(await plain(port), '');
  assert.deepEqual(refusals, [{ code: 'line.closed', address: '127.0.0.1', certificate: null, cause: '' }]);
  const authority = await authorityIn(temporaryFolder(t));
  listener.change({ ...plaintextLine, plaintext: false, keys: await keysOf(authority) });
  const tls = connectTls({ port, host: '127.0.0.1', ca: authority.certificate });
  assert.equal(await talk(tls), 'hello');
});

test('new keys hold from the next connection on, who is connected stays, bad ones change nothing', async (t) => {
  const [before, after] = [await authorityIn(temporaryFolder(t)), await authorityIn(temporaryFolder(t))];
  const terms = { ...plaintextLine, plaintext: false };
  const { port, listener } = await openDoor(t, { ...terms, keys: await keysOf(before) });
  const long = connectTls({ port, host: '127.0.0.1', ca: before.certificate });
  await once(long, 'secureConnect');
  listener.change({ ...terms, keys: await keysOf(after) });
  assert.equal(await secure(port, { ca: before.certificate }), '');
  assert.equal(await secure(port, { ca: after.certificate }), 'hello');
  assert.equal(await talk(long), 'hello');
  const broken = { cert: Buffer.from('no certificate'), key: Buffer.from('no key') };
  assert.throws(() => listener.change({ ...terms, keys: broken }));
  assert.equal(await secure(port, { ca: after.certificate }), 'hello');
});

test('M18: who is connected by a certificate that is taken back is let go, the others stay', async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const keys = await keysOf(authority);
  const terms = { ...plaintextLine, plaintext: false, keys };
  const { port, listener, refusals } = await openDoor(t, terms);
  const [lost, good] = [await authority.issueRegister('lost', 90), await authority.issueRegister('good', 90)];
  const connected = async ({ certificate, key }: { certificate: string; key: string }) => {
    const socket = connectTls({ port, host: '127.0.0.1', ca: authority.certificate, cert: certificate, key });
    socket.on('error', () => undefined);
    socket.write('x');
    await once(socket, 'data');
    return socket;
  };
  const [first, second] = [await connected(lost), await connected(good)];
  const gone = once(first, 'close');
  listener.change({ ...terms, revoked: new Set([lost.serialNumber]) });
  await gone;
  assert.deepEqual(
    refusals.map(({ code, certificate }) => [code, certificate?.names[0]]),
    [['line.certificate_revoked', 'lost']],
  );
  second.write('y');
  assert.equal(String((await once(second, 'data'))[0]), 'y');
  second.destroy();
});

test('who says nothing is let go, and the others are served meanwhile', async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const silent: Socket[] = [];
  const { port, listener } = await openDoor(t, { keys: await keysOf(authority), plaintext: true });
  for (let count = 0; count < 3; count += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    silent.push(socket);
  }
  assert.equal(await plain(port), 'hello');
  const gone = silent.map((socket) => once(socket, 'close'));
  listener.destroy();
  await Promise.all(gone);
});
