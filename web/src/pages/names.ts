import type { DocumentRow, ShiftExport } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import type { Mark } from '../components/status-mark.tsx';
import { serverTime } from '../format/format.ts';
import type { ScreenText, Translate } from '../ui/language.tsx';

/** A shop by its code, and its name where somebody gave it one. */
export function shopName(t: Translate, shopCode: string, name: string | null | undefined): string {
  const byCode = t('shop.named', { code: shopCode });
  return (name ?? '') === '' || name === byCode ? byCode : `${byCode} · ${name}`;
}

/** A register by its name, else by its code. */
export function registerName(t: Translate, registerCode: string, name: string | null | undefined): string {
  return (name ?? '') === '' ? t('register.named', { code: registerCode }) : String(name);
}

/** Open shifts are behind for a moment after every receipt; they are named beside what needs a look, never added to it. */
export function openNotExported(count: number, t: Translate): string | undefined {
  return count === 0 ? undefined : t('export.openBehind', { n: count });
}

const exportMarks: Record<ShiftExport['state'], { mark: Mark; text: ScreenText }> = {
  not_exported: { mark: 'not-exported', text: 'export.notExported' },
  changed: { mark: 'not-exported', text: 'export.changed' },
  failed: { mark: 'broken', text: 'export.failed' },
  exporting: { mark: 'progress', text: 'export.exporting' },
  exported: { mark: 'order', text: 'export.exported' },
  accepted: { mark: 'order', text: 'export.accepted' },
};

/** Mark and word of the export of a shift; a failed one is a red mark on a blue row. */
export function exportMark(t: Translate, state: ShiftExport['state']): { mark: Mark; word: string } {
  const { mark, text } = exportMarks[state];
  return { mark, word: t(text) };
}

/** True for the states of an export that have a mark. */
export function isExportState(state: string | number | null | undefined): state is ShiftExport['state'] {
  return typeof state === 'string' && Object.hasOwn(exportMarks, state);
}

/** True when the ERP does not have the shift as it is now: the row is blue (M21). */
export function isBlue(state: ShiftExport['state']): boolean {
  return state === 'not_exported' || state === 'changed' || state === 'failed';
}

/** What else there is to say about an export: when, which file, why not. */
export function exportHint(t: Translate, language: Language, shiftExport: ShiftExport): string {
  const word = exportMark(t, shiftExport.state).word;
  if (shiftExport.reason !== null) return `${word}: ${shiftExport.reason[language]}`;
  const { state, confirmed } = shiftExport;
  const isDone = state === 'exported' || state === 'accepted';
  if (!isDone || shiftExport.exportedAt === null) return word;
  if (confirmed === 'differs') return t('export.differs');
  return t('export.exportedAs', {
    at: serverTime(language, shiftExport.exportedAt),
    file: shiftExport.fileName ?? '—',
  });
}

/** Kind of a document in words; codes that nobody described keep their number. */
export function documentKind(t: Translate, document: Pick<DocumentRow, 'documentClass' | 'documentType'>): string {
  const { documentClass, documentType } = document;
  if (documentClass === 'refund' && documentType === 25) return t('kind.refundBySale');
  return t(`kind.${documentClass}`, { type: documentType });
}

/** Number of a document as people call it: of the receipt, else of the document. */
export function documentNumber(document: Pick<DocumentRow, 'receiptNumber' | 'documentNumber' | 'documentId'>): string {
  return String(document.receiptNumber ?? document.documentNumber ?? `#${document.documentId}`);
}
