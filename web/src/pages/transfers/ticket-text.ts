/** A transfer as plain text for a request to support: numbers, codes and times, no money and nobody's name. */
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Translate } from '../../ui/language.tsx';
import { rangeText, transferState } from './transfer-words.ts';

/** `address` = of the page, `version` = of the server. */
export function ticketText(
  transfer: TransferRow,
  page: { address: string; version: string | undefined },
  t: Translate,
  language: Language,
): string {
  const { transferId, shopCode, registerCode, reason, registerSaid } = transfer;
  const lines = [
    `${t('transfer.title', { id: transferId })}: ${transferState(transfer, t).word}`,
    `${t('transfer.fact.shop')}: ${shopCode}, ${t('transfer.fact.register')}: ${registerCode}`,
    `state=${transfer.state} ended_in=${transfer.endedIn ?? '-'} code=${reason?.code ?? '-'} attempts=${transfer.attempts}`,
    `${t('transfer.fact.range')}: ${rangeText(transfer, t, language)}`,
    reason?.[language],
    registerSaid === null ? undefined : `${t('transfer.fact.said')}: ${registerSaid[language]}`,
    ...transfer.stages.map(({ stage, at }) => `${stage} ${at}`),
    transfer.endedAt === null ? undefined : `ended ${transfer.endedAt}`,
    `packages=${transfer.packages} shifts=${transfer.shifts} new=${transfer.documentsNew} same=${transfer.documentsSame}`,
    `Smena ${page.version ?? '-'} ${page.address}`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** Puts text where it can be pasted from; false when the browser does not allow it (a page without TLS, a refusal). */
export async function copyText(text: string): Promise<boolean> {
  // The browser leaves the clipboard out where the page comes over plain HTTP.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return false;
  try {
    await clipboard.writeText(text);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
