import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { Frame } from '../components/frame/frame.tsx';
import { NotFetchedPage } from '../pages/not-fetched-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { ShopsPage } from '../pages/shops-page.tsx';
import { addresses } from './addresses.ts';
import { lazyPage } from './lazy-page.tsx';
import { parseQuery, readSearch, stringifyQuery } from './search.ts';

/** Pages of several addresses. */
const shiftPage = () => import('../pages/shift-page.tsx').then((module) => module.ShiftPage);
const exportsPage = () => import('../pages/exports-page.tsx').then((module) => module.ExportsPage);
const settingsPage = () => import('../pages/settings-page.tsx').then((module) => module.SettingsPage);
const noProps = () => ({});

type ShopKeys = { shopCode: string };
type RegisterKeys = ShopKeys & { registerCode: string };
type ShiftKeys<Tab> = RegisterKeys & { shiftKey: string; tab: Tab };

const root = createRootRoute({ component: Frame, validateSearch: readSearch, notFoundComponent: NotFoundPage });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyPage(() => import('../pages/login-page.tsx').then((module) => module.LoginPage), noProps),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: '/profile',
  component: lazyPage(() => import('../pages/profile-page.tsx').then((module) => module.ProfilePage), noProps),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/settings/people',
  component: lazyPage(() => import('../pages/people-page.tsx').then((module) => module.PeoplePage), noProps),
});
const roles = createRoute({
  getParentRoute: () => root,
  path: '/settings/roles',
  component: lazyPage(() => import('../pages/roles-page.tsx').then((module) => module.RolesPage), noProps),
});
const keys = createRoute({
  getParentRoute: () => root,
  path: '/settings/keys',
  component: lazyPage(() => import('../pages/keys-page.tsx').then((module) => module.KeysPage), noProps),
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: addresses.shops(), replace: true });
  },
});

const shops = createRoute({ getParentRoute: () => root, path: '/shops', component: ShopsPage });

const shop = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode',
  component: lazyPage(
    () => import('../pages/shop-page.tsx').then((module) => module.ShopPage),
    (): ShopKeys => shop.useParams(),
  ),
});

const shopLog = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/log',
  component: lazyPage(
    () => import('../pages/shop-log-page.tsx').then((module) => module.ShopLogPage),
    (): ShopKeys => shopLog.useParams(),
  ),
});

const shopReconciliation = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/reconciliation',
  component: lazyPage(
    () => import('../pages/shop-reconciliation-page.tsx').then((module) => module.ShopReconciliationPage),
    (): ShopKeys => shopReconciliation.useParams(),
  ),
});

const days = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation',
  component: lazyPage(() => import('../pages/days-page.tsx').then((module) => module.DaysPage), noProps),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/cases',
  component: lazyPage(() => import('../pages/cases-page.tsx').then((module) => module.CasesPage), noProps),
});
const missing = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/gaps',
  component: lazyPage(() => import('../pages/missing-page.tsx').then((module) => module.MissingPage), noProps),
});
const unchecked = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/unchecked',
  component: lazyPage(() => import('../pages/unchecked-page.tsx').then((module) => module.UncheckedPage), noProps),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode',
  beforeLoad: ({ params }) => {
    throw redirect({ href: addresses.reconciliation(params.shopCode, params.registerCode), replace: true });
  },
});

const reconciliation = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/reconciliation',
  component: lazyPage(
    () => import('../pages/reconciliation-page.tsx').then((module) => module.ReconciliationPage),
    (): RegisterKeys => reconciliation.useParams(),
  ),
});

const sales = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/sales',
  component: lazyPage(
    () => import('../pages/sales-page.tsx').then((module) => module.SalesPage),
    (): RegisterKeys => sales.useParams(),
  ),
});

const registerLine = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/line',
  component: lazyPage(
    () => import('../pages/register-line-page.tsx').then((module) => module.RegisterLinePage),
    (): RegisterKeys => registerLine.useParams(),
  ),
});

const registerLog = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/log',
  component: lazyPage(
    () => import('../pages/register-log-page.tsx').then((module) => module.RegisterLogPage),
    (): RegisterKeys => registerLog.useParams(),
  ),
});

const shift = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey',
  component: lazyPage(shiftPage, (): ShiftKeys<'summary'> => ({ ...shift.useParams(), tab: 'summary' })),
});

const shiftReceipts = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/receipts',
  component: lazyPage(shiftPage, (): ShiftKeys<'receipts'> => ({ ...shiftReceipts.useParams(), tab: 'receipts' })),
});

const shiftDepartments = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/departments',
  component: lazyPage(
    shiftPage,
    (): ShiftKeys<'departments'> => ({ ...shiftDepartments.useParams(), tab: 'departments' }),
  ),
});

const shiftPayments = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/payments',
  component: lazyPage(shiftPage, (): ShiftKeys<'payments'> => ({ ...shiftPayments.useParams(), tab: 'payments' })),
});

const shiftCash = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/cash',
  component: lazyPage(shiftPage, (): ShiftKeys<'cash'> => ({ ...shiftCash.useParams(), tab: 'cash' })),
});

const shiftRoute = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/route',
  component: lazyPage(shiftPage, (): ShiftKeys<'route'> => ({ ...shiftRoute.useParams(), tab: 'route' })),
});

