/** Everything that must not pass silently, and what has to become of it. Each is made for a shift number of its own. */
import { once } from 'node:events';
import { ZipFile } from 'yazl';
import { packSalesFile } from '../../src/formats/sales-package/pack-sales-file.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';

export type Fate =
  /** The package cannot be trusted as a whole: it lies in broken/, the reason beside it. */
  | { kind: 'broken'; reason: string }
  /** One record is kept apart with its text; what stands beside it is loaded. `raw` is a part of that text. */
  | { kind: 'set_aside'; reason: string; raw: string; section?: string }
  /** It is loaded as it was reported, and a person is told. */
  | { kind: 'told'; event: string; documents: { new: number; same: number; conflict: number } }
  /** The package waits in error/ for a person, the reason beside it. Only a register is held, a person vouches for a file. */
  | { kind: 'held'; reason: string };

export type BadInput = { name: string; make: (shift: number) => Buffer | Promise<Buffer>; fate: Fate };

/** A shift with some documents, packed as a register packs it. */
export function packed(text: string): Promise<Buffer> {
  return packSalesFile(text, 'tmp/sales_for_cs/sales_1.json');
}

/** Documents of a shift; one without a shift number of its own gets it. */
function fileOf(shift: number, documents: (object | string)[], head: Record<string, unknown> = {}): string {
  return salesFile({ shifts: [shiftInfo({ shift, ...head })], documents });
}

/** A good package of one receipt, to be loaded after the bad one. */
export function goodPackage(shift: number): Promise<Buffer> {
  return packed(fileOf(shift, [receipt(900, '9.00', { shift })]));
}

/** A file in which one record is bad and the next one good. */
function besides(bad: (shift: number) => object | string): (shift: number) => Promise<Buffer> {
  return (shift) => packed(fileOf(shift, [bad(shift), receipt(2, '20.00', { shift })]));
}

const sale = (shift: number, more: Record<string, unknown> = {}) => receipt(1, '10.00', { shift, ...more });

/** The archive's own words about the file in it, changed: 16 checksum, 24 expanded size (in the directory). */
async function forged(shift: number, field: 16 | 24): Promise<Buffer> {
  const zip = await packed(fileOf(shift, [sale(shift)]));
  const at = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + field;
  zip.writeUInt32LE(zip.readUInt32LE(at) - 1, at);
  return zip;
}

async function zipOf(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  const chunks: Buffer[] = [];
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const [name, content] of Object.entries(files)) zip.addBuffer(content, name);
  zip.end();
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}

/** The item's name in the code page that old registers used. */
function inOldCodePage(text: string): Buffer {
  return Buffer.from(text.replaceAll('Товар', '\xd2\xee\xe2\xe0\xf0'), 'latin1');
}

const broken = (reason: string): Fate => ({ kind: 'broken', reason });
const aside = (reason: string, raw: string): Fate => ({ kind: 'set_aside', reason, raw });

