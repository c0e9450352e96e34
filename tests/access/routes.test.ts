/**
 * Who may call what: every route that the description of the API names, by every role, about a shop of their own, a foreign one and the
 * whole network. What is right stands in the tables of this file, written by hand from UX §11; a route that is not there fails.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Problem, SessionState } from '../../contracts/web-api.ts';
import type { Right, Role } from '../../src/domain/access.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Caller, logIn, withKey } from './people.ts';
import { addressOf, guarded, type Route, routes } from './routes-of-description.ts';
import { FOREIGN, openTwoShops, type Place, shiftOf, type TwoShops } from './two-shops.ts';

/** What each role may do. A key has what it was given. */
const ROLES: Record<Exclude<Role, 'integrator'>, readonly Right[]> = {
  administrator: [
    'see',
    'see-money',
    'load',
    'export',
    'registers',
    'settings-exchange',
    'settings-payments',
    'settings',
    'trim-plan',
    'trim',
    'people',
    'audit',
  ],
  support: ['see', 'load', 'export', 'registers', 'settings-exchange', 'trim-plan'],
  accountant: ['see', 'see-money', 'load', 'export', 'accept', 'settings-payments', 'audit'],
  manager: ['see', 'see-money', 'load', 'export'],
  observer: ['see'],
};

/** About a shop by its path, body or the object that it names; about the whole network; or a list, which holds what one may see. */
type About = 'shop' | 'network' | 'list';

const ROUTES: Record<string, readonly [Right, About]> = {
  readStatus: ['see', 'list'],
  streamEvents: ['see', 'list'],
  listShops: ['see', 'list'],
  addShop: ['registers', 'network'],
  readShop: ['see', 'shop'],
  listRegisters: ['see', 'shop'],
  addRegister: ['registers', 'shop'],
  readRegister: ['see', 'shop'],
  changeRegister: ['registers', 'shop'],
  listExpiries: ['registers', 'list'],
  listRegisterTokens: ['registers', 'shop'],
  issueRegisterToken: ['registers', 'shop'],
  revokeRegisterToken: ['registers', 'shop'],
  readLoadNorms: ['see', 'shop'],
  listShifts: ['see', 'shop'],
  readShift: ['see', 'shop'],
  readShiftRoute: ['see', 'shop'],
  readShiftHistory: ['see', 'shop'],
  listDocuments: ['see-money', 'shop'],
  readDocument: ['see-money', 'shop'],
  findReceipts: ['see-money', 'list'],
  downloadReceipts: ['see-money', 'list'],
  readReport: ['see-money', 'list'],
  downloadReport: ['see-money', 'list'],
  listPackages: ['see', 'list'],
  readPackageContent: ['see-money', 'shop'],
  decidePackages: ['load', 'shop'],
  retryPackages: ['load', 'shop'],
  listSetAside: ['see', 'list'],
  loadFile: ['load', 'shop'],
  checkFile: ['load', 'shop'],
  listExports: ['see', 'list'],
  exportAgain: ['export', 'shop'],
  startExchange: ['export', 'shop'],
  readExportBacklog: ['see', 'list'],
  readExchange: ['see', 'list'],
  listExportFiles: ['see', 'list'],
  readExportFile: ['see-money', 'shop'],
  listSalesRequests: ['see', 'list'],
  listConfirmations: ['see-money', 'list'],
  confirmExports: ['export', 'shop'],
  listExportTargets: ['see', 'list'],
  noteRead: ['export', 'network'],
  readFeed: ['see-money', 'list'],
  listTransfers: ['see', 'list'],
  requestTransfer: ['load', 'shop'],
  declineTransfer: ['load', 'shop'],
  readTransfer: ['see', 'shop'],
  listTransferDocuments: ['see', 'shop'],
  cancelTransfer: ['load', 'shop'],
  retryTransfer: ['load', 'shop'],
  listGaps: ['see', 'list'],
  askGap: ['load', 'shop'],
  listRearm: ['see', 'list'],
  listCases: ['see', 'list'],
  readCase: ['see', 'shop'],
  askCase: ['load', 'shop'],
  seeCases: ['load', 'shop'],
  acceptCases: ['accept', 'shop'],
  assignCases: ['load', 'shop'],
  listAssignees: ['load', 'list'],
  listUnchecked: ['see', 'list'],
  listDays: ['see', 'list'],
  listShopDays: ['see', 'shop'],
  readShopDay: ['see', 'shop'],
  listSchedules: ['see', 'list'],
  addSchedule: ['settings-exchange', 'shop'],
  changeSchedule: ['settings-exchange', 'shop'],
  removeSchedule: ['settings-exchange', 'shop'],
  runSchedule: ['load', 'shop'],
  listScheduleRuns: ['see', 'shop'],
  listGroups: ['see', 'list'],
  addGroup: ['registers', 'network'],
  changeGroup: ['registers', 'network'],
  removeGroup: ['registers', 'network'],
  listServers: ['see', 'list'],
  setServer: ['registers', 'network'],
  removeServer: ['registers', 'network'],
  listDescriptions: ['settings-exchange', 'list'],
  importDescription: ['settings-exchange', 'network'],
  revertDescription: ['settings-exchange', 'network'],
  listFrames: ['settings-exchange', 'list'],
  readFrame: ['settings-exchange', 'shop'],
  readFrames: ['settings-exchange', 'network'],
  listSettings: ['settings-exchange', 'list'],
  changeSetting: ['settings-exchange', 'shop'],
  listPaymentTypes: ['see', 'list'],
  setPaymentClass: ['settings-payments', 'shop'],
  listDocumentTypes: ['see', 'list'],
  setDocumentClass: ['settings-payments', 'shop'],
  listEvents: ['see', 'list'],
  countEvents: ['see', 'list'],
  downloadEvents: ['see', 'list'],
  verifyAudit: ['audit', 'list'],
  planTrim: ['trim-plan', 'list'],
  listTrimRuns: ['trim-plan', 'list'],
  askTrim: ['trim', 'shop'],
  askRestoration: ['trim', 'shop'],
  verifyTrim: ['trim-plan', 'network'],
  listArchives: ['trim-plan', 'list'],
  readArchivedDay: ['see-money', 'shop'],
  readStorage: ['trim-plan', 'network'],
  listFileArchives: ['trim-plan', 'network'],
  runStorage: ['trim', 'network'],
  listPeople: ['people', 'network'],
  addPerson: ['people', 'network'],
  changePerson: ['people', 'network'],
  linkPerson: ['people', 'network'],
  resetSecondFactor: ['people', 'network'],
  listRoles: ['people', 'network'],
  changeRole: ['people', 'network'],
  listKeys: ['people', 'network'],
  issueKey: ['people', 'network'],
  revokeKey: ['people', 'network'],
  turnStandSwitch: ['settings', 'network'],
};

