import assert from 'node:assert/strict';
import test from 'node:test';
import { archiveDayOf, archiveName, byArchiveDay } from './archive-name.ts';

test('an archive is named by the date of its run, a second one of the day by its part (M40)', () => {
  assert.equal(archiveName({ date: '2026-11-08', part: 1 }), 'file-26-11-08.tgz');
  assert.equal(archiveName({ date: '2026-11-08', part: 12 }), 'file-26-11-08-12.tgz');
  for (const part of [1, 2, 10, 99]) {
    const day = { date: '2026-02-28', part };
    assert.deepEqual(archiveDayOf(archiveName(day)), day);
  }
});

test('other files of the folder are no archives', () => {
  const others = ['file-26-02-30.tgz', 'file-26-13-01.tgz', 'file-26-11-08-1.tgz', 'file-26-11-08-02.tgz'];
  for (const name of [...others, 'file-2026-11-08.tgz', 'file-26-11-08.tar', '.tmp-1', 'file-26-11-08.tgz.bak'])
    assert.equal(archiveDayOf(name), undefined, name);
});

test('archives are in the order in which they were made', () => {
  const names = ['file-26-11-08-10.tgz', 'file-26-11-08-2.tgz', 'file-27-01-01.tgz', 'file-26-11-08.tgz'];
  const days = names.map((name) => archiveDayOf(name) ?? assert.fail());
  assert.deepEqual(days.sort(byArchiveDay).map(archiveName), [
    'file-26-11-08.tgz',
    'file-26-11-08-2.tgz',
    'file-26-11-08-10.tgz',
    'file-27-01-01.tgz',
  ]);
});
