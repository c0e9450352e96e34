import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Shop } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { count, kopecksOf, money, sampleTime, time } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { type Translate, useLanguage } from '../ui/language.tsx';
import { openNotExported, shopName } from './names.ts';

/** «Магазины»: which shops there are and how each one is. */
export function ShopsPage() {
  const { t } = useLanguage();
  const query = useQuery(queries.shops());
  const columns = useShopColumns();
  return (
    <Page title={t('shops.title')}>
      <Loaded query={query} loading={t('shops.loading')}>
        {({ shops }) => (
          <DataTable
            label={t('shops.title')}
            columns={columns}
            rows={shops}
            rowId={shopId}
            viewKey="shops"
            defaultSort="code"
            open={openShop}
            summary={t('shops.summary', {
              shops: shops.length,
              registers: shops.reduce((sum, shop) => sum + shop.registerCount, 0),
            })}
            detail={(shop) => shopDetail(shop, t)}
            empty={t('shops.empty')}
          />
        )}
      </Loaded>
    </Page>
  );
}

const shopId = (shop: Shop) => shop.shopId;
const setAsideOf = (shop: Shop) =>
  shop.setAsideDocuments === 0 ? undefined : addresses.setAside({ shop: shop.shopCode });
const openShop = (shop: Shop) => addresses.shop(shop.shopCode);

/** One mark for a shop: what needs a person first, then what the ERP misses; silence is grey, never green. */
function shopState(shop: Shop, t: Translate): { mark: Mark; word: string } {
  if (shop.setAsideDocuments > 0)
    return { mark: 'late', word: t('shops.stateSetAside', { n: shop.setAsideDocuments }) };
  if (shop.notExportedShifts > 0)
    return { mark: 'not-exported', word: t('shops.stateNotExported', { n: shop.notExportedShifts }) };
  if (shop.lastSaleAt === null) return { mark: 'unknown', word: t('state.noData') };
  if (shop.registersSeenToday === 0) return { mark: 'unknown', word: t('shops.stateSilent') };
  return { mark: 'order', word: t('state.order') };
}

/** The state in words, and open shifts that the ERP does not have yet. */
function shopDetail(shop: Shop, t: Translate): string {
  const open = openNotExported(shop.notExportedOpenShifts, t);
  return [`${shopName(t, shop.shopCode, shop.name)}: ${shopState(shop, t).word}`, open]
    .filter((part) => part !== undefined)
    .join('; ');
}

function useShopColumns(): Column<Shop>[] {
  const { t, language } = useLanguage();
  return useMemo(
    () => [
      { id: 'code', heading: t('shops.code'), kind: 'text', width: 80, text: (shop) => shop.shopCode },
      {
        id: 'name',
        heading: t('shops.name'),
        kind: 'text',
        width: 180,
        yields: 110,
        grow: true,
        rowHeader: true,
        text: (shop) => shopName(t, shop.shopCode, shop.name),
        href: openShop,
      },
      {
        id: 'state',
        heading: t('shops.state'),
        kind: 'mark',
        width: 220,
        narrow: 40,
        narrowHeading: 'unseen',
        text: (shop) => shopState(shop, t).word,
        view: (shop, form) => <StatusMark {...shopState(shop, t)} quiet={form !== 'wide'} />,
      },
      {
        id: 'registers',
        heading: t('shops.registers'),
        kind: 'number',
        width: 84,
        text: (shop) => `${count(language, shop.registersSeenToday)} / ${count(language, shop.registerCount)}`,
        sortBy: (shop) => shop.registerCount,
        hint: () => t('shops.registersHint'),
      },
      {
        id: 'lastSale',
        heading: t('shops.lastSale'),
        kind: 'time',
        width: 136,
        sample: sampleTime(language, 'minute'),
        text: (shop) => time(language, shop.lastSaleAt),
        sortBy: (shop) => shop.lastSaleAt,
      },
      {
        id: 'salesToday',
        heading: t('shops.salesToday'),
        kind: 'number',
        width: 120,
        text: (shop) => money(language, shop.salesToday),
        sortBy: (shop) => kopecksOf(shop.salesToday),
        size: (shop) => shop.salesToday?.length ?? 1,
      },
      ...(['openShifts', 'notExportedShifts', 'setAsideDocuments'] as const).map(
        (field): Column<Shop> => ({
          id: field,
          heading: t(
            (
              {
                openShifts: 'shops.openShifts',
                notExportedShifts: 'shops.notExported',
                setAsideDocuments: 'shops.setAside',
              } as const
            )[field],
          ),
          kind: 'number',
          width: 90,
          text: (shop) => count(language, shop[field]),
          sortBy: (shop) => shop[field],
          className: (shop) => (shop[field] === 0 ? 'cell-quiet' : undefined),
          hint: (shop) => (field === 'notExportedShifts' ? openNotExported(shop.notExportedOpenShifts, t) : undefined),
          ...(field === 'setAsideDocuments' ? { href: setAsideOf } : {}),
        }),
      ),
    ],
    [t, language],
  );
}
