import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { credentials } from '@grpc/grpc-js';
import { Handshake, SalesPackage } from '../../../contracts/generated/register-sales.ts';
import { grpcPython, grpcPythonAvailable } from '../../../tests/support/grpc-c-client.ts';
import { connectRegister } from '../../../tests/support/grpc-register.ts';
import { openDoor, pack } from '../../../tests/support/register-door.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { type Authority, type Issued, openAuthority } from '../../certificates/authority.ts';
import { proofOf } from '../../domain/register-proof.ts';
import { type LineTerms, type Peer, plaintextLine } from '../../platform/line-listener.ts';

const DAY_MS = 86_400_000;
/** An authority in the folder, at a time so many days from now. */
const authorityIn = async (folder: string, days = 0): Promise<Authority> =>
  (await openAuthority(folder, Date.now() + days * DAY_MS)).authority;

async function termsOf(authority: Authority, revoked: readonly string[] = []): Promise<LineTerms> {
  const { certificate, key } = await authority.issueServer(['localhost', '127.0.0.1'], 30);
  const keys = {
    cert: Buffer.from(certificate),
    key: Buffer.from(key),
    ca: [Buffer.from(authority.certificate)],
    crl: [Buffer.from(await authority.revocationList(revoked))],
  };
  return { ...plaintextLine, keys, plaintext: false, certificateRequired: true, revoked: new Set(revoked) };
}

/** What the wiring asks of the registers: the certificate must stand for the register that speaks. */
const faultOf = (registerId: string, { certificate }: Peer) => {
  const expected = { registerId, certificateName: null, certificateRequired: false };
  if (proofOf(expected, certificate?.names ?? null) !== 'other') return undefined;
  const params = { registerCode: registerId, certificate: certificate?.names[0] ?? '' };
  return { code: 'line.other_register', params } as const;
};

async function openSecured(t: TestContext, line: LineTerms) {
  return openDoor(t, {
    door: {
      line,
      async admit(registerId, peer) {
        const fault = faultOf(registerId, peer);
        return fault === undefined ? { ok: true, registerCode: registerId } : { ok: false, ...fault };
      },
      mayDeliver(registerId, peer) {
        const fault = faultOf(registerId, peer);
        return fault === undefined ? undefined : { kind: 'refused', ...fault };
      },
    },
  });
}

function comes(t: TestContext, port: number, authority: Authority, own: Issued | null) {
  const [key, certificate] = [own?.key, own?.certificate].map((pem) => (pem === undefined ? null : Buffer.from(pem)));
  const register = connectRegister(
    port,
    credentials.createSsl(Buffer.from(authority.certificate), key ?? null, certificate ?? null),
  );
  t.after(() => register.close());
  return register;
}

const of = (registerId: string, id: string) => ({ ...pack(id), cashId: registerId });

test('M18: a register with its certificate greets and delivers over TLS, and what it brings of another is refused', async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const { door, stored, events } = await openSecured(t, await termsOf(authority));
  const register = comes(t, door.port, authority, await authority.issueRegister('_cash_3', 90));
  assert.equal((await register.handshake('_cash_3')).connectionAccepted, true);
  assert.deepEqual((await register.load([of('_cash_3', 'a')])).response?.requestId, ['a']);
  const other = await register.handshake('_cash_4');
  assert.deepEqual([other.connectionAccepted, /для «_cash_3»/.test(other.description)], [false, true]);
  const { error, response } = await register.load([of('_cash_4', 'b')]);
  assert.deepEqual([error?.code, response], [7, undefined]);
  assert.match(error?.details ?? '', /was not issued for this register but for "_cash_3"/);
  assert.equal(stored().length, 1);
  const told = events.filter(({ code }) => code === 'package.wrong_sender');
  assert.deepEqual(
    told.map(({ params }) => [params.registerId, params.packageId, params.certificate]),
    [['_cash_4', 'b', '_cash_3']],
  );
});

test('M18: without, with an expired, a revoked and a foreign certificate nothing is taken, each is named in the log, and the register keeps its package', async (t) => {
  const folder = temporaryFolder(t);
  const authority = await authorityIn(folder);
  const revoked = await authority.issueRegister('lost', 90);
  const { door, stored, events } = await openSecured(t, await termsOf(authority, [revoked.serialNumber]));
  const cases: [reason: string, own: Issued | null][] = [
    ['@line.no_certificate', null],
    ['@line.certificate_revoked', revoked],
    ['@line.certificate_foreign', await (await authorityIn(temporaryFolder(t))).issueRegister('rogue', 90)],
    ['@line.certificate_expired', await (await authorityIn(folder, -400)).issueRegister('old', 30)],
  ];
  for (const [reason, own] of cases) {
    const { error, response } = await comes(t, door.port, authority, own).load([of('_cash_3', 'a')]);
    assert.deepEqual([error?.code, response], [14, undefined], reason);
  }
  assert.equal(stored().length, 0);
  const told = events.filter(({ code }) => code === 'register.line_refused').map(({ params }) => params.reason);
  assert.deepEqual([...new Set(told)].sort(), cases.map(([reason]) => reason).sort());
});

