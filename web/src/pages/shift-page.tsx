import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ShiftDetail } from '../../../contracts/web-api.ts';
import { useMay } from '../api/own-rights.ts';
import { queries, type ShiftPath } from '../api/queries.ts';
import { checkOf } from '../components/definitions/figures.ts';
import { useGo } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { useShortcut } from '../components/keyboard/shortcuts.ts';
import { Loaded } from '../components/loaded.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { time } from '../format/format.ts';
import { addresses, type ShiftTab } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { Zone } from '../ui/zone.tsx';
import { resultMark } from './cases/case-words.ts';
import { exportMark, registerName, shopName } from './names.ts';
import { ShiftHistory } from './shift/shift-history.tsx';
import { ShiftReceipts } from './shift/shift-receipts.tsx';
import { ShiftReport } from './shift/shift-report.tsx';
import { ShiftRoute } from './shift/shift-route.tsx';
import { ShiftSummary } from './shift/shift-summary.tsx';
import './shift/shift.css';

/** «Смена»: one shift, its tie-out and its documents. */
export function ShiftPage({ shopCode, registerCode, shiftKey, tab }: ShiftPath & { tab: ShiftTab }) {
  const may = useMay();
  const { t } = useLanguage();
  const path = { shopCode, registerCode, shiftKey };
  const query = useQuery(queries.shift(path));
  const registers = useQuery(queries.registers(shopCode)).data;
  const name = registers?.registers.find((register) => register.registerCode === registerCode)?.name;
  return (
    <Page
      title={t('shiftPage.title', { number: query.data?.shift.shiftNumber ?? shiftKey.split('@')[0] ?? shiftKey })}
      crumbs={[
        { label: t('shops.title'), href: addresses.shops() },
        { label: shopName(t, shopCode, registers?.shop.name), href: addresses.shop(shopCode) },
        { label: registerName(t, registerCode, name), href: addresses.reconciliation(shopCode, registerCode) },
      ]}
      marks={query.data !== undefined && <ShiftMarks detail={query.data} />}
      actions={<Neighbours path={path} tab={tab} detail={query.data} />}
      tabs={[
        {
          label: t('shiftPage.summary'),
          href: addresses.shift(shopCode, registerCode, shiftKey),
          current: tab === 'summary',
        },
        ...PARTS.filter((name) => !OF_MONEY.has(name) || may('see-money', { shopCode })).map((name) => ({
          label: t(`shiftPage.${name}`),
          href: addresses.shift(shopCode, registerCode, shiftKey, name),
          current: tab === name,
        })),
      ]}
      scrolls={tab === 'summary' || tab === 'route'}
    >
      <Zone value={registers?.shop.timeZone}>
        {tab === 'receipts' ? (
          <ShiftReceipts path={path} />
        ) : tab === 'route' ? (
          <ShiftRoute path={path} />
        ) : tab === 'history' ? (
          <ShiftHistory path={path} />
        ) : tab !== 'summary' ? (
          <ShiftReport path={path} report={tab} />
        ) : (
          <Loaded query={query} loading={t('shiftPage.loading')} place={path}>
            {(detail) => <ShiftSummary detail={detail} />}
          </Loaded>
        )}
      </Zone>
    </Page>
  );
}

/** When, by whom, and the states of the shift: open or closed, sums, export. */
function ShiftMarks({ detail }: { detail: ShiftDetail }) {
  const { t, language } = useLanguage();
  const { shift } = detail;
  const opened = time(language, shift.openedAt);
  const check = checkOf(shift);
  return (
    <span className="shift-marks">
      <span className="number">
        {shift.closedAt === null
          ? t('shiftPage.from', { opened })
          : t('shiftPage.fromTo', { opened, closed: time(language, shift.closedAt) })}
      </span>
      {shift.cashierCode !== null && <span>{t('shiftPage.cashier', { code: shift.cashierCode })}</span>}
      <StatusMark
        mark={shift.closedAt === null ? 'progress' : 'order'}
        word={shift.closedAt === null ? t('shiftPage.openMark') : t('shiftPage.closedMark')}
      />
      <StatusMark {...resultMark(shift.check, t)} />
      {shift.check.result === 'agrees' && check.checked < check.all && (
        <span>{t('shiftPage.checked', { n: check.checked, all: check.all })}</span>
      )}
      <StatusMark {...exportMark(t, shift.export.state)} />
    </span>
  );
}

const PARTS = ['departments', 'receipts', 'payments', 'cash', 'route', 'history'] as const;

/** They hold nothing but sums and receipts. */
const OF_MONEY: ReadonlySet<string> = new Set(['departments', 'receipts', 'payments', 'cash']);

type NeighboursProps = { path: ShiftPath; tab: ShiftTab; detail: ShiftDetail | undefined };

/** The shift before and after on the same register: buttons, ← and →. */
function Neighbours({ path, tab, detail }: NeighboursProps) {
  const { t } = useLanguage();
  const go = useGo();
  const open = (key: string | null | undefined) => {
    if (key === null || key === undefined) return false;
    go(addresses.shift(path.shopCode, path.registerCode, key, tab));
    return true;
  };
  useShortcut({ keys: 'ArrowLeft', label: t('shiftPage.previous'), run: () => open(detail?.previousKey) });
  useShortcut({ keys: 'ArrowRight', label: t('shiftPage.next'), run: () => open(detail?.nextKey) });
  return (
    <span className="neighbours">
      <ActionIcon
        variant="default"
        size={28}
        disabled={(detail?.previousKey ?? null) === null}
        onClick={() => open(detail?.previousKey)}
        aria-label={t('shiftPage.previous')}
        title={`${t('shiftPage.previous')} ←`}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={28}
        disabled={(detail?.nextKey ?? null) === null}
        onClick={() => open(detail?.nextKey)}
        aria-label={t('shiftPage.next')}
        title={`${t('shiftPage.next')} →`}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </span>
  );
}
