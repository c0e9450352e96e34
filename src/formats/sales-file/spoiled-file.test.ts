import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { test } from 'node:test';
import fc from 'fast-check';
import { SAMPLE, section } from '../../../tests/support/sales-file-text.ts';
import { fileReasons } from './reasons.ts';
import { readSalesFile, type SalesFileContents } from './sales-file.ts';

const pieces = [
  ...[
    '---',
    '\n---\n',
    '}---{',
    '}\n{',
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    '\r',
    ' ',
    '\ufeff',
    '\u2028',
    '\0',
  ],
  ...['###', '### sales data begin ###\n', '\n### sales data end ###\n', '\n## shift info begin ###\n'],
  ...['\n### x begin ###\n', '\n### x end ###\n', '1e400', 'NULL', 'Щ', '\n# remark\n', '{"docType":1}'],
];

type Edit = (bytes: Buffer) => Buffer;

/** Place in the bytes, in parts of 10,000. */
const place = fc.nat(10_000);

function spliced(bytes: Buffer, at: number, drop: number, put: Uint8Array): Buffer {
  const from = Math.floor((at * bytes.length) / 10_001);
  return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(
    ([at, byte]): Edit =>
      (bytes) =>
        spliced(bytes, at, 1, Buffer.from([byte])),
  ),
  fc.tuple(place, fc.nat(300)).map(
    ([at, drop]): Edit =>
      (bytes) =>
        spliced(bytes, at, drop, Buffer.alloc(0)),
  ),
  fc.tuple(place, place, fc.nat(1_500)).map(
    ([from, at, length]): Edit =>
      (bytes) =>
        spliced(bytes, at, 0, spliced(bytes, 0, from, Buffer.alloc(0)).subarray(0, length)),
  ),
  fc.tuple(place, fc.constantFrom(...pieces)).map(
    ([at, put]): Edit =>
      (bytes) =>
        spliced(bytes, at, 0, Buffer.from(put)),
  ),
);

function spoiledBy(edits: readonly Edit[], bytes: Buffer): Buffer {
  return edits.reduce((spoiled, one) => one(spoiled), bytes);
}

/** The markers of a file that was read: all of them begin and end sections. */
const MARKER = /(?<=^|[\r\n])[ \t]*###[ \t]*\S.{0,100}?[ \t]+(?:begin|end)[ \t]*###/gi;

/** How often each letter stands in texts; white space and dashes, which separate records, are left out. */
function letters(texts: readonly string[], clean: boolean): Map<string, number> {
  const counts = new Map<string, number>();
  // Of bytes that are no UTF-8 the text tells nothing but that they are there.
  const wanted = clean ? /[^\s-]/gu : /[!-,.-~]/g;
  for (const text of texts)
    for (const { 0: letter } of text.matchAll(wanted)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return new Map([...counts].sort());
}

function textsOf({ shifts, documents, securityLog, setAside, unknownSections }: SalesFileContents): string[] {
  return [...shifts, ...documents, ...securityLog, ...setAside, ...unknownSections].map(({ raw }) => raw);
}

test('spoiled file: nothing is lost or doubled: each letter is read, set aside or kept, or the file is broken', () => {
  const whole = Buffer.from(SAMPLE);
  let broken = 0;
  let read = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const bytes = spoiledBy(edits, whole);
      const contents = readSalesFile(bytes);
      if (!contents.ok) {
        assert.ok(Object.hasOwn(fileReasons, contents.reason));
        broken += 1;
        return;
      }
      read += 1;
      const inside = Buffer.from(
        bytes
          .toString('latin1')
          .replace(/^\xef\xbb\xbf/, '')
          .replace(MARKER, ''),
        'latin1',
      );
      const clean = isUtf8(bytes);
      assert.deepEqual(letters(textsOf(contents), clean), letters([inside.toString()], clean));
    }),
    { numRuns: 4_000 },
  );
  assert.ok(broken > 400 && read > 400, `${broken} broken, ${read} read`);
});

test('spoiled file: a spoiled record by the thousand is read in time that grows with the file', () => {
  const records = SAMPLE.split('\n').filter((line) => line.startsWith('{"docType"'));
  const separator = fc.constantFrom('\n', '\n---\n', '---', ' ', '');
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 4 }), fc.constantFrom(...records), separator, (edits, record, between) => {
      const spoiled = spoiledBy(edits, Buffer.from(record + between)).toString('latin1') || '{';
      const file = section('sales data', spoiled.repeat(Math.ceil(1_000_000 / spoiled.length)));
      // In quadratic time a single one of these would take minutes.
      const contents = readSalesFile(Buffer.from(file, 'latin1'));
      if (contents.ok) for (const { raw } of contents.documents) assert.notEqual(raw, '');
    }),
    { numRuns: 60 },
  );
});
