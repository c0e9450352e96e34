import type { TransferRow } from '../../../../contracts/web-api.ts';
import { useLanguage } from '../../ui/language.tsx';
import { transferState, whyText } from './transfer-words.ts';

/** The whole state and the whole reason, which the cells may cut. */
export function TransferText({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  return <>{`${transfer.transferId}: ${whyText(transfer, t, language) ?? transferState(transfer, t).word}`}</>;
}