test('M18: new keys hold from the next connection on, and the register that is connected goes on', async (t) => {
  const [before, after] = [await authorityIn(temporaryFolder(t)), await authorityIn(temporaryFolder(t))];
  const { door, stored } = await openSecured(t, await termsOf(before));
  const early = comes(t, door.port, before, await before.issueRegister('_cash_3', 90));
  assert.equal((await early.handshake('_cash_3')).connectionAccepted, true);
  door.changeLine(await termsOf(after));
  assert.deepEqual((await early.load([of('_cash_3', 'a')])).response?.requestId, ['a']);
  const late = comes(t, door.port, after, await after.issueRegister('_cash_4', 90));
  assert.deepEqual((await late.load([of('_cash_4', 'b')])).response?.requestId, ['b']);
  assert.equal(stored().length, 2);
});

/** Greets and sends one package over TLS; prints how it ended. */
const program = `
import sys, grpc
port, authority, key, certificate, handshake, message, token = sys.argv[1:]
raw = lambda data: data
read = lambda path: open(path, 'rb').read() if path != '-' else None
metadata = [('authorization', 'Bearer ' + token)] if token != '-' else None
secured = grpc.ssl_channel_credentials(read(authority), read(key), read(certificate))
with grpc.secure_channel('127.0.0.1:' + port, secured) as channel:
    greet = channel.unary_unary('/HandshakeRequest/handshake', request_serializer=raw, response_deserializer=raw)
    load = channel.stream_unary('/Sales/load', request_serializer=raw, response_deserializer=raw)
    try:
        greet(bytes.fromhex(handshake), timeout=20, metadata=metadata)
        load(iter([bytes.fromhex(message)]), timeout=20, metadata=metadata)
        print('taken')
    except grpc.RpcError as error:
        print(error.code().name)
`;

test('M18 P20: the C library of gRPC, as in registers: good, missing, rogue, expired and revoked certificates, and a server that it does not trust', {
  skip: !grpcPythonAvailable,
}, async (t) => {
  const folder = temporaryFolder(t);
  const authority = await authorityIn(folder);
  const revoked = await authority.issueRegister('_cash_3', 90);
  const { door, stored, events } = await openSecured(t, await termsOf(authority, [revoked.serialNumber]));
  const good = await authority.issueRegister('_cash_3', 90);
  const stranger = await authorityIn(temporaryFolder(t));
  const cases: [ending: string, reason: string | null, own: Issued | null, trusted: Authority][] = [
    ['taken', null, good, authority],
    ['UNAVAILABLE', '@line.no_certificate', null, authority],
    ['UNAVAILABLE', '@line.certificate_foreign', await stranger.issueRegister('_cash_3', 90), authority],
    [
      'UNAVAILABLE',
      '@line.certificate_expired',
      await (await authorityIn(folder, -400)).issueRegister('_cash_3', 30),
      authority,
    ],
    ['UNAVAILABLE', '@line.certificate_revoked', revoked, authority],
    ['UNAVAILABLE', '@line.server_not_trusted', good, stranger],
  ];
  const place = temporaryFolder(t);
  for (const [index, [ending, reason, own, trusted]] of cases.entries()) {
    const file = (name: string, pem: string | undefined) => {
      if (pem === undefined) return '-';
      const path = join(place, `${index}.${name}.pem`);
      writeFileSync(path, pem);
      return path;
    };
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const args = [
      ...[`${door.port}`, file('authority', trusted.certificate), file('key', own?.key)],
      ...[file('certificate', own?.certificate), hex(Handshake.encode({ cashId: '_cash_3' }).finish())],
      hex(SalesPackage.encode(of('_cash_3', `package ${index}`)).finish()),
      '-',
    ];
    const { stdout } = await promisify(execFile)(grpcPython, ['-c', program, ...args]);
    assert.equal(stdout.trim(), ending, reason ?? 'good');
    if (reason !== null)
      assert.ok(
        events.some(({ params }) => params.reason === reason && params.address === '127.0.0.1'),
        reason,
      );
  }
  assert.equal(stored().length, 1);
});

test('M18 P20: the C library of gRPC says the token of a register without a certificate with each call; a wrong one, and none, bring nothing', {
  skip: !grpcPythonAvailable,
}, async (t) => {
  const authority = await authorityIn(temporaryFolder(t));
  const { door, stored, events } = await openDoor(t, {
    door: {
      line: { ...(await termsOf(authority)), certificateRequired: false },
      mayDeliver: (_, { secure, token }) =>
        secure && token === 'right'
          ? undefined
          : { kind: 'refused', code: 'line.token_unknown', params: { registerCode: '3' } },
    },
  });
  const trusted = join(temporaryFolder(t), 'authority.pem');
  writeFileSync(trusted, authority.certificate);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const greeting = hex(Handshake.encode({ cashId: '_cash_3' }).finish());
  const message = hex(SalesPackage.encode(of('_cash_3', 'a')).finish());
  for (const [token, ending] of [
    ['-', 'PERMISSION_DENIED'],
    ['wrong', 'PERMISSION_DENIED'],
    ['right', 'taken'],
  ] as const) {
    const args = [`${door.port}`, trusted, '-', '-', greeting, message, token];
    const { stdout } = await promisify(execFile)(grpcPython, ['-c', program, ...args]);
    assert.equal(stdout.trim(), ending, token);
  }
  assert.equal(stored().length, 1);
  assert.deepEqual(
    events.filter(({ code }) => code === 'package.wrong_sender').map(({ params }) => params.reason),
    ['@line.token_unknown', '@line.token_unknown'],
  );
});
