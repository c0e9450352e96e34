/** Our own copy of the ERP reader's rules: what it would do with a file, and the last check before a file is published. */
import { addKopecks, formatKopecks, type Kopecks, parseKopecks } from '../../domain/money.ts';
import { checkContent } from './content-checks.ts';
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import { readGrammar } from './file-grammar.ts';
import { defaultErpReaderOptions, type ErpProblem, type ErpReaderOptions, readAsErp } from './read-as-erp.ts';
import { checkValues } from './value-checks.ts';

export { checkPlace, type FilePlace } from './place-checks.ts';
export {
  defaultErpReaderOptions,
  type ErpProblem,
  type ErpReaderOptions,
  type ErpReading,
  type ErpZReport,
  readAsErp,
} from './read-as-erp.ts';

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
    /** Σ of the payment lines, change included, unsigned. */
    payments: Kopecks;
  };
};

export type PublishCheck = { ok: true } | { ok: false; problems: ErpProblem[] };

/**
 * The checklist before a file is renamed into place (sales-file §12): bytes, values, content, and the sums read back.
 * Never throws on any bytes. `options.isCash` must say the same as at the ERP.
 */
export function checkBeforePublishing(
  bytes: Buffer,
  expected: ExpectedContent,
  options: Partial<ErpReaderOptions> = {},
): PublishCheck {
  const grammar = readGrammar(bytes);
  const isCash = options.isCash ?? defaultErpReaderOptions.isCash;
  const reading = readAsErp(bytes, options);
  const problems = [
    ...grammar.problems,
    ...checkValues(grammar.records, isCash),
    ...checkContent(grammar, expected.openedAt),
    ...reading.problems,
  ];
  if (reading.outcome !== 'accepted')
    problems.push({ rule: '§5', text: `the reader would end with ${reading.outcome}` });
  const documents = grammar.records.filter((record) => record.section === 'sales data').map((record) => record.object);
  const log = grammar.records.filter((record) => record.section === 'securitylog info');
  compare('documents', documents.length, expected.documents, String, problems);
  compare('log records', log.length, expected.logRecords, String, problems);
  const sums = sumsOf(documents);
  for (const name of ['documents', 'positions', 'payments'] as const) {
    compare(`sum of ${name}`, sums[name], expected.sums[name], formatKopecks, problems);
  }
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

function compare(
  what: string,
  found: number | null,
  expected: number,
  print: (value: number) => string,
  problems: ErpProblem[],
): void {
  if (found === expected) return;
  const text = `${what}: the file has ${found === null ? 'no readable amount' : print(found)}, expected ${print(expected)}`;
  problems.push({ rule: '§12', text });
}

type Total = Kopecks | null;

function sumsOf(documents: readonly ErpObject[]): Record<keyof ExpectedContent['sums'], Total> {
  let total: Total = 0;
  let positions: Total = 0;
  let payments: Total = 0;
  for (const document of documents) {
    const goods = listSum(document.inventPositions, 'posSum');
    positions = plus(positions, goods);
    payments = plus(payments, listSum(document.moneyPositions, 'sumB'));
    total = plus(total, Object.hasOwn(document, 'docSum') ? amountOf(document.docSum) : goods);
  }
  return { documents: total, positions, payments };
}

function listSum(list: ErpValue | undefined, name: string): Total {
  if (!Array.isArray(list)) return 0;
  return list.reduce<Total>((sum, item) => plus(sum, isObject(item) ? amountOf(item[name]) : null), 0);
}

function amountOf(value: ErpValue | undefined): Total {
  const read = value instanceof ErpNumber ? parseKopecks(value.source) : null;
  return read?.ok ? read.value : null;
}

function plus(a: Total, b: Total): Total {
  if (a === null || b === null || !Number.isSafeInteger(a + b)) return null;
  return addKopecks(a, b);
}
