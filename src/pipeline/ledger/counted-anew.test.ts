import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type LedgerUnderTest, openLedger } from '../../../tests/support/ledger.ts';
import { amount, line, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';

/** Everything that is counted: the sums of each shift and its totals by hour, department and class. */
async function counted(database: Database<Tables>): Promise<unknown> {
  const shifts = await database.all<ShiftRow>('SELECT * FROM shift ORDER BY shift_id');
  const cells = await database.all(
    'SELECT shift_id, hour, department_code, payment_class, sale_sum, refund_sum FROM shift_total ORDER BY shift_id, hour, department_code, payment_class',
  );
  const unmapped = await database.all(
    'SELECT shift_id, payment_type_code, line_count FROM shift_unmapped_payment ORDER BY shift_id, payment_type_code',
  );
  const sums = shifts.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => /^(counted|first|last)_/.test(name))),
  );
  // A cell that nothing is left in says the same as none.
  const filled = cells.filter((cell) => cell.sale_sum !== 0 || cell.refund_sum !== 0);
  return {
    sums,
    cells: filled.map((cell) => ({ ...cell })),
    unmapped: unmapped.map((row) => ({ ...row })),
    slices: await slices(database),
  };
}

/** The totals that reports read, without rows in which nothing is left. */
async function slices(database: Database<Tables>): Promise<unknown> {
  const tables: Record<string, string> = {
    shift_department: 'department_code',
    shift_hour: 'hour, cashier_code',
    shift_payment: 'payment_type_code',
    shift_discount: 'discount_type, discount_name',
  };
  const kept: Record<string, unknown> = {};
  for (const [table, keys] of Object.entries(tables)) {
    const rows = await database.all(`SELECT * FROM ${table} ORDER BY shift_id, ${keys}`);
    const sums = (row: object) => Object.entries(row).filter(([name]) => name !== 'shop_id' && !keys.includes(name));
    kept[table] = rows
      .filter((row) => sums(row).some(([name, value]) => name !== 'shift_id' && value !== 0))
      .map(({ shop_id: _, ...row }) => row);
  }
  return kept;
}

const kopecks = (value: number) => (value / 100).toFixed(2);

const document = fc
  .record({
    number: fc.integer({ min: 1, max: 8 }),
    type: fc.constantFrom(1, 1, 1, 2, 25, 3, 4, 7, 99),
    lines: fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('1', '2', '')), { maxLength: 4 }),
    payment: fc.constantFrom(1, 4, 15),
    /** The register says that this payment type is none of cash: a class that is learned in the midst of loading. */
    noncash: fc.constantFrom(false, false, true),
    closed: fc.constantFrom(true, true, true, false),
    hour: fc.integer({ min: 9, max: 21 }),
    identifier: fc.constantFrom(undefined, null, 'known'),
    cashier: fc.constantFrom('7001', '7002'),
    cancelled: fc.boolean(),
    discount: fc.constantFrom(0, 0, 150),
  })
  .map(({ number, type, lines, payment, noncash, closed, hour, identifier, cashier, cancelled, discount }) => {
    const total = lines.reduce((sum, [line]) => sum + line, 0);
    const opCode = type === 2 || type === 25 ? 74 : 70;
    return receipt(number, kopecks(total), {
      docType: type,
      lines: lines.map(([sum, department]) => ({ sum: kopecks(sum), department, discount: kopecks(discount) })),
      userCode: cashier,
      ...(cancelled ? { stornoPositions: [line(99, { sum: '10.00', department: '2' })] } : {}),
      payments: [[opCode, payment, kopecks(total)]],
      ...(noncash && payment === 15
        ? { moneyPositions: [{ opCode, valCode: payment, sumB: amount(kopecks(total)), valutoperation: 10 }] }
        : {}),
      timeEnd: closed ? `2026-03-14T${String(hour).padStart(2, '0')}:30:00` : null,
      ...(identifier === undefined ? {} : { identifier }),
    });
  });

