/** Our own copy of the ERP reader's rules: what it would do with a file, and the last check before a file is published. */
import type { LocalTime } from '../../domain/local-time.ts';
import { type FirstObject, firstObject } from './erp-json.ts';
import { erpSectionNames, erpSections, type Span } from './erp-sections.ts';
import { readGrammar } from './file-grammar.ts';
import {
  defaultErpReaderOptions,
  ErpPass,
  type ErpProblem,
  type ErpReaderOptions,
  type ErpReading,
  pieceText,
} from './read-as-erp.ts';
import { type ExpectedContent, RecordChecks } from './record-checks.ts';

export { type MarkedLine, markLines, rulesOfTheReader } from './file-lines.ts';
export {
  defaultErpReaderOptions,
  type ErpProblem,
  type ErpReaderOptions,
  type ErpReading,
  type ErpZReport,
  readAsErp,
} from './read-as-erp.ts';
export type { ExpectedContent } from './record-checks.ts';

export type PublishCheck = { ok: true } | { ok: false; problems: ErpProblem[] };

/**
 * The checklist before a file is renamed into place (sales-file §12): bytes, values, content, and the sums read back. Its
 * place is held by who names it: the exports settle folder and name, the exchange folder the name aside.
 * Never throws on any bytes. `options.isCash` must say the same as at the ERP. Holds one record at a time.
 */
export function checkBeforePublishing(
  bytes: Buffer,
  expected: ExpectedContent,
  options: Partial<ErpReaderOptions> = {},
): PublishCheck {
  const { problems, checks } = inspect(bytes, expected.openedAt, options);
  problems.push(...checks.differencesTo(expected));
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

/** The same over a file that is published already: what the reader would do with it, and every departure from the rules. */
export function inspectPublished(
  bytes: Buffer,
  openedAt: LocalTime,
  options: Partial<ErpReaderOptions> = {},
): { verdict: ErpReading['outcome']; problems: ErpProblem[] } {
  const { verdict, problems } = inspect(bytes, openedAt, options);
  return { verdict, problems };
}

function inspect(bytes: Buffer, openedAt: LocalTime, options: Partial<ErpReaderOptions>) {
  const grammar = readGrammar(bytes);
  const checks = new RecordChecks(openedAt, options.isCash ?? defaultErpReaderOptions.isCash);
  const sections = erpSections(bytes);
  const pass = new ErpPass(bytes, sections, options);
  for (const name of erpSectionNames) {
    const records = grammar.records[name];
    const pieces = sections.find((section) => section.name === name)?.pieces ?? [];
    for (let index = 0; index < Math.max(records.length, pieces.length); index += 1) {
      const record = records[index];
      const piece = pieces[index];
      const asErp = piece && firstObject(pieceText(bytes, piece));
      if (asErp) pass.take(name, asErp);
      if (record) checks.take(name, asErp && isSameText(bytes, record, piece) ? asErp : asWritten(bytes, record));
    }
  }
  const reading = pass.finish();
  const problems = [...grammar.problems, ...checks.problems(), ...reading.problems];
  if (reading.outcome !== 'accepted')
    problems.push({ rule: '§5', text: `the reader would end with ${reading.outcome}` });
  return { verdict: reading.outcome, problems, checks };
}

/** True when the reader cuts out the very text that stands between the separators, so that it need not be parsed again. */
function isSameText(bytes: Buffer, record: Span, piece: Span | undefined): boolean {
  return (
    record.start === piece?.start &&
    record.end === piece.end &&
    !bytes.subarray(record.start, record.end).includes('\n')
  );
}

function asWritten(bytes: Buffer, record: Span): FirstObject {
  return firstObject(bytes.toString('utf8', record.start, record.end));
}
