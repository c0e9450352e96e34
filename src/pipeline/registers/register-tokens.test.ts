import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { Peer } from '../../platform/line-listener.ts';
import { createRegisters, type Registers } from './registers.ts';

const bare: Peer = { address: '10.0.0.7', secure: true, certificate: null };
const says = (token: string): Peer => ({ ...bare, token });
const shows = (name: string): Peer => ({
  ...bare,
  certificate: { names: [name], serialNumber: '01', fingerprint: '', validToMs: Date.parse('2030-01-01T00:00:00Z') },
});
const three = { shopCode: '5', registerCode: '3' };
const four = { shopCode: '5', registerCode: '4' };

for (const engine of databasesUnderTest) {
  describe(`tokens of registers on ${engine.name}`, () => {
    async function open() {
      const opened = await engine.open();
      const time = { ms: Date.parse('2026-11-26T12:00:00Z') };
      const registersOf = (tokensRequired: boolean) =>
        createRegisters({
          database: opened.database,
          clock: { now: () => time.ms },
          onChanged: () => undefined,
          tokensRequired,
        });
      const registers = registersOf(false);
      await registers.addShop({ shopCode: '5', timeZone: 'Europe/Moscow' });
      const added = [await registers.addRegister({ ...three }), await registers.addRegister({ ...four })];
      const [threeId = '', fourId = ''] = added.map((one) => (one.ok ? one.registerId : ''));
      return { opened, time, registers, registersOf, threeId, fourId };
    }

    async function issue(registers: Registers, codes: typeof three, endsAt: string | null = null) {
      const issued = await registers.issueToken(codes, { endsAt, author: 'Петрова' });
      assert.ok(issued.ok);
      return issued;
    }

    const verdict = (registers: Registers, registerId: string, peer: Peer) => {
      const admitted = registers.admit(registerId, 4, peer);
      assert.equal(registers.lineFault(registerId, peer)?.code ?? 'ok', admitted.ok ? 'ok' : admitted.code);
      const greeting = { registerId, shopId: '', registerCode: '', shopCode: '' };
      const stream = registers.admitStream(greeting, peer);
      assert.equal(stream.ok ? 'ok' : stream.code, admitted.ok ? 'ok' : admitted.code);
      return admitted.ok ? 'ok' : admitted.code;
    };

    it('P20: its own token lets a register in; a wrong, an ended, a revoked and a foreign one do not, and each says so', async () => {
      const { opened, time, registers, threeId, fourId } = await open();
      await using _ = opened;
      const own = await issue(registers, three, '2026-12-01T00:00:00Z');
      const other = await issue(registers, four);
      assert.equal(verdict(registers, threeId, bare), 'ok', 'nothing is asked of it');
      assert.equal(verdict(registers, threeId, says(own.token)), 'ok');
      assert.equal(verdict(registers, threeId, says(`${own.token}x`)), 'line.token_unknown');
      assert.equal(verdict(registers, threeId, says(other.token)), 'line.token_other');
      assert.equal(verdict(registers, fourId, says(own.token)), 'line.token_other');
      time.ms = Date.parse('2026-11-30T23:59:59Z');
      assert.equal(verdict(registers, threeId, says(own.token)), 'ok');
      time.ms += 1_000;
      assert.equal(verdict(registers, threeId, says(own.token)), 'line.token_ended');
      const next = await issue(registers, three);
      assert.equal(verdict(registers, threeId, says(next.token)), 'ok');
      assert.deepEqual(await registers.revokeToken(three, { tokenId: next.tokenId, author: null }), { ok: true });
      assert.equal(verdict(registers, threeId, says(next.token)), 'line.token_revoked');
      assert.deepEqual(await registers.revokeToken(three, { tokenId: next.tokenId, author: null }), { ok: true });
      const foreign = await registers.revokeToken(three, { tokenId: other.tokenId, author: null });
      assert.equal(foreign.ok ? '' : foreign.code, 'not_found.register_token');
      assert.equal(verdict(registers, fourId, says(other.token)), 'ok');
      const past = await registers.issueToken(three, { endsAt: '2026-11-01T00:00:00Z', author: null });
      assert.equal(past.ok ? '' : past.code, 'register_token.past');
      const nowhere = await registers.issueToken({ shopCode: '5', registerCode: '9' }, { endsAt: null, author: null });
      assert.equal(nowhere.ok ? '' : nowhere.code, 'not_found.register');
    });

    it('P20: whose card asks for a token does not come without; a certificate is enough, and where that is asked a token is not', async () => {
      const { opened, registers, registersOf, threeId, fourId } = await open();
      await using _ = opened;
      const { token } = await issue(registers, three);
      await registers.changeRegister(three, { tokenRequired: true });
      assert.equal(verdict(registers, threeId, bare), 'line.token_missing');
      assert.equal(verdict(registers, threeId, says(token)), 'ok');
      assert.equal(verdict(registers, threeId, shows(threeId)), 'ok');
      assert.equal(verdict(registers, threeId, { ...shows(fourId), token }), 'line.other_register');
      assert.equal(verdict(registers, fourId, bare), 'ok');
      await registers.changeRegister(three, { certificateRequired: true });
      assert.equal(verdict(registers, threeId, says(token)), 'line.certificate_missing');
      const strict = registersOf(true);
      assert.equal(strict.admit(fourId, 4, bare).ok, true, 'until they could be read nobody is refused');
      await strict.reload();
      assert.equal(verdict(strict, fourId, bare), 'line.token_missing');
      assert.equal(verdict(strict, fourId, shows(fourId)), 'ok');
    });

    it('P20: only the hash is kept; issuing, revoking and the last use are written down, a secret nowhere', async () => {
      const { opened, time, registers, threeId } = await open();
      await using _ = opened;
      const { tokenId, token } = await issue(registers, three);
      registers.touch(threeId, says(token));
      registers.touch(threeId, bare);
      await registers.flushContacts();
      await registers.revokeToken(three, { tokenId, author: 'Петрова' });
      const { database } = opened;
      const rows = await database.all<Record<string, unknown>>('SELECT * FROM register_token');
      assert.equal(rows.length, 1);
      assert.equal(rows[0]?.last_used_utc, new Date(time.ms).toISOString());
      assert.match(String(rows[0]?.token_hash), /^[0-9a-f]{64}$/);
      const events = await database.all<{ code: string; params: string }>(
        'SELECT code, params FROM event ORDER BY event_id',
      );
      const told = events.filter(({ code }) => code.includes('token'));
      assert.deepEqual(
        told.map(({ code }) => code),
        ['register.token_issued', 'register.token_revoked'],
      );
      const audit = await database.all<Record<string, unknown>>(
        `SELECT verb, object_key AS "key" FROM audit_entry WHERE object_kind = 'register-token' ORDER BY number`,
      );
      assert.deepEqual(
        audit.map(({ verb, key }) => [verb, key]),
        [
          ['issue', `5/3/N-${tokenId}`],
          ['revoke', `5/3/N-${tokenId}`],
        ],
      );
      const everything = await database.all<Record<string, unknown>>('SELECT * FROM audit_entry');
      assert.ok(!JSON.stringify([rows, events, everything]).includes(token));
    });
  });
}
