import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { openAuthority } from './authority.ts';
import { revokedSerials } from './revoked-serials.ts';

test('M18: what was taken back is read from the lists, as certificates show their numbers', async (t) => {
  const { authority } = await openAuthority(temporaryFolder(t), Date.now());
  const { serialNumber } = await authority.issueRegister('a', 30);
  const list = await authority.revocationList([serialNumber, '00FF']);
  assert.deepEqual([...revokedSerials(list)], [serialNumber, 'FF']);
  const second = await authority.revocationList(['0123']);
  assert.deepEqual([...revokedSerials(`${list}\n${second}`)], [serialNumber, 'FF', '0123']);
  assert.deepEqual([...revokedSerials(await authority.revocationList([]))], []);
  assert.throws(() => revokedSerials('-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----'));
});
