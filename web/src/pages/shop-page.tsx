import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Register } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { queries } from '../api/queries.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { count, kopecksOf, MISSING, money, sampleTime, serverTime, time } from '../format/format.ts';
import { withZone } from '../format/zones.ts';
import { addresses } from '../routes/addresses.ts';
import { type Translate, useLanguage } from '../ui/language.tsx';
import { openNotExported, registerName, shopName } from './names.ts';
import { shopTabs } from './shop-tabs.ts';

/** «Магазин»: its registers and how each one is. */
export function ShopPage({ shopCode }: { shopCode: string }) {
  const { t } = useLanguage();
  const query = useQuery(queries.registers(shopCode));
  const columns = useRegisterColumns(query.data?.shop.timeZone);
  return (
    <Page
      title={shopName(t, shopCode, query.data?.shop.name)}
      crumbs={[{ label: t('shops.title'), href: addresses.shops() }]}
      tabs={shopTabs(shopCode, 'registers', t)}
    >
      <Loaded query={query} loading={t('registers.loading')} place={{ shopCode }}>
        {({ registers }) => (
          <DataTable
            label={t('shop.tab.registers')}
            columns={columns}
            rows={registers}
            rowId={registerId}
            viewKey={shopCode}
            defaultSort="code"
            open={openRegister}
            summary={t('registers.summary', { n: registers.length })}
            detail={(register) => registerDetail(register, t)}
            empty={t('registers.empty', { shopCode })}
          />
        )}
      </Loaded>
    </Page>
  );
}

const registerId = (register: Register) => register.registerId;
const openRegister = (register: Register) => addresses.reconciliation(register.shopCode, register.registerCode);

/** One mark for a register; what has never been heard is grey. */
function registerState(register: Register, t: Translate): { mark: Mark; word: string } {
  if (!register.inService) return { mark: 'off', word: t('registers.stateOff') };
  if (register.notExportedShifts > 0) {
    return { mark: 'not-exported', word: t('registers.stateNotExported', { n: register.notExportedShifts }) };
  }
  if (register.lastContactAt === null && register.lastLoadAt === null)
    return { mark: 'unknown', word: t('registers.stateNever') };
  return { mark: 'order', word: t('state.order') };
}

function useRegisterColumns(zone: string | undefined): Column<Register>[] {
  const { t, language } = useLanguage();
  return useMemo(() => [...leadingColumns(t, language, zone), ...figureColumns(t, language)], [t, language, zone]);
}

/** Which register it is, how it is, when it was last heard. */
function leadingColumns(t: Translate, language: Language, zone: string | undefined): Column<Register>[] {
  return [
    { id: 'code', heading: t('registers.code'), kind: 'text', width: 80, text: (register) => register.registerCode },
    {
      id: 'name',
      heading: t('registers.name'),
      kind: 'text',
      width: 160,
      yields: 110,
      grow: true,
      rowHeader: true,
      text: (register) => registerName(t, register.registerCode, register.name),
      href: openRegister,
    },
    {
      id: 'state',
      heading: t('registers.state'),
      kind: 'mark',
      width: 200,
      narrow: 40,
      narrowHeading: 'unseen',
      text: (register) => registerState(register, t).word,
      view: (register, form) => <StatusMark {...registerState(register, t)} quiet={form !== 'wide'} />,
    },
    {
      id: 'lastLoad',
      heading: withZone(t('registers.lastLoad'), zone),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (register) => serverTime(language, register.lastLoadAt, zone),
      sortBy: (register) => register.lastLoadAt,
    },
    {
      id: 'lastSale',
      heading: withZone(t('registers.lastSale'), zone),
      kind: 'time',
      width: 136,
      sample: sampleTime(language, 'minute'),
      text: (register) => time(language, register.lastSaleAt),
      sortBy: (register) => register.lastSaleAt,
    },
  ];
}

/** What it sells and what the ERP lacks of it. */
function figureColumns(t: Translate, language: Language): Column<Register>[] {
  return [
    {
      id: 'openShift',
      heading: t('registers.openShift'),
      kind: 'text',
      width: 150,
      yields: 96,
      text: (register) => openShiftText(register, t),
      sortBy: (register) => register.openShiftNumber,
    },
    {
      id: 'salesToday',
      heading: t('registers.salesToday'),
      kind: 'number',
      width: 120,
      text: (register) => money(language, register.salesToday),
      sortBy: (register) => kopecksOf(register.salesToday),
      size: (register) => register.salesToday?.length ?? 1,
    },
    {
      id: 'notExported',
      heading: t('registers.notExported'),
      kind: 'number',
      width: 110,
      text: (register) => count(language, register.notExportedShifts),
      sortBy: (register) => register.notExportedShifts,
      className: (register) => (register.notExportedShifts === 0 ? 'cell-quiet' : undefined),
      hint: (register) => openNotExported(register.notExportedOpenShifts, t),
    },
    {
      id: 'protocol',
      heading: t('registers.protocol'),
      kind: 'text',
      width: 90,
      text: (register) => (register.protocolVersion === 3 ? '3 thrift' : '4 grpc'),
    },
  ];
}

/** The state in words, and open shifts that the ERP does not have yet. */
function registerDetail(register: Register, t: Translate): string {
  const name = registerName(t, register.registerCode, register.name);
  const open = openNotExported(register.notExportedOpenShifts, t);
  return [`${name}: ${registerState(register, t).word}`, open].filter((part) => part !== undefined).join('; ');
}

function openShiftText(register: Register, t: Translate): string {
  if (register.openShiftNumber === null) return MISSING;
  return t('registers.openShiftText', { number: register.openShiftNumber, n: register.openShiftReceipts ?? 0 });
}