const shiftHistory = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/history',
  component: lazyPage(shiftPage, (): ShiftKeys<'history'> => ({ ...shiftHistory.useParams(), tab: 'history' })),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  beforeLoad: () => {
    throw redirect({ href: addresses.report('sales'), replace: true });
  },
});
const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$report',
  component: lazyPage(
    () => import('../pages/reports-page.tsx').then((module) => module.ReportsPage),
    (): { report: string } => report.useParams(),
  ),
});

const receipts = createRoute({
  getParentRoute: () => root,
  path: '/receipts',
  component: lazyPage(() => import('../pages/receipts-page.tsx').then((module) => module.ReceiptsPage), noProps),
});

const receipt = createRoute({
  getParentRoute: () => root,
  path: '/receipts/$document',
  component: lazyPage(
    () => import('../pages/receipt-page.tsx').then((module) => module.ReceiptPage),
    (): { document: string } => receipt.useParams(),
  ),
});

const packages = createRoute({
  getParentRoute: () => root,
  path: '/packages',
  component: lazyPage(() => import('../pages/packages-page.tsx').then((module) => module.PackagesPage), noProps),
});
const setAside = createRoute({
  getParentRoute: () => root,
  path: '/set-aside',
  component: lazyPage(() => import('../pages/set-aside-page.tsx').then((module) => module.SetAsidePage), noProps),
});
const exports = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: lazyPage(exportsPage, () => ({ tab: 'missing' as const })),
});
const exportTabs = (['files', 'requests', 'confirmations', 'targets'] as const).map((tab) =>
  createRoute({
    getParentRoute: () => root,
    path: `/exports/${tab}`,
    component: lazyPage(exportsPage, () => ({ tab })),
  }),
);
const exportFile = createRoute({
  getParentRoute: () => root,
  path: '/exports/$fileId',
  component: lazyPage(
    () => import('../pages/export-file-page.tsx').then((module) => module.ExportFilePage),
    (): { fileId: string } => exportFile.useParams(),
  ),
});
const shopExchange = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/erp',
  component: lazyPage(
    () => import('../pages/shop-exchange-page.tsx').then((module) => module.ShopExchangePage),
    (): ShopKeys => shopExchange.useParams(),
  ),
});
const transfers = createRoute({
  getParentRoute: () => root,
  path: '/transfers',
  component: lazyPage(() => import('../pages/transfers-page.tsx').then((module) => module.TransfersPage), noProps),
});
const schedules = createRoute({
  getParentRoute: () => root,
  path: '/transfers/schedule',
  component: lazyPage(() => import('../pages/schedules-page.tsx').then((module) => module.SchedulesPage), noProps),
});
const transfer = createRoute({
  getParentRoute: () => root,
  path: '/transfers/$transferId',
  component: lazyPage(
    () => import('../pages/transfer-page.tsx').then((module) => module.TransferPage),
    (): { transferId: string } => transfer.useParams(),
  ),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ href: addresses.settings(), replace: true });
  },
});
const dictionaries = createRoute({
  getParentRoute: () => root,
  path: '/settings/dictionaries',
  component: lazyPage(settingsPage, () => ({ tab: 'dictionaries' as const })),
});
const serverSettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/server',
  component: lazyPage(settingsPage, () => ({ tab: 'server' as const })),
});
const protocol = createRoute({
  getParentRoute: () => root,
  path: '/settings/protocol',
  component: lazyPage(() => import('../pages/protocol-page.tsx').then((module) => module.ProtocolPage), noProps),
});
const stand = createRoute({
  getParentRoute: () => root,
  path: '/stand',
  component: lazyPage(() => import('../pages/stand-page.tsx').then((module) => module.StandPage), noProps),
});
const servers = createRoute({
  getParentRoute: () => root,
  path: '/servers',
  component: lazyPage(() => import('../pages/servers-page.tsx').then((module) => module.ServersPage), noProps),
});
const expiries = createRoute({
  getParentRoute: () => root,
  path: '/expiries',
  component: lazyPage(() => import('../pages/expiries-page.tsx').then((module) => module.ExpiriesPage), noProps),
});
const storage = createRoute({
  getParentRoute: () => root,
  path: '/storage',
  component: lazyPage(() => import('../pages/storage-page.tsx').then((module) => module.StoragePage), noProps),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyPage(() => import('../pages/audit-page.tsx').then((module) => module.AuditPage), noProps),
});
const log = createRoute({
  getParentRoute: () => root,
  path: '/log',
  component: lazyPage(() => import('../pages/log-page.tsx').then((module) => module.LogPage), noProps),
});

const tree = root.addChildren([
  home,
  shops,
  shop,
  shopLog,
  shopReconciliation,
  days,
  cases,
  missing,
  unchecked,
  register,
  sales,
  reconciliation,
  registerLine,
  registerLog,
  shift,
  shiftReceipts,
  shiftDepartments,
  shiftPayments,
  shiftCash,
  shiftRoute,
  shiftHistory,
  reports,
  report,
  receipts,
  receipt,
  packages,
  setAside,
  exports,
  ...exportTabs,
  exportFile,
  shopExchange,
  transfers,
  schedules,
  transfer,
  settings,
  dictionaries,
  serverSettings,
  protocol,
  stand,
  servers,
  expiries,
  storage,
  log,
  login,
  profile,
  people,
  roles,
  keys,
  audit,
]);

/** All pages and their addresses. */
export function createAppRouter() {
  return createRouter({
    routeTree: tree,
    parseSearch: parseQuery,
    stringifySearch: stringifyQuery,
    defaultPreload: false,
    defaultPendingMs: 0,
    defaultErrorComponent: NotFetchedPage,
  });
}
