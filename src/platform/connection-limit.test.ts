import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionsWithinFiles } from './connection-limit.ts';

const limits = (files: string) =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${files}                 4096                 files     \n`;

test('connections are fewer than wished only where the system allows fewer files', () => {
  assert.equal(connectionsWithinFiles(4000, 3, limits('20000')), 4000);
  assert.equal(connectionsWithinFiles(4000, 3, limits('1024')), 170);
  assert.equal(connectionsWithinFiles(4000, 3, limits('100')), 1);
  assert.equal(connectionsWithinFiles(4000, 3, limits('unlimited')), 4000);
  assert.equal(connectionsWithinFiles(4000, 3, ''), 4000);
});

test('what this system says of itself is understood', () => {
  const most = connectionsWithinFiles(Number.MAX_SAFE_INTEGER, 1);
  assert.ok(process.platform !== 'linux' || (most > 1 && most < Number.MAX_SAFE_INTEGER));
});
