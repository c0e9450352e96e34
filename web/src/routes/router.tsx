import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { Frame } from '../components/frame/frame.tsx';
import { CasesPage } from '../pages/cases-page.tsx';
import { DaysPage } from '../pages/days-page.tsx';
import { ExportFilePage } from '../pages/export-file-page.tsx';
import { ExportsPage } from '../pages/exports-page.tsx';
import { LogPage } from '../pages/log-page.tsx';
import { MissingPage } from '../pages/missing-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { PackagesPage } from '../pages/packages-page.tsx';
import { ProtocolPage } from '../pages/protocol-page.tsx';
import { ReceiptPage } from '../pages/receipt-page.tsx';
import { ReceiptsPage } from '../pages/receipts-page.tsx';
import { ReconciliationPage } from '../pages/reconciliation-page.tsx';
import { RegisterLogPage } from '../pages/register-log-page.tsx';
import { ReportsPage } from '../pages/reports-page.tsx';
import { SalesPage } from '../pages/sales-page.tsx';
import { SchedulesPage } from '../pages/schedules-page.tsx';
import { SetAsidePage } from '../pages/set-aside-page.tsx';
import { SettingsPage } from '../pages/settings-page.tsx';
import { ShiftPage } from '../pages/shift-page.tsx';
import { ShopExchangePage } from '../pages/shop-exchange-page.tsx';
import { ShopLogPage } from '../pages/shop-log-page.tsx';
import { ShopPage } from '../pages/shop-page.tsx';
import { ShopReconciliationPage } from '../pages/shop-reconciliation-page.tsx';
import { ShopsPage } from '../pages/shops-page.tsx';
import { StandPage } from '../pages/stand-page.tsx';
import { TransferPage } from '../pages/transfer-page.tsx';
import { TransfersPage } from '../pages/transfers-page.tsx';
import { UncheckedPage } from '../pages/unchecked-page.tsx';
import { addresses } from './addresses.ts';
import { parseQuery, readSearch, stringifyQuery } from './search.ts';

const root = createRootRoute({ component: Frame, validateSearch: readSearch, notFoundComponent: NotFoundPage });

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
  component: () => <ShopPage {...shop.useParams()} />,
});

const shopLog = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/log',
  component: () => <ShopLogPage {...shopLog.useParams()} />,
});

const shopReconciliation = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/reconciliation',
  component: () => <ShopReconciliationPage {...shopReconciliation.useParams()} />,
});

const days = createRoute({ getParentRoute: () => root, path: '/reconciliation', component: DaysPage });
const cases = createRoute({ getParentRoute: () => root, path: '/reconciliation/cases', component: CasesPage });
const missing = createRoute({ getParentRoute: () => root, path: '/reconciliation/gaps', component: MissingPage });
const unchecked = createRoute({
  getParentRoute: () => root,
  path: '/reconciliation/unchecked',
  component: UncheckedPage,
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
  component: () => <ReconciliationPage {...reconciliation.useParams()} />,
});

const sales = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/sales',
  component: () => <SalesPage {...sales.useParams()} />,
});

const registerLog = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/log',
  component: () => <RegisterLogPage {...registerLog.useParams()} />,
});

const shift = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey',
  component: () => <ShiftPage {...shift.useParams()} tab="summary" />,
});

const shiftReceipts = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/receipts',
  component: () => <ShiftPage {...shiftReceipts.useParams()} tab="receipts" />,
});

const shiftDepartments = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/departments',
  component: () => <ShiftPage {...shiftDepartments.useParams()} tab="departments" />,
});

const shiftPayments = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/payments',
  component: () => <ShiftPage {...shiftPayments.useParams()} tab="payments" />,
});

const shiftCash = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/registers/$registerCode/shifts/$shiftKey/cash',
  component: () => <ShiftPage {...shiftCash.useParams()} tab="cash" />,
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
  component: () => <ReportsPage {...report.useParams()} />,
});

const receipts = createRoute({ getParentRoute: () => root, path: '/receipts', component: ReceiptsPage });

const receipt = createRoute({
  getParentRoute: () => root,
  path: '/receipts/$document',
  component: () => <ReceiptPage {...receipt.useParams()} />,
});

const packages = createRoute({ getParentRoute: () => root, path: '/packages', component: PackagesPage });
const setAside = createRoute({ getParentRoute: () => root, path: '/set-aside', component: SetAsidePage });
const exports = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: () => <ExportsPage tab="missing" />,
});
const exportTabs = (['files', 'requests', 'confirmations', 'targets'] as const).map((tab) =>
  createRoute({ getParentRoute: () => root, path: `/exports/${tab}`, component: () => <ExportsPage tab={tab} /> }),
);
const exportFile = createRoute({
  getParentRoute: () => root,
  path: '/exports/$fileId',
  component: () => <ExportFilePage {...exportFile.useParams()} />,
});
const shopExchange = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shopCode/erp',
  component: () => <ShopExchangePage {...shopExchange.useParams()} />,
});
const transfers = createRoute({ getParentRoute: () => root, path: '/transfers', component: TransfersPage });
const schedules = createRoute({
  getParentRoute: () => root,
  path: '/transfers/schedule',
  component: SchedulesPage,
});
const transfer = createRoute({
  getParentRoute: () => root,
  path: '/transfers/$transferId',
  component: () => <TransferPage {...transfer.useParams()} />,
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
  component: () => <SettingsPage tab="dictionaries" />,
});
const serverSettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/server',
  component: () => <SettingsPage tab="server" />,
});
const protocol = createRoute({
  getParentRoute: () => root,
  path: '/settings/protocol',
  component: ProtocolPage,
});
const stand = createRoute({ getParentRoute: () => root, path: '/stand', component: StandPage });
const log = createRoute({ getParentRoute: () => root, path: '/log', component: LogPage });

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
  registerLog,
  shift,
  shiftReceipts,
  shiftDepartments,
  shiftPayments,
  shiftCash,
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
  log,
]);

/** All pages and their addresses. */
export function createAppRouter() {
  return createRouter({
    routeTree: tree,
    parseSearch: parseQuery,
    stringifySearch: stringifyQuery,
    defaultPreload: false,
    defaultPendingMs: 0,
  });
}
