import {
  IconArchive,
  IconBuildingStore,
  IconCertificate,
  IconChartBar,
  IconDownload,
  IconFileExport,
  IconHistory,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconListDetails,
  IconPackageImport,
  IconReceipt,
  IconScale,
  IconServer,
  IconSettings,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { ServerStatus } from '../../../../contracts/web-api.ts';
import type { Right } from '../../../../src/domain/access.ts';
import { useMay } from '../../api/own-rights.ts';
import { queries } from '../../api/queries.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { Link, useGo } from './link.tsx';

type Item = {
  href: string;
  text: ScreenText;
  /** What its page asks for; `network` = for the whole of it. */
  right: Right;
  network?: boolean;
  icon: ReactNode;
  key: string;
  also?: string;
  /** Its other pages begin so. */
  below?: string;
  count?: number;
  countText?: string;
  /** How much is under way: the quiet number under the one that calls for attention. */
  running?: number;
  runningText?: string;
};

const NARROW = '(max-width: 1440px)';

/** Open or narrow: the person's choice, else narrow on office screens up to 1440 px. */
function useMenuWidth(): { narrow: boolean; toggle: () => void } {
  const [chosen, setChosen] = useState(() => readStored('menu'));
  const [small, setSmall] = useState(() => window.matchMedia(NARROW).matches);
  useEffect(() => {
    const query = window.matchMedia(NARROW);
    const listen = () => setSmall(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  const narrow = chosen === null ? small : chosen === 'narrow';
  const toggle = () => {
    const next = narrow ? 'open' : 'narrow';
    writeStored('menu', next);
    setChosen(next);
  };
  return { narrow, toggle };
}

const NO_TRANSFERS = { running: 0, failed: 0 };

type Group = { title: ScreenText | null; items: Item[] };

const SHOPS: Item = {
  href: addresses.shops(),
  right: 'see',
  text: 'menu.shops',
  icon: <IconBuildingStore size={20} />,
  key: 'KeyS',
};

/** The pages that exist, with their counts. */
function useMenuGroups(t: Translate): Group[] {
  const status = useQuery(queries.status()).data;
  const transfers = useQuery(queries.transfers({ state: 'running', limit: 1 })).data?.counts ?? NO_TRANSFERS;
  const openCases = useQuery(queries.cases({ state: 'open', limit: 1 })).data?.counts.open ?? 0;
  const packages = status === undefined ? 0 : status.packages.error + status.packages.broken;
  const troubles =
    status === undefined
      ? 0
      : status.storage.damagedArchives +
        status.storage.lowDisks +
        status.storage.failedBackups +
        status.storage.keepsSpace;
  return [
    { title: null, items: [SHOPS] },
    {
      title: 'menu.data',
      items: [
        {
          href: addresses.days(),
          right: 'see',
          text: 'menu.reconciliation',
          icon: <IconScale size={20} />,
          key: 'KeyR',
          count: openCases,
          countText: t('menu.openCases', { n: openCases }),
        },
        {
          href: addresses.transfers(),
          right: 'see',
          text: 'menu.transfers',
          icon: <IconDownload size={20} />,
          key: 'KeyT',
          count: transfers.failed,
          countText: t('menu.failedTransfers', { n: transfers.failed }),
          running: transfers.running,
          runningText: t('menu.runningTransfers', { n: transfers.running }),
        },
        {
          href: addresses.exports(),
          below: '/exports/',
          right: 'see',
          text: 'menu.exports',
          icon: <IconFileExport size={20} />,
          key: 'KeyE',
          count: status?.shifts.notExported ?? 0,
          countText: notExportedText(t, status?.shifts),
        },
        {
          href: addresses.receipts(),
          right: 'see-money',
          text: 'menu.receipts',
          icon: <IconReceipt size={20} />,
          key: 'KeyF',
          below: '/receipts/',
        },
        {
          href: addresses.reports(),
          right: 'see-money',
          text: 'menu.reports',
          icon: <IconChartBar size={20} />,
          key: 'KeyO',
          below: '/reports/',
        },
        {
          href: addresses.packages(),
          right: 'see',
          text: 'menu.packages',
          icon: <IconPackageImport size={20} />,
          key: 'KeyK',
          also: addresses.setAside(),
          count: packages,
          countText: t('menu.failedPackages', { n: packages }),
        },
      ],
    },
    toolsOf(t, troubles, status),
  ];
}

/** What the server is looked after with; `troubles` of the storage. */
function toolsOf(t: Translate, troubles: number, status: ServerStatus | undefined): Group {
  const upper = status?.upper ?? null;
  const ofLine = upper === null ? 0 : upper.refusedRegisters + (upper.isStuck ? 1 : 0);
  const ends = status === undefined ? 0 : status.expiries.ended + status.expiries.endsSoon;
  return {
    title: 'menu.tools',
    items: [
      { href: addresses.log(), right: 'see', text: 'menu.log', icon: <IconListDetails size={20} />, key: 'KeyL' },
      { href: addresses.audit(), right: 'see', text: 'menu.audit', icon: <IconHistory size={20} />, key: 'KeyJ' },
      {
        href: addresses.servers(),
        right: 'see',
        text: 'menu.servers',
        icon: <IconServer size={20} />,
        key: 'KeyU',
        count: ofLine,
        countText: t('menu.serverTroubles', { n: ofLine }),
      },
      {
        href: addresses.expiries(),
        right: 'registers',
        text: 'menu.expiries',
        icon: <IconCertificate size={20} />,
        key: 'KeyC',
        count: ends,
        countText: t('menu.expiryTroubles', { n: ends }),
      },
      {
        href: addresses.storage(),
        right: 'trim-plan',
        network: true,
        text: 'menu.storage',
        icon: <IconArchive size={20} />,
        key: 'KeyA',
        count: troubles,
        countText: t('menu.storageTroubles', { n: troubles }),
      },
      {
        href: addresses.settings(),
        right: 'settings-exchange',
        text: 'menu.settings',
        icon: <IconSettings size={20} />,
        key: 'KeyH',
        below: '/settings/',
      },
    ],
  };
}

/** The left menu: pages that exist, with the counts that call for attention. */
export function Menu() {
  const { t } = useLanguage();
  const { narrow, toggle } = useMenuWidth();
  const may = useMay();
  const allowed = ({ right, network }: Item) => may(right, network === true ? 'network' : undefined);
  const groups = useMenuGroups(t)
    .map((group) => ({ ...group, items: group.items.filter(allowed) }))
    .filter(({ items }) => items.length > 0);
  const label = narrow ? t('menu.open') : t('menu.narrow');
  return (
    <nav className="menu" data-narrow={narrow} aria-label={t('menu.label')}>
      <Link className="menu-home" href={addresses.shops()} aria-label={t('product.name')}>
        <img src="/favicon.svg" width="24" height="24" alt="" />
        <span className="menu-word" aria-hidden="true">
          {t('product.name')}
        </span>
      </Link>
      {groups.map((group) => (
        <div key={group.title ?? 'first'} className="menu-group">
          {group.title !== null && <p className="menu-title">{t(group.title)}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <MenuLink item={item} narrow={narrow} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <button
        type="button"
        className="menu-toggle"
        onClick={toggle}
        aria-expanded={!narrow}
        aria-label={label}
        title={label}
      >
        {narrow ? <IconLayoutSidebarLeftExpand size={20} /> : <IconLayoutSidebarLeftCollapse size={20} />}
      </button>
    </nav>
  );
}

/** What the ERP lacks; open shifts are always a little behind and are named by themselves. */
function notExportedText(t: Translate, shifts: ServerStatus['shifts'] | undefined): string {
  const { notExported = 0, notExportedOpen = 0 } = shifts ?? {};
  return t(notExportedOpen === 0 ? 'menu.notExported' : 'menu.notExportedAndOpen', {
    n: notExported,
    open: notExportedOpen,
  });
}

/** Beside an icon there is room for two digits. */
function shortCount(count: number, narrow: boolean): string {
  const most = narrow ? 99 : 999;
  return count > most ? `${most}+` : String(count);
}

function MenuLink({ item, narrow }: { item: Item; narrow: boolean }) {
  const { t } = useLanguage();
  const go = useGo();
  const path = useLocation({ select: (location) => location.pathname });
  const here =
    path === item.href ||
    path.startsWith(`${item.href}/`) ||
    path === item.also ||
    (item.below !== undefined && path.startsWith(item.below));
  useShortcut({
    keys: `KeyG ${item.key}`,
    label: t(item.text),
    run: () => {
      go(item.href);
      return true;
    },
  });
  const counts = [
    { count: item.running ?? 0, text: item.runningText, kind: 'menu-count menu-count-running' },
    { count: item.count ?? 0, text: item.countText, kind: 'menu-count' },
  ].filter(({ count }) => count > 0);
  return (
    <Link
      href={item.href}
      className="menu-link"
      aria-current={path === item.href ? 'page' : here ? 'true' : undefined}
      title={[t(item.text), ...counts.map(({ text }) => text)].join(': ')}
    >
      {item.icon}
      <span className="menu-word">{t(item.text)}</span>
      {counts.map(({ count, text, kind }) => (
        <span key={kind} className={kind}>
          <span aria-hidden="true">{shortCount(count, narrow)}</span>
          <span className="unseen">{text}</span>
        </span>
      ))}
    </Link>
  );
}
