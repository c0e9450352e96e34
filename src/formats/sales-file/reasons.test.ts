import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasons } from '../../messages/areas/reasons.ts';
import { packageReasons } from '../sales-package/reasons.ts';
import { exportReasons, fileReasons, recordReasons, sectionNames } from './reasons.ts';

const closedList: Record<string, readonly string[]> = {
  ...packageReasons,
  ...fileReasons,
  ...recordReasons,
  ...sectionNames,
  ...exportReasons,
};

test('reasons: every reason has a text in both languages, and no text is left over', () => {
  for (const texts of Object.values(reasons))
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(closedList).sort());
});

test('reasons: a text shows only details that its reason brings, and all of them where they help', () => {
  for (const [language, texts] of Object.entries(reasons)) {
    for (const [code, text] of Object.entries(texts)) {
      const places = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
      assert.deepEqual(places, [...(closedList[code] ?? [])].sort(), `${language} ${code}`);
    }
  }
});
