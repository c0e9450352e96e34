import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentsOf, read, SAMPLE } from '../../../tests/support/sales-file-text.ts';
import { checkBeforePublishing, type ExpectedContent, readAsErp } from '../erp-reader-rules/erp-reader-rules.ts';
import type { JsonValue } from './exact-json.ts';
import { jsonText } from './json-text.ts';
import { parseRecord, writeSalesFile } from './sales-file.ts';

/** What the reader reads at each place of a file; a name of one place is an unknown key at every other (F17). */
const KNOWN: Record<string, string> = {
  'shift info': 'cashCode shift timeBeg timeEnd sumGain kkms users',
  kkms: 'serialNum sumCashEnd sumProtectedBeg sumProtectedEnd sumBack',
  users: 'usercode username',
  'sales data':
    'docType docNum cashCode shift userCode timeBeg timeEnd docSum backReason identifier sourceidentifier frdocnum frDocCopy cashType ' +
    'inventPositions moneyPositions failedMoneyPositions stornoPositions cardPositions certificatePositions couponPositions',
  inventPositions:
    'posNum opCode inventCode barCode bcode_main additionalbarcode name quant price posSum baseSum disc_abs ' +
    'discountPositions bonusPositions taxes excisemark extdocid extendetoptions',
  moneyPositions: 'opCode valCode sumB cardnum slip additionaldata',
  cardPositions: 'number',
  certificatePositions: 'number sum',
  discountPositions: 'discType discSum discSize checkSum discMode discName',
  bonusPositions: 'amount',
  taxes: 'taxRate taxSum',
  'securitylog info': 'opcode optime cashiercard cashcode',
};
const SAME_AS: Record<string, string> = { stornoPositions: 'inventPositions', failedMoneyPositions: 'moneyPositions' };
const NAMES = [...new Set(Object.values(KNOWN).flatMap((names) => names.split(' ')))];

function knows(place: string, name: string): boolean {
  const fold = (text: string) => text.toLowerCase().replaceAll('_', '');
  const known = KNOWN[SAME_AS[place] ?? place] ?? '';
  return known.split(' ').some((one) => fold(one) === fold(name));
}

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc.constantFrom('100', '-0.5', '1e9', '"14.03.2026 09:00"', '{"price":100}', '[{"timeBeg":5,"number":1}]', 'null'),
);
const honest = json.filter((text) => !/__proto__|constructor|prototype/.test(text));
const unknown = fc.record({
  at: fc.nat(),
  name: fc.oneof(
    fc.constantFrom(...NAMES),
    fc.string({ maxLength: 3 }).map((text) => `own ${text}`),
  ),
  text: honest,
});
type Unknown = { at: number; name: string; text: string };

/** The text of a record with each key put into one of its objects, where that object does not know it. */
function withUnknown(raw: string, section: string, keys: Unknown[]): string {
  const record = parseRecord(raw);
  const objects: [Map<string, JsonValue>, string][] = [];
  const collect = (value: JsonValue, place: string): void => {
    if (value instanceof Map) {
      objects.push([value, place]);
      for (const [name, member] of value) collect(member, name);
    } else if (Array.isArray(value)) for (const item of value) collect(item, place);
  };
  collect(record, section);
  for (const { at, name, text } of keys) {
    const [object, place] = objects[at % objects.length] ?? [record, section];
    if (!knows(place, name) && !object.has(name))
      object.set(name, parseRecord(`{"value":${text}}`).get('value') ?? null);
  }
  return jsonText(record);
}

const LISTS: [string, string][] = [
  ['"couponPositions":[]', '"couponPositions":[{"number":"1"}],"medicine":{"code":"9"}'],
  ['"cardPositions":[]', '"cardPositions":[{"number":"7"}]'],
  ['"certificatePositions":[]', '"certificatePositions":[{"number":"7","sum":1.00}]'],
  ['"bonusPositions":[]', '"bonusPositions":[{"amount":1.00}]'],
  ['"failedMoneyPositions":[]', '"failedMoneyPositions":[{"opCode":70}]'],
];
/** The sample with something in every list. */
const RICH = LISTS.reduce((text, [empty, full]) => text.replaceAll(empty, full), SAMPLE);
const EXPECTED: ExpectedContent = {
  openedAt: '2026-03-14T08:54:30',
  documents: 5,
  logRecords: 2,
  sums: { documents: 579081, positions: 29081, payments: 579081 },
};

const everyRecord = fc.array(fc.array(unknown, { maxLength: 6 }), { minLength: 8, maxLength: 8 });

test('F17: unknown keys at any place of a file are no fault of it and change nothing that the ERP reads', () => {
  assert.deepEqual(checkBeforePublishing(Buffer.from(RICH), EXPECTED), { ok: true });
  fc.assert(
    fc.property(everyRecord, (keys) => {
      let section = '';
      let index = 0;
      const lines = RICH.split('\n').map((line) => {
        section = /^### (.*) begin ###$/.exec(line)?.[1] ?? section;
        return line.startsWith('{') ? withUnknown(line, section, keys[index++] ?? []) : line;
      });
      const bytes = Buffer.from(lines.join('\n'));
      assert.deepEqual(checkBeforePublishing(bytes, EXPECTED), { ok: true });
      assert.deepEqual(readAsErp(bytes), readAsErp(Buffer.from(RICH)));
    }),
    { numRuns: 2_000 },
  );
});

test('F17: unknown keys at any place of a document never keep it from being written, and reach the ERP', () => {
  const contents = read(RICH);
  const [shift] = contents.shifts;
  assert.ok(shift);
  const { revenue, ...sums } = shift.reported;
  const documents = documentsOf(contents);
  fc.assert(
    fc.property(everyRecord, (keys) => {
      const texts = documents.map(({ raw }, index) => withUnknown(raw, 'sales data', keys[index] ?? []));
      const written = writeSalesFile({
        shift: { ...shift, revenue: revenue ?? 0, sums },
        documents: texts.map((raw) => ({ raw })),
        securityLog: contents.securityLog,
        isCash: (paymentTypeCode) => paymentTypeCode === 1,
      });
      assert.ok(written.ok, JSON.stringify(written));
      assert.deepEqual(checkBeforePublishing(written.bytes, EXPECTED), { ok: true });
      assert.deepEqual(readAsErp(written.bytes), readAsErp(Buffer.from(RICH)));
      const lines = written.bytes
        .toString('utf8')
        .split('\n')
        .filter((line) => line.startsWith('{"docType"'));
      assert.deepEqual(lines, texts);
    }),
    { numRuns: 2_000 },
  );
});