/** For whoever is let in: they tell of the caller alone, or nothing of sales. */
const OF_THE_CALLER = [
  'beginSecondFactor',
  'changePassword',
  'checkLink',
  'confirmSecondFactor',
  'downloadAudit',
  'dropSecondFactor',
  'endOtherSessions',
  'extendSession',
  'listAudit',
  'logIn',
  'logOut',
  'newRecoveryCodes',
  'showProfile',
  'showSecondFactor',
  'showSession',
  'showStand',
  'useLink',
];

const rule = { kind: 'daily', times: ['04:00'] };
const day = { kind: 'dates', from: '2026-03-12T00:00:00', to: '2026-03-12T23:59:59' };
const salesOf = ({ shopCode }: Place) => Buffer.from(shiftOf(shopCode === FOREIGN ? FOREIGN : '5'));

/** What is sent, about a place. */
const BODIES: Record<string, (place: Place) => object | Buffer> = {
  addShop: () => ({ shopCode: '9' }),
  addRegister: () => ({ registerCode: '99' }),
  changeRegister: () => ({ inService: true }),
  issueRegisterToken: () => ({}),
  setPaymentClass: ({ shopCode }) => ({ paymentTypeCode: 4, paymentClass: 'noncash', shopCode }),
  setDocumentClass: ({ shopCode }) => ({ documentType: 77, documentClass: 'service', shopCode }),
  loadFile: salesOf,
  checkFile: salesOf,
  requestTransfer: ({ shopCode, registerCode }) => ({ shopCode, registerCode, range: day }),
  declineTransfer: ({ shopCode, registerCode }) => ({ shopCode, registerCode, from: day.from, to: day.to }),
  cancelTransfer: () => ({}),
  retryTransfer: () => ({}),
  askGap: () => ({}),
  askCase: () => ({}),
  seeCases: ({ caseId }) => ({ cases: [caseId] }),
  acceptCases: ({ caseId }) => ({ cases: [caseId], reason: 'Акт 12', author: 'Петрова' }),
  assignCases: ({ caseId }) => ({ cases: [caseId], to: null }),
  addSchedule: ({ shopCode }) => ({ shopCode, rule }),
  changeSchedule: () => ({ paused: true }),
  runSchedule: () => ({}),
  addGroup: () => ({ groupCode: 'new', name: 'Новая', shopCodes: ['5'] }),
  changeGroup: () => ({ name: 'Другая' }),
  setServer: () => ({ name: 'Другой' }),
  changeSetting: ({ shopCode }) => ({ value: '3', shopCode }),
  importDescription: () => ({
    kind: 'grpc',
    content: Buffer.from('SalesPackage.cashId = 12 string\n').toString('base64'),
  }),
  revertDescription: () => ({ kind: 'grpc', entryId: 1 }),
  exportAgain: ({ shopCode, registerCode, shiftKey }) => ({ shifts: [{ shopCode, registerCode, shiftKey }] }),
  confirmExports: ({ shopCode, registerCode, shiftKey }) => ({
    confirmations: [{ shopCode, registerCode, shiftKey, receiptCount: 1, revenue: '1.00' }],
  }),
  noteRead: () => ({ cursor: Buffer.from('smena-feed-1').toString('base64url') }),
  askTrim: ({ shopCode }) => ({ shopCode }),
  askRestoration: ({ shopCode }) => ({ shopCode, from: '2023-03-01', to: '2023-03-31' }),
  runStorage: () => ({ task: 'check' }),
  decidePackages: ({ packageName }) => ({ packages: [packageName], reason: 'Акт 12' }),
  retryPackages: ({ packageName }) => ({ packages: [packageName] }),
  addPerson: () => ({ login: 'olga', role: 'observer', shops: 'all' }),
  changePerson: () => ({ fullName: 'Ольга' }),
  changeRole: () => ({ secondFactor: true }),
  issueKey: () => ({ name: 'Склад', rights: ['see'], shops: 'all' }),
  turnStandSwitch: () => ({ on: true }),
};

