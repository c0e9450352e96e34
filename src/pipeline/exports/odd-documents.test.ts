import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { amount, receipt, salesFile, shiftInfo, type TestDocument } from '../../../tests/support/sales.ts';

/** What registers are known to write and the ledger takes; the shift must reach the ERP with all of it. */
const odd: { what: string; document: () => TestDocument; says: RegExp }[] = [
  {
    what: 'F17: keys of our own under names that the reader knows elsewhere',
    document: () => ({
      ...receipt(1, '10.00'),
      couponPositions: [{ number: 7, price: 100 }],
      medicine: { price: 100 },
      extra: { timeBeg: '14.03.2026 09:00' },
    }),
    says: /"couponPositions":\[\{"number":7,"price":100\}\].*"extra":\{"timeBeg":"14\.03\.2026 09:00"\}/,
  },
  {
    what: 'F15: cancelled positions with a minus',
    document: () => {
      const line = { posNum: 9, opCode: 50, inventCode: '1', barCode: '', price: amount('5.00') };
      const minus = { ...line, quant: amount('-1.000'), posSum: amount('-5.00') };
      return receipt(1, '10.00', { stornoPositions: [minus] });
    },
    says: /"stornoPositions":\[\{[^}]*"quant":1\.000,"posSum":5\.00/,
  },
  {
    what: 'P9: change once as plus and once as minus',
    document: () =>
      receipt(1, '10.00', {
        payments: [
          [70, 1, '15.00'],
          [72, 1, '5.00'],
          [70, 1, '3.00'],
          [70, 1, '-3.00'],
        ],
      }),
    says: /"opCode":70,"valCode":1,"sumB":3\.00\},\{"opCode":72,"valCode":1,"sumB":3\.00\}/,
  },
  {
    what: 'P9: a card payment that was partly taken back',
    document: () =>
      receipt(1, '10.00', {
        payments: [
          [70, 4, '13.00'],
          [70, 4, '-3.00'],
        ],
      }),
    says: /"moneyPositions":\[\{"opCode":70,"valCode":4,"sumB":10\.00\}\]/,
  },
  {
    what: '§7.2: an item known by its barcode only',
    document: () => {
      const document = receipt(1, '10.00');
      const [position] = document['inventPositions'] as TestDocument[];
      return { ...document, inventPositions: [{ ...position, inventCode: null, barCode: '46' }] };
    },
    says: /"inventCode":"","barCode":"46"|"barCode":"46".*"inventCode":""/,
  },
  {
    what: '§7.1: a service document whose lines the reader leaves unread',
    document: () => receipt(1, '10.00', { docType: 13, payments: [[81, 1, '-10.00']] }),
    says: /"opCode":81,"valCode":1,"sumB":-10\.00/,
  },
];

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`odd documents on ${engine.name}`, () => {
    for (const { what, document, says } of odd) {
      it(`${what} keep no shift from the ERP`, () =>
        withExports(async (all) => {
          const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:45:00' })];
          await all.road.bring('5', salesFile({ shifts, documents: [document(), receipt(2, '20.00')] }));
          await all.drain();
          const [path = ''] = all.files();
          assert.deepEqual([(await all.rows())[0]?.reason_code, path.length > 0], [null, true]);
          assert.match(all.read(path), says);
          const report = await all.erp.pass();
          assert.deepEqual([report.taken.length, report.refused], [1, []]);
        }));
    }

    it('every fiscal device of a shift stands in its file with all counters', () =>
      withExports(async (all) => {
        const device = (serialNum: string, more: object = {}) => ({ serialNum, sumCashEnd: amount('1.00'), ...more });
        const kkms = [
          device('111', {
            sumProtectedBeg: amount('10.00'),
            sumProtectedEnd: amount('30.00'),
            sumBack: amount('0.00'),
          }),
          device('222'),
        ];
        const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:45:00', sumGain: amount('20.00'), kkms })];
        await all.road.bring('5', salesFile({ shifts, documents: [receipt(1, '20.00')] }));
        await all.drain();
        const [path = ''] = all.files();
        assert.ok(
          all
            .read(path)
            .includes(
              '"kkms":[{"serialNum":"111","sumCashEnd":1.00,"sumProtectedBeg":10.00,"sumProtectedEnd":30.00,"sumBack":0.00},' +
                '{"serialNum":"222","sumCashEnd":1.00,"sumProtectedBeg":null,"sumProtectedEnd":null,"sumBack":null}]',
            ),
        );
        const report = await all.erp.pass();
        assert.deepEqual([report.taken.length, report.refused], [1, []]);
      }));

    // The texts are read page by page, and a last page of a few by a statement of its own.
    for (const count of [16, 17, 250, 266, 267])
      it(`hands over all ${count} receipts of a shift, in their order`, () =>
        withExports(async (all) => {
          const documents = Array.from({ length: count }, (_, index) => receipt(index + 1, '1.00'));
          const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:45:00', sumGain: amount(`${count}.00`) })];
          await all.road.bring('5', salesFile({ shifts, documents }));
          await all.drain();
          const [path = ''] = all.files();
          const numbers = [...all.read(path).matchAll(/"docNum":(\d+)/g)].map(([, number]) => Number(number));
          assert.deepEqual(
            numbers,
            documents.map((_, index) => index + 1),
          );
        }));
  });
}
