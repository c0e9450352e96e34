import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proofOf } from './register-proof.ts';

const expected = { registerId: '_cash_3_0a1b', certificateName: null, certificateRequired: false };

test('M18 P20: a certificate stands for the register whose id it names, and for no other', () => {
  assert.equal(proofOf(expected, ['_CASH_3_0a1b']), 'proved');
  assert.equal(proofOf(expected, ['shop 5', '_cash_3_0a1b']), 'proved');
  assert.equal(proofOf(expected, ['_cash_4_0a1b']), 'other');
  assert.equal(proofOf(expected, []), 'other');
});

test('M18: a certificate of the customer stands for the register by the name that is set, and then by no other', () => {
  const named = { ...expected, certificateName: 'till3.shop5.example' };
  assert.equal(proofOf(named, ['till3.shop5.example']), 'proved');
  assert.equal(proofOf(named, ['_cash_3_0a1b']), 'other');
});

test('M18: without a certificate a register comes in only where none is required of it', () => {
  assert.equal(proofOf(expected, null), 'not_asked');
  assert.equal(proofOf({ ...expected, certificateRequired: true }, null), 'missing');
});