const brokenPackages: BadInput[] = [
  { name: 'no zip at all', make: (shift) => Buffer.from(`sales of shift ${shift}`), fate: broken('package.not_a_zip') },
  {
    name: 'a broken zip',
    make: (shift) => Buffer.from(`PK\x03\x04 ${shift} and then only noise`),
    fate: broken('package.cut'),
  },
  {
    name: 'a zip bomb',
    make: (shift) => packed(`### ${shift}${' '.repeat(4 * 1024 * 1024)}`),
    fate: broken('package.ratio_too_high'),
  },
  { name: 'a size that lies', make: (shift) => forged(shift, 24), fate: broken('package.size_lies') },
  { name: 'a wrong checksum', make: (shift) => forged(shift, 16), fate: broken('package.wrong_checksum') },
  {
    name: 'a cut zip',
    make: async (shift) => (await goodPackage(shift)).subarray(0, 200),
    fate: broken('package.cut'),
  },
  {
    name: 'a cut sales file in a whole zip',
    make: (shift) => packed(fileOf(shift, [sale(shift), sale(shift)]).slice(0, 900)),
    fate: broken('file.cut'),
  },
  {
    name: 'a section whose first marker is spoiled',
    make: (shift) =>
      packed(fileOf(shift, [sale(shift)]).replace('### sales data begin ###', '## sales data begin ###')),
    fate: broken('file.section_not_begun'),
  },
  {
    name: 'an empty sales file in a zip',
    make: (shift) => zipOf({ [`sales_${shift}.json`]: Buffer.alloc(0) }),
    fate: broken('package.empty_sales_file'),
  },
  {
    name: 'two sales files in a zip',
    make: (shift) => {
      const content = Buffer.from(fileOf(shift, [sale(shift)]));
      return zipOf({ 'sales_1.json': content, 'sales_2.json': content });
    },
    fate: broken('package.several_sales_files'),
  },
  {
    name: 'a zip without a sales file',
    make: (shift) => zipOf({ 'readme.txt': Buffer.from(`shift ${shift}`) }),
    fate: broken('package.no_sales_file'),
  },
  {
    name: 'text that is not UTF-8',
    make: (shift) => {
      const text = fileOf(shift, [sale(shift), receipt(2, '20.00', { shift })]);
      return zipOf({ 'sales_1.json': inOldCodePage(text) });
    },
    fate: broken('file.not_utf8'),
  },
  { name: 'a file without sections', make: (shift) => packed(`### ${shift} ###`), fate: broken('file.no_sections') },
];

const badRecords: BadInput[] = [
  {
    name: 'wrong JSON in one record',
    make: besides((shift) => `{"docType":1,"shift":${shift},"docNum":,"mark":"wrong json"}`),
    fate: aside('record.not_json', 'wrong json'),
  },
  {
    name: 'wrong JSON in one record, and no separators',
    make: (shift) => {
      const documents = [
        `{"docType":1,"shift":${shift},"docNum":,"mark":"unseparated"}`,
        receipt(2, '20.00', { shift }),
      ];
      return packed(fileOf(shift, documents).replaceAll('\n---\n', '\n'));
    },
    fate: aside('record.not_json', 'unseparated'),
  },
  {
    name: 'a record outside of all sections',
    make: (shift) => {
      const outside = JSON.stringify(sale(shift, { mark: 'outside' }));
      return packed(`${outside}\n---\n${fileOf(shift, [receipt(2, '20.00', { shift })])}`);
    },
    fate: { kind: 'set_aside', reason: 'section.outside', raw: 'outside', section: 'unknown' },
  },
  {
    name: 'one record that is not UTF-8',
    make: (shift) => {
      const bad = `{"docType":1,"shift":${shift},"mark":"Товар"}`;
      const good = JSON.stringify(receipt(2, '20.00', { shift })).replaceAll('Товар', 'item');
      return zipOf({ 'sales_1.json': inOldCodePage(fileOf(shift, [bad, good])) });
    },
    fate: aside('record.not_utf8', '"mark":"\ufffd'),
  },
  {
    name: 'the number 1e400',
    make: besides((shift) => sale(shift, { docSum: amount('1e400') })),
    fate: aside('field.too_large', '1e400'),
  },
  {
    name: 'an amount of a trillion roubles',
    make: besides((shift) => sale(shift, { docSum: amount('1000000000000.00') })),
    fate: aside('field.too_large', '1000000000000.00'),
  },
  {
    name: 'a date of the year 9999',
    make: besides((shift) => sale(shift, { timeEnd: '9999-03-14T09:01:00' })),
    fate: aside('field.year_out_of_range', '9999-03-14'),
  },
  {
    name: 'a shift without a number',
    make: (shift) => {
      const nameless = { cashCode: '12', timeBeg: '2026-03-14T08:00:00', timeEnd: null, mark: `nameless ${shift}` };
      const shifts = [nameless, shiftInfo({ shift })];
      return packed(salesFile({ shifts, documents: [receipt(2, '20.00', { shift })] }));
    },
    fate: { kind: 'set_aside', reason: 'shift.number_missing', raw: 'nameless', section: 'shift' },
  },
  {
    name: 'a key that stands twice',
    make: besides((shift) => JSON.stringify(sale(shift)).replace('{', '{"docSum":99.00,')),
    fate: aside('record.duplicate_key', '"docSum":99.00'),
  },
  {
    name: 'a document without a kind',
    make: besides((shift) => sale(shift, { docType: undefined, backReason: 'no kind' })),
    fate: aside('document.type_missing', 'no kind'),
  },
  {
    name: 'a negative sum',
    make: besides((shift) => sale(shift, { docSum: amount('-10.00') })),
    fate: aside('field.negative', '-10.00'),
  },
  {
    name: 'half a kopeck',
    make: besides((shift) => sale(shift, { docSum: amount('10.005') })),
    fate: aside('field.too_many_digits', '10.005'),
  },
];

