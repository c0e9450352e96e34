import type { PageTab } from '../../components/frame/page.tsx';
import { addresses, type ExportsTab } from '../../routes/addresses.ts';
import type { Translate } from '../../ui/language.tsx';

const tabs = [
  ['files', 'exchange.files'],
  ['requests', 'exchange.requests'],
  ['confirmations', 'exchange.confirmations'],
  ['targets', 'exchange.targets'],
] as const;

/** The tabs of «Выгрузка в АСТУ» (S11). */
export function exportsTabs(t: Translate, current: ExportsTab | 'missing'): PageTab[] {
  return [
    { label: t('exchange.missing'), href: addresses.exports(), current: current === 'missing' },
    ...tabs.map(([tab, text]) => ({ label: t(text), href: addresses.exportsTab(tab), current: current === tab })),
  ];
}
