/** The checks of the records of a published file, one by one, and what they add up to (sales-file §12). */
import { formatKopecks, type Kopecks } from '../../domain/money.ts';
import { ContentChecks } from './content-checks.ts';
import type { ErpObject, FirstObject } from './erp-json.ts';
import type { ErpSectionName } from './erp-sections.ts';
import { PublishedSums } from './published-sums.ts';
import type { ErpProblem } from './read-as-erp.ts';
import { checkChange, checkValues, type Report } from './value-checks.ts';

/** What the database says the file must hold. */
export type ExpectedContent = {
  /** Open time of the shift, the same in every file of the shift (F14). */
  openedAt: string;
  documents: number;
  logRecords: number;
  sums: {
    /** Σ of the document sums, unsigned; documents that report none count with the sum of their positions. */
    documents: Kopecks;
    /** Σ of the positions that are not cancelled, unsigned. */
    positions: Kopecks;
    /** Σ of the payment lines, change taken off (data-model §9.3). */
    payments: Kopecks;
  };
};

/** Takes the records section by section in the order of `erpSectionNames`, and keeps only sums. */
export class RecordChecks {
  readonly #problems: ErpProblem[] = [];
  readonly #content: ContentChecks;
  readonly #isCash: (paymentTypeCode: number) => boolean;
  readonly #sums = new PublishedSums();
  readonly #taken: Record<ErpSectionName, number> = { 'shift info': 0, 'sales data': 0, 'securitylog info': 0 };
  /** Those of them that could be read. */
  readonly #read: Record<ErpSectionName, number> = { 'shift info': 0, 'sales data': 0, 'securitylog info': 0 };

  constructor(openedAt: string, isCash: (paymentTypeCode: number) => boolean) {
    this.#content = new ContentChecks(openedAt);
    this.#isCash = isCash;
  }

  /** The next record of a section, parsed. */
  take(name: ErpSectionName, first: FirstObject): void {
    this.#taken[name] += 1;
    const where = `${name} record ${this.#taken[name]}`;
    const report: Report = (rule, text) => void this.#problems.push({ rule, text: `${where}: ${text}` });
    if (first.ok && first.rest.trim() === '') {
      this.#read[name] += 1;
      if (first.repeated) report('JSON', 'it names a member twice');
      checkValues(name, first.value, report);
      this.#check(name, first.value, report);
    } else report('JSON', 'it is not one JSON object');
  }

  #check(name: ErpSectionName, object: ErpObject, report: Report): void {
    if (name === 'shift info') this.#content.shift(object, report);
    else if (name === 'securitylog info') this.#content.logRecord(object, report);
    else {
      checkChange(object, this.#isCash, report);
      this.#content.document(object, report);
      this.#sums.add(object);
    }
  }

  /** What is wrong with the records. */
  problems(): ErpProblem[] {
    if (this.#read['shift info'] > 0) return this.#problems;
    return [...this.#problems, { rule: 'F14', text: 'there is no shift info' }];
  }

  /** Where what was read back is not what the database holds. */
  differencesTo(expected: ExpectedContent): ErpProblem[] {
    const read = this.#read;
    const sums = this.#sums;
    return [
      ...difference('documents', read['sales data'], expected.documents, String),
      ...difference('log records', read['securitylog info'], expected.logRecords, String),
      ...difference('sum of documents', sums.documents, expected.sums.documents, formatKopecks),
      ...difference('sum of positions', sums.positions, expected.sums.positions, formatKopecks),
      ...difference('sum of payments', sums.payments, expected.sums.payments, formatKopecks),
    ];
  }
}

function difference(
  what: string,
  found: number | null,
  expected: number,
  print: (value: number) => string,
): ErpProblem[] {
  if (found === expected) return [];
  const has = found === null ? 'no readable amount' : print(found);
  return [{ rule: '§12', text: `${what}: the file has ${has}, expected ${print(expected)}` }];
}