const loadedAndTold: BadInput[] = [
  {
    name: 'a section that nobody knows',
    make: (shift) => {
      const documents = [receipt(2, '20.00', { shift })];
      const extra = `### loyalty info begin ###\n{"shift":${shift},"mark":"unheard"}\n---\n### loyalty info end ###\n`;
      return packed(salesFile({ shifts: [shiftInfo({ shift })], documents, extra }));
    },
    fate: { kind: 'told', event: 'section.first_met', documents: { new: 1, same: 0, conflict: 0 } },
  },
  {
    name: 'a file in capitals throughout, with NULL for null',
    make: (shift) =>
      packed(fileOf(shift, [sale(shift, { backReason: null }), receipt(2, '20.00', { shift })]).toUpperCase()),
    fate: { kind: 'told', event: 'package.loaded', documents: { new: 2, same: 0, conflict: 0 } },
  },
  {
    name: 'a remark outside of all sections',
    make: (shift) => packed(`# shift ${shift}\n${fileOf(shift, [sale(shift)])}`),
    fate: { kind: 'told', event: 'section.first_met', documents: { new: 1, same: 0, conflict: 0 } },
  },
  {
    name: 'a document that stands twice in one package',
    make: (shift) => packed(fileOf(shift, [sale(shift), receipt(2, '20.00', { shift }), sale(shift)])),
    fate: { kind: 'told', event: 'package.loaded', documents: { new: 2, same: 1, conflict: 0 } },
  },
  {
    name: 'a document that stands twice in one package with different money',
    make: (shift) => packed(fileOf(shift, [sale(shift), receipt(1, '11.00', { shift })])),
    fate: { kind: 'told', event: 'document.conflict', documents: { new: 1, same: 0, conflict: 1 } },
  },
  {
    name: 'a document whose lines do not add up',
    make: (shift) => packed(fileOf(shift, [receipt(1, '10.00', { shift, lines: [{ sum: '9.99' }] })])),
    fate: { kind: 'told', event: 'document.sums_differ', documents: { new: 1, same: 0, conflict: 0 } },
  },
  {
    name: 'a payment type that nobody has classified',
    // A code is told once, so each door brings one of its own.
    make: (shift) => packed(fileOf(shift, [receipt(1, '10.00', { shift, payments: [[70, shift, '10.00']] })])),
    fate: { kind: 'told', event: 'payment.unmapped', documents: { new: 1, same: 0, conflict: 0 } },
  },
  {
    name: 'a kind of document that nobody knows',
    make: (shift) => packed(fileOf(shift, [sale(shift, { docType: 5000 + shift })])),
    fate: { kind: 'told', event: 'document_type.unknown', documents: { new: 1, same: 0, conflict: 0 } },
  },
];

export const badInputs: readonly BadInput[] = [...brokenPackages, ...badRecords, ...loadedAndTold];

/** What only a register can do wrong: the code in its sales is not the one that the server knows it by (P5). */
export const foreignCode: BadInput = {
  name: 'the code of another register',
  make: (shift) => packed(fileOf(shift, [sale(shift, { cashCode: '13' })], { cashCode: '13' })),
  fate: { kind: 'held', reason: 'register.code_mismatch' },
};
