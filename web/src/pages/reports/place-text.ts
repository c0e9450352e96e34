import type { ReportTable } from '../../../../contracts/web-api.ts';
import type { Translate } from '../../ui/language.tsx';
import { registerName, shopName } from '../names.ts';

/** Where a report is about, in words: «Магазин 5, Касса 12, Смена 347». */
export function placeText(
  { shop, register, shift }: Pick<ReportTable, 'shop' | 'register' | 'shift'>,
  t: Translate,
): string {
  if (shop === null) return t('report.wholeNetwork');
  return [
    shopName(t, shop.shopCode, shop.name),
    register === null ? null : registerName(t, register.registerCode, register.name),
    shift === null ? null : t('shiftPage.title', { number: shift.shiftNumber }),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
