import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolAbility } from './software-version.ts';

test('M14: protocol 3 needs software 4.6.52, protocol 4 needs 4.6.120, compared number by number', () => {
  const able = (version: string | null) => [protocolAbility(version, 3), protocolAbility(version, 4)];
  assert.deepEqual(able('4.6.51'), ['too_old', 'too_old']);
  assert.deepEqual(able('4.6.52'), ['able', 'too_old']);
  assert.deepEqual(able('4.6.119'), ['able', 'too_old']);
  assert.deepEqual(able('4.6.120'), ['able', 'able']);
  assert.deepEqual(able('4.6.120-2.el7'), ['able', 'able']);
  assert.deepEqual(able('4.7'), ['able', 'able']);
  assert.deepEqual(able('4.6'), ['too_old', 'too_old']);
  assert.deepEqual(able('10.0.1'), ['able', 'able']);
});

test('a version that nobody has noted, or that is none, says nothing of a protocol', () => {
  for (const version of [null, '', 'новая', '4', 'v4.6.120']) assert.equal(protocolAbility(version, 4), 'unknown');
});
