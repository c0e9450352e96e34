/** P20, M18: registers without a certificate show a token; whoever shows none of theirs is refused by name and loses nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import type { IssuedRegisterToken, Register, RegisterTokenList } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { registerFor } from '../support/registers.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

async function run<T>(server: { url: string }, ...words: string[]): Promise<T> {
  const { out, err, code } = await smena([...words, '--server', server.url, '--json']);
  assert.equal(code, 0, err);
  return JSON.parse(out) as T;
}

/** A server with a certificate that takes TLS alone, and what its registers trust. */
async function securedServer(t: TestContext) {
  const dataFolder = temporaryFolder(t);
  const made = await smena(['certificates', 'init', '--host', 'localhost,127.0.0.1', '--data', dataFolder]);
  assert.equal(made.code, 0, made.err);
  const authority = readFileSync(join(dataFolder, 'certificates', 'authority.certificate.pem'));
  const server = await startTestServer({ dataFolder, env: { SMENA_REGISTERS_PLAINTEXT: 'off' } });
  return { server, dataFolder, secured: credentials.createSsl(authority) };
}

test('P20: by TLS a register comes with its token; none, a wrong, a foreign, a revoked and an ended one are refused by name, and everything arrives once', async (t) => {
  const { server: started, dataFolder, secured } = await securedServer(t);
  await using server = started;
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  const issued = await api.addRegister('12', '3');
  await api.addRegister('12', '4');
  const own = await run<IssuedRegisterToken>(server, 'token', 'issue', '12/3', '--until', '2099-12-31');
  const foreign = await run<IssuedRegisterToken>(server, 'token', 'issue', '12/4');
  const card = await run<Register>(server, 'register', 'set', '12/3', '--token-required', 'yes');
  assert.deepEqual(card.tokens, { required: true, good: 1, endsAt: '2100-01-01T00:00:00.000Z', lastUsedAt: null });

  const { registerId, registerCode, shopId } = issued;
  const address = { registerId, registerCode, shopId, shopCode: '12', serverAddress: `127.0.0.1:${server.grpcPort}` };
  const failures: string[] = [];
  const register = await registerFor(t, {
    ...address,
    credentials: secured,
    onFailure: (cause) => failures.push(String(cause)),
  });
  await register.openShift();
  await register.sellMany(3);
  await register.closeShift();
  const waiting = async () => (await register.condition()).deferred;
  const comes = async (line: Parameters<typeof register.comesBy>[0]) => {
    register.comesBy(line);
    register.askAgain();
    return register.work();
  };
  assert.equal(await register.work(), 'failed');
  const kept = await waiting();
  assert.ok(kept > 0);
  assert.equal(await comes({ token: 'smena_register_of_nobody' }), 'failed');
  assert.equal(await comes({ token: foreign.token }), 'failed');
  const next = await run<IssuedRegisterToken>(server, 'token', 'renew', '12/3');
  const left = await run<RegisterTokenList>(server, 'token', 'revoke', '12/3', '--keep', next.tokenId);
  assert.deepEqual(
    left.tokens.map(({ tokenId, state }) => [tokenId, state]),
    [
      [next.tokenId, 'good'],
      [own.tokenId, 'revoked'],
    ],
  );
  assert.equal(await comes({ token: own.token }), 'failed');
  endLongAgo(dataFolder, next.tokenId);
  await run(server, 'register', 'set', '12/3', '--token-required', 'yes');
  assert.equal(await comes({ token: next.token }), 'failed');
  assert.equal(await waiting(), kept, 'it has parted with nothing');
  const reasons = [/come with its token/, /issued no such token/, /another register/, /was revoked/, /has ended/];
  assert.equal(failures.length, reasons.length, failures.join('\n'));
  for (const [index, reason] of reasons.entries()) assert.match(failures[index] ?? '', reason);
  await until('each is in the log', async () => {
    const { events } = await api.log();
    const refusals = events.filter(({ code }) => code === 'register.refused').map(({ text }) => text.en);
    return reasons.every((reason) => refusals.some((text) => reason.test(text)));
  });

  const last = await run<IssuedRegisterToken>(server, 'token', 'renew', '12/3');
  assert.equal(await comes({ token: last.token }), 'sent');
  assert.equal(await waiting(), 0);
  await until('the shift', async () => (await api.shifts('12', '3')).shifts[0]?.closedAt != null);
  assert.equal((await api.allPackages()).length, kept, 'each once');
  await until('its last use', async () => {
    const { tokens } = await api.get<Register>('/shops/12/registers/3');
    return tokens.lastUsedAt !== null && tokens.good === 1;
  });
  assert.ok(!(await api.log()).events.some(({ code }) => code === 'register.token_in_plaintext'));
  // Nobody writes or moves files any more, and what is written at the end is there too.
  assert.equal(await server.stop(), 0);
  assert.deepEqual(filesWith(dataFolder, [own.token, next.token, last.token, foreign.token]), []);
  for (const token of [own.token, next.token, last.token]) assert.ok(!server.log().includes(token));
});

/** The time of the token has come; the server reads it with the next change of a register. */
function endLongAgo(dataFolder: string, tokenId: string): void {
  const database = new DatabaseSync(join(dataFolder, 'smena.db'), { timeout: 10_000 });
  const ended = database
    .prepare("UPDATE register_token SET ends_utc = '2026-01-01T00:00:00.000Z' WHERE token_id = ?")
    .run(Number(tokenId.slice(2)));
  database.close();
  assert.equal(ended.changes, 1);
}

/** Files below a folder that hold one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => texts.some((text) => readFileSync(path).includes(text)));
}

test('P20: where plaintext is on a token counts by both protocols, and that it travelled so is told', async (t) => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  let kept = 0;
  for (const protocolVersion of [3, 4] as const) {
    const code = String(protocolVersion);
    const body = { registerCode: code, protocolVersion };
    const { registerId, shopId } = await api.send<{ registerId: string; shopId: string }>(
      'POST',
      '/shops/12/registers',
      body,
    );
    const place = `12/${code}`;
    const { token } = await run<IssuedRegisterToken>(server, 'token', 'issue', place);
    await run(server, 'register', 'set', place, '--token-required', 'yes');
    const port = protocolVersion === 3 ? server.thriftPort : server.grpcPort;
    const register = await registerFor(t, {
      ...{ registerId, registerCode: code, shopId, shopCode: '12', protocolVersion },
      serverAddress: `127.0.0.1:${port}`,
    });
    await register.openShift();
    await register.sellReceipt();
    assert.equal(await register.work(), 'failed', place);
    kept += (await register.condition()).deferred;
    register.comesBy({ token });
    register.askAgain();
    assert.equal(await register.work(), 'sent', place);
    await until('it is told', async () => {
      const { events } = await api.log();
      return events.some((event) => event.code === 'register.token_in_plaintext' && event.registerCode === code);
    });
  }
  assert.ok(kept > 0);
  assert.equal((await api.allPackages()).length, kept, 'each once');
});
