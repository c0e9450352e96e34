import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../support/databases.ts';

const LINES = ['position', 'payment', 'discount', 'document_raw'];

const onSqlite = { skip: !databasesUnderTest.some(({ name }) => name === 'sqlite') };

test(
  'SQLite knows the sizes of the tables: of one shift it reads the documents and then their lines, never those of a shop',
  onSqlite,
  async () => {
    const sqlite = databasesUnderTest.find(({ name }) => name === 'sqlite');
    await using opened = await (sqlite ?? assert.fail()).open();
    for (const table of LINES) {
      const steps = await opened.database.all<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT COUNT(*) AS n FROM document d JOIN ${table} l ON l.shop_id = d.shop_id
       AND l.document_id = d.document_id WHERE d.shop_id = ? AND d.shift_id = ?`,
        ['s', 1],
      );
      const [first = '', second = ''] = steps.map(({ detail }) => detail);
      assert.match(first, /^SEARCH d USING .*\(shop_id=\? AND shift_id=\?\)$/, table);
      assert.match(second, /^SEARCH l USING .*\(shop_id=\? AND document_id=\?\)$/, table);
    }
    const kept = ['shift_hour', 'shift_department', 'shift_payment', 'shift_discount', 'shift_item'];
    for (const table of kept) {
      const steps = await opened.database.all<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT COUNT(*) AS n FROM shift s JOIN ${table} t ON t.shop_id = s.shop_id AND t.shift_id = s.shift_id
       WHERE s.shop_id = ? AND s.business_date >= ? AND s.business_date <= ?`,
        ['s', '2026-03-01', '2026-03-31'],
      );
      assert.match(steps[0]?.detail ?? '', /^SEARCH s USING .*business_date>\? AND business_date<\?\)$/, table);
      assert.match(steps[1]?.detail ?? '', /^SEARCH t USING PRIMARY KEY \(shop_id=\? AND shift_id=\?\)$/, table);
    }
  },
);
