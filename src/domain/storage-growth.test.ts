import assert from 'node:assert/strict';
import test from 'node:test';
import { diskStates, growthPerDay, isLow, type StorageMeasure } from './storage-growth.ts';

const measure = (measuredOn: string, bytes: number, freeBytes: number | null = 1_000): StorageMeasure => ({
  place: 'waiting',
  measuredOn,
  bytes,
  freeBytes,
  diskBytes: freeBytes === null ? null : 10_000,
});

test('growth is what came between the first and the last date, in either direction', () => {
  assert.equal(growthPerDay([]), null);
  assert.equal(growthPerDay([measure('2026-11-08', 5)]), null);
  const over = [measure('2026-11-18', 250), measure('2026-11-08', 50), measure('2026-11-09', 999)];
  assert.equal(growthPerDay(over), 20);
  assert.equal(growthPerDay([measure('2026-03-28', 100), measure('2026-03-30', 40)]), -30);
});

test('a disk is enough until what must stay free is reached, counting all places on it', () => {
  const places = [
    { measure: measure('2026-11-08', 0, 1_000), growth: 50 },
    { measure: measure('2026-11-08', 0, 900), growth: 30 },
    { measure: measure('2026-11-08', 0, null), growth: 500 },
  ];
  const [disk] = diskStates(places, 100).values();
  assert.deepEqual(disk, { freeBytes: 900, growthPerDay: 80, enoughForDays: 10 });
  assert.equal(isLow(disk ?? assert.fail(), 10), false);
  assert.equal(isLow(disk ?? assert.fail(), 11), true);
});

test('a full disk is low also when nothing grows; one that does not grow is enough for ever', () => {
  const [full] = diskStates([{ measure: measure('2026-11-08', 0, 100), growth: null }], 100).values();
  assert.equal(isLow(full ?? assert.fail(), 7), true);
  const [still] = diskStates([{ measure: measure('2026-11-08', 0, 500), growth: -10 }], 100).values();
  assert.equal(still?.enoughForDays, null);
});
