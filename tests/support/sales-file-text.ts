/** Texts of sales files for tests: the sample, one small shift and one small sale, and what is made of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DocumentRecord, SetAsideRecord } from '../../src/domain/sales.ts';
import { isSetAside, readSalesFile, type SalesFileContents } from '../../src/formats/sales-file/sales-file.ts';

export const SAMPLE = readFileSync(new URL('../fixtures/sale20260314214500000_347_1.json', import.meta.url), 'utf8');
export const SHIFT =
  '{"cashCode":"12","shift":347,"timeBeg":"2026-03-14T08:54:30","timeEnd":null,"sumGain":0.00,"kkms":[]}';
export const SALE =
  '{"docType":1,"docNum":1,"cashCode":"12","shift":347,"userCode":"7","timeEnd":"2026-03-14T09:00:00","docSum":30.00,' +
  '"inventPositions":[{"posNum":1,"opCode":50,"inventCode":"9","barCode":"","quant":1.000,"price":30.00,"posSum":30.00}],' +
  '"moneyPositions":[{"opCode":70,"valCode":1,"sumB":30.00}],"stornoPositions":[]}';

export function section(name: string, ...records: string[]): string {
  return `### ${name} begin ###\n${records.map((record) => `${record}\n---\n`).join('')}### ${name} end ###\n`;
}

export function read(text: string | Buffer): SalesFileContents {
  const contents = readSalesFile(Buffer.from(text));
  assert.ok(contents.ok, JSON.stringify(contents));
  return contents;
}

export function documentsOf(contents: SalesFileContents): DocumentRecord[] {
  return [...contents.documents].map((record) => {
    assert.ok(!isSetAside(record), JSON.stringify(record));
    return record;
  });
}

export function refusalOf(text: string | Buffer): [string, Record<string, string>] {
  const contents = readSalesFile(Buffer.from(text));
  assert.ok(!contents.ok);
  return [contents.reason, contents.details];
}

/** Reads one document; it must be set aside. */
export function asideOf(document: string, before = SHIFT): SetAsideRecord {
  const records = [...read(section('shift info', before) + section('sales data', document, SALE)).documents];
  assert.equal(records.length, 2, 'the record behind the broken one is read');
  const [aside, good] = records;
  assert.ok(aside !== undefined && isSetAside(aside), 'the broken record is set aside');
  assert.ok(good !== undefined && !isSetAside(good), 'the rest goes on');
  return aside;
}

export function replaced(text: string, what: string, by: string): string {
  assert.ok(text.includes(what), what);
  return text.replace(what, by);
}