/** What was written: the shifts, whose revision counts transactions, the documents, and what was put aside. */
async function written(database: Database<Tables>): Promise<unknown> {
  const shifts = await database.all(
    'SELECT shift_number, opened_at, CASE WHEN revision > 0 THEN 1 ELSE 0 END AS touched, business_date FROM shift ORDER BY shift_id',
  );
  const documents = await database.all(
    `SELECT d.identity, d.document_class, d.document_sum, d.paid_cash, d.paid_noncash, d.paid_unmapped, d.content_hash,
       d.revision, (SELECT COUNT(*) FROM position p WHERE p.shop_id = d.shop_id AND p.document_id = d.document_id) AS lines
     FROM document d ORDER BY d.shift_id, d.identity`,
  );
  const kinds = await database.all(
    'SELECT document_type, document_count FROM document_type_count ORDER BY document_type',
  );
  const told = await database.all('SELECT code, COUNT(*) AS n FROM event GROUP BY code ORDER BY code');
  const packages = await database.all(
    'SELECT sha256, state, documents_new, documents_same FROM package ORDER BY sha256',
  );
  const classes = await database.all(
    'SELECT payment_type_code, payment_class FROM payment_type ORDER BY payment_type_code',
  );
  const plain = (rows: readonly object[]) => rows.map((row) => ({ ...row }));
  return [shifts, documents, kinds, told, packages, classes].map(plain);
}

/** Puts a file into the line without loading it. */
async function queue(road: LedgerUnderTest, shopCode: string, text: string): Promise<void> {
  const file = { door: 'file', packageId: '', registerId: `shop-${shopCode}`, shopId: '', shopCode } as const;
  const stored = await road.intake.receive({ ...file, range: { kind: 'none' }, body: Buffer.from(text) });
  assert.notEqual(stored.kind, 'refused');
}

const files = fc.array(fc.record({ documents: fc.array(document, { maxLength: 12 }), twoRecords: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

for (const engine of databasesUnderTest) {
  test(`the sums kept while loading are those of counting all documents anew, whatever arrives (${engine.name})`, async () => {
    const runs = engine.name === 'sqlite' ? 60 : 15;
    await fc.assert(
      fc.asyncProperty(files, async (arriving) => {
        await using opened = await engine.open();
        await using road = await openLedger(opened.database);
        for (const { documents, twoRecords } of arriving) {
          const shifts = twoRecords ? [shiftInfo(), shiftInfo({ timeBeg: '2026-03-15T08:00:00' })] : [shiftInfo()];
          await road.bring('5', salesFile({ shifts, documents }));
        }
        const kept = await counted(opened.database);
        await opened.database.transaction((tx) => tx.run('UPDATE shift SET recount = 1'));
        await road.drain();
        assert.deepEqual(kept, await counted(opened.database));
      }),
      { numRuns: runs },
    );
  });

  test(`packages that are loaded together give what they give one by one, beside one that is refused (${engine.name})`, async () => {
    const unknown = { registerId: '_cash_99', shopId: '_shop_99' };
    const runs = engine.name === 'sqlite' ? 30 : 6;
    await fc.assert(
      fc.asyncProperty(files, fc.boolean(), async (arriving, refused) => {
        const texts = arriving.map(({ documents }) => salesFile({ shifts: [shiftInfo()], documents }));
        const results: unknown[] = [];
        for (const together of [false, true]) {
          await using opened = await engine.open();
          await using road = await openLedger(opened.database);
          for (const [index, text] of texts.entries()) {
            await queue(road, '5', text);
            if (refused && index === 0) await road.receive(unknown, 'p-1', Buffer.from('PK'));
            if (!together) await road.drain();
          }
          await road.drain();
          results.push([await counted(opened.database), await written(opened.database)]);
        }
        assert.deepEqual(results[1], results[0]);
      }),
      { numRuns: runs },
    );
  });
}
