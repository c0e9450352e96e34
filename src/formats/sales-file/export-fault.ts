/** Why a document is not written for the ERP: thrown inside the writing of one document, a returned refusal at its border. */
import type { ExportReason } from './reasons.ts';

export class ExportFault extends Error {
  readonly reason: ExportReason;
  readonly details: Record<string, string>;

  constructor(reason: ExportReason, details: Record<string, string>) {
    super(reason);
    this.reason = reason;
    this.details = details;
  }
}
