/** What makes two deliveries the same document, within one shift (data-model §8). */
import type { DocumentRecord } from './sales.ts';

/**
 * Kind and number within the shift, as strong as the keys of the ERP. Kinds that may come without a number (soft checks
 * and unknown kinds) fall back to the global identifier, then to the content itself (`contentHash`).
 */
export function documentIdentity(document: DocumentRecord, contentHash: string): string {
  if (document.documentNumber !== null) return `${document.documentType}/${document.documentNumber}`;
  if (document.identifier !== null) return `${document.documentType}/id/${document.identifier}`;
  return `${document.documentType}/content/${contentHash}`;
}

/** A document the register has finished: only these count. `closed` 0 or no close time = still open (data-model §9.6). */
export function isClosedDocument(document: Pick<DocumentRecord, 'closedState' | 'closedAt'>): boolean {
  return document.closedState !== 0 && document.closedAt !== null;
}