function queryOf({ operation: { operationId }, queries }: Route, place: Place, shop?: string): Record<string, string> {
  const ownShop = ROUTES[operationId]?.[1] === 'shop' && queries.has('shop') ? { shop: place.shopCode } : {};
  // Nothing stays, so that every call finds the same.
  return { ...(queries.has('dryRun') ? { dryRun: 'true' } : {}), ...ownShop, ...(shop === undefined ? {} : { shop }) };
}

async function call(
  caller: Caller,
  route: Route,
  place: Place,
  shop?: string,
): Promise<{ status: number; problem?: Problem }> {
  const { operationId } = route.operation;
  const response = await caller.send(
    route.method,
    addressOf(route, place, queryOf(route, place, shop)),
    BODIES[operationId]?.(place),
  );
  if (response.status < 400) {
    await response.body?.cancel();
    return { status: response.status };
  }
  return { status: response.status, problem: (await response.json()) as Problem };
}

/** Let in: whatever else is wrong with the request, nobody lacked a right, and it is a request that the route understands. */
function assertLetIn({ status, problem }: { status: number; problem?: Problem }, name: string): void {
  const said = `${name}: ${status} ${JSON.stringify(problem)}`;
  assert.ok(![400, 401, 403, 405, 415, 500, 503].includes(status), said);
}

function assertRefused(
  answer: { status: number; problem?: Problem },
  name: string,
  details: Record<string, string>,
): void {
  assert.equal(answer.status, 403, `${name}: ${JSON.stringify(answer.problem)}`);
  assert.deepEqual(answer.problem?.details, details, name);
}

async function walk(
  stage: TwoShops,
  caller: Caller,
  name: string,
  rights: readonly Right[],
  hasNetwork: boolean,
): Promise<number> {
  let refusals = 0;
  for (const route of guarded) {
    const { operationId } = route.operation;
    const [right, about] =
      ROUTES[operationId] ?? assert.fail(`${operationId} is in no table of rights: say who may call it`);
    const title = `${name} ${operationId}`;
    const own = await call(caller, route, stage.own);
    const foreign = await call(caller, route, stage.foreign);
    if (!rights.includes(right)) {
      assertRefused(own, title, { right });
      assertRefused(foreign, title, { right });
      assert.match(own.problem?.message.ru ?? '', new RegExp(`\\(${right}\\).*Попросите администратора`), title);
      assert.match(own.problem?.message.en ?? '', new RegExp(`\\(${right}\\).*Ask an administrator`), title);
      refusals += 1;
    } else if (hasNetwork) {
      assertLetIn(own, title);
      assertLetIn(foreign, title);
    } else if (about === 'network') {
      assertRefused(own, title, { right, scope: 'network' });
    } else {
      assertLetIn(own, title);
      if (about === 'shop') {
        assertRefused(foreign, title, { right, shop: FOREIGN });
        assert.match(foreign.problem?.message.ru ?? '', /в магазине 70707\. Ваши магазины: 5\./, title);
      } else assertLetIn(foreign, title);
    }
    if (!rights.includes(right) || about !== 'list' || !route.queries.has('shop')) continue;
    assertLetIn(await call(caller, route, stage.own, '5'), `${title} of shop 5`);
    const narrowed = await call(caller, route, stage.own, FOREIGN);
    if (hasNetwork) assertLetIn(narrowed, `${title} of a foreign shop`);
    else assertRefused(narrowed, `${title} of a foreign shop`, { right, shop: FOREIGN });
  }
  return refusals;
}

test('the description of the API says the right of every route as this table does', () => {
  for (const { operation } of guarded) {
    const [right, about] =
      ROUTES[operation.operationId] ?? assert.fail(`${operation.operationId} is in no table of rights`);
    assert.equal(operation['x-right'], right, operation.operationId);
    assert.equal(operation['x-scope'], about === 'network' ? 'network' : undefined, operation.operationId);
  }
  const others = routes.filter((route) => !guarded.includes(route)).map(({ operation }) => operation.operationId);
  assert.deepEqual(others.sort(), OF_THE_CALLER);
  const known = new Set(routes.map(({ operation }) => operation.operationId));
  assert.deepEqual(
    Object.keys(ROUTES).filter((name) => !known.has(name)),
    [],
    'routes that are no more',
  );
});

for (const engine of databasesUnderTest)
  describe(`who may call what (${engine.name})`, () => {
    for (const [role, rights] of Object.entries(ROLES) as [Exclude<Role, 'integrator'>, readonly Right[]][])
      test(`${role}: in the own shop, in a foreign one, for the network`, async () => {
        await using stage = await openTwoShops(engine);
        const { database, web } = stage;
        const groups = { groupCode: 'near', name: 'Рядом', shopCodes: ['5', FOREIGN] };
        assert.equal((await stage.administrator.send('POST', '/api/v1/groups', groups)).status, 201);
        const local = await logIn(database, web, { login: 'local', role, shops: ['5'] });
        const network = await logIn(database, web, { login: 'network', role, shops: 'all' });
        const refused = await walk(stage, local, `${role} of shop 5`, rights, false);
        assert.equal(await walk(stage, network, `${role} of the network`, rights, true), refused);
        assert.ok(refused > 0, 'no role may do everything');
      });

    test('a key may do what it was given, and no more', async () => {
      await using stage = await openTwoShops(engine);
      const none = await withKey(stage.database, stage.web, { name: 'none', rights: [], shops: 'all' });
      assert.equal(await walk(stage, none, 'a key without rights', [], true), guarded.length);
      const rights: Right[] = ['see-money'];
      const feed = await withKey(stage.database, stage.web, { name: 'feed', rights, shops: 'all' });
      await walk(stage, feed, 'a key for sums', rights, true);
    });

    test('tells everybody who they are, what they may do, where, and how much at once', async () => {
      await using stage = await openTwoShops(engine);
      const facts = async (caller: Caller) => {
        const { kind, name, rights, shops, limits } = await caller.get<SessionState>('/api/v1/session');
        return { kind, name, rights, shops, limits };
      };
      const manager = await logIn(stage.database, stage.web, { login: 'local', role: 'manager', shops: ['5'] });
      assert.deepEqual(await facts(manager), {
        kind: 'person',
        name: 'local',
        rights: ['see', 'see-money', 'load', 'export'],
        shops: ['5'],
        limits: { loadDays: 31, exportShifts: 1 },
      });
      const key = await withKey(stage.database, stage.web, { name: 'feed', rights: ['see'], shops: 'all' });
      assert.deepEqual(await facts(key), {
        kind: 'key',
        name: 'feed',
        rights: ['see'],
        shops: 'all',
        limits: { loadDays: null, exportShifts: null },
      });
    });

    test('nobody may call anything', async () => {
      await using stage = await openTwoShops(engine);
      const nobody: Caller = {
        send: (method, path) => stage.web.fetch(path, { method }),
        get: () => assert.fail('not asked'),
      };
      for (const route of guarded)
        assert.equal((await call(nobody, route, stage.own)).status, 401, route.operation.operationId);
    });
  });
