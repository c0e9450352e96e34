/** Every changing route of the API with what it takes on the stage of the audit test, and the entry that it leaves. */
import { salesFile } from '../support/sales.ts';

const SHIFT = { shopCode: '5', registerCode: '3', shiftKey: '347@2026-03-10' };

/** What the stage holds: a published file, a gap, a difference, a package that cannot be read. */
export type AuditStage = { file: string; gap: string; case: string; broken: string };

/** A route called with what it takes, and what the entry says: verb, object, key, and the values where they are short. */
export type Step = {
  operation: string;
  call: [method: string, path: string, body?: object | Uint8Array];
  entry: [verb: string, object: string, key: string | RegExp];
  old?: object | null;
  now?: object | null;
};

const LOAD = /^T-\d+$/;
/** What the bodies say; a key has a name of its own. */
export const author = 'Кто-то другой';
const content = Buffer.from('SalesPackage.cashId = 12 string\n').toString('base64');

/** In this order each can be done. */
export function stepsOf(stage: AuditStage): Step[] {
  const day = { kind: 'dates', from: '2026-03-09T00:00:00', to: '2026-03-09T23:59:59' };
  const load = { shopCode: '5', registerCode: '3' };
  const confirmed = { shopCode: '5', fileName: stage.file, receiptCount: 2, revenue: '8642.18' };
  return [
    {
      operation: 'addShop',
      call: ['POST', '/shops', { shopCode: '12', name: 'Невский' }],
      entry: ['add', 'shop', '12'],
      old: null,
    },
    {
      operation: 'addRegister',
      call: ['POST', '/shops/12/registers', { registerCode: '1', protocolVersion: 4 }],
      entry: ['add', 'register', '12/1'],
      old: null,
    },
    {
      operation: 'changeRegister',
      call: ['PATCH', '/shops/12/registers/1', { inService: false, commandHost: '10.0.0.1', author }],
      entry: ['change', 'register', '12/1'],
      old: { inService: true, commandHost: null },
      now: { inService: false, commandHost: '10.0.0.1' },
    },
    {
      operation: 'issueRegisterToken',
      call: ['POST', '/shops/12/registers/1/tokens', { endsAt: '2099-01-01T00:00:00.000Z' }],
      entry: ['issue', 'register-token', '12/1/N-1'],
      now: { endsAt: '2099-01-01T00:00:00.000Z' },
    },
    {
      operation: 'revokeRegisterToken',
      call: ['DELETE', '/shops/12/registers/1/tokens/N-1'],
      entry: ['revoke', 'register-token', '12/1/N-1'],
    },
    {
      operation: 'setPaymentClass',
      call: ['PUT', '/payment-types', { paymentTypeCode: 4, paymentClass: 'noncash', shopCode: null }],
      entry: ['change', 'payment-type', '4'],
      old: null,
      now: { paymentClass: 'noncash' },
    },
    {
      operation: 'setDocumentClass',
      call: ['PUT', '/document-types', { documentType: 77, documentClass: 'service', shopCode: '12' }],
      entry: ['change', 'document-type', '77'],
      now: { documentClass: 'service' },
    },
    {
      operation: 'loadFile',
      call: ['POST', '/files?shop=5', Buffer.from(salesFile({ documents: [] }))],
      entry: ['load', 'file', 'sales.json'],
    },
    {
      operation: 'requestTransfer',
      call: ['POST', '/transfers', { ...load, range: day, author }],
      entry: ['request', 'transfer', LOAD],
    },
    {
      operation: 'declineTransfer',
      call: [
        'POST',
        '/transfers/declined',
        { ...load, from: '2026-03-01T00:00:00', to: '2026-03-14T23:59:59', author },
      ],
      entry: ['decline', 'register', '5/3'],
    },
    {
      operation: 'cancelTransfer',
      call: ['POST', '/transfers/LOAD/cancel', { author }],
      entry: ['cancel', 'transfer', LOAD],
      now: { state: 'cancelled' },
    },
    {
      operation: 'retryTransfer',
      call: ['POST', '/transfers/LOAD/retry', { author }],
      entry: ['request', 'transfer', LOAD],
    },
    { operation: 'askGap', call: ['POST', `/gaps/${stage.gap}/ask`, { author }], entry: ['request', 'gap', stage.gap] },
    {
      operation: 'seeCases',
      call: ['POST', '/cases/seen', { cases: [stage.case], author }],
      entry: ['see', 'case', stage.case],
      old: { state: 'appeared' },
    },
    {
      operation: 'assignCases',
      call: ['POST', '/cases/assigned', { cases: [stage.case], to: 'Petrova', author }],
      entry: ['assign', 'case', stage.case],
      old: { assignee: null },
      now: { assignee: 'petrova' },
    },
    {
      operation: 'askCase',
      call: ['POST', `/cases/${stage.case}/ask`, { author }],
      entry: ['request', 'case', stage.case],
    },
    {
      operation: 'acceptCases',
      call: ['POST', '/cases/accepted', { cases: [stage.case], reason: 'Акт 7' }],
      entry: ['accept', 'case', stage.case],
    },
    {
      operation: 'addGroup',
      call: ['POST', '/groups', { groupCode: 'ural', name: 'Урал', shopCodes: ['12'] }],
      entry: ['add', 'group', 'ural'],
      now: { name: 'Урал', shops: ['12'] },
    },
    {
      operation: 'changeGroup',
      call: ['PATCH', '/groups/ural', { name: 'Урал и Сибирь' }],
      entry: ['change', 'group', 'ural'],
      old: { name: 'Урал' },
      now: { name: 'Урал и Сибирь' },
    },
    {
      operation: 'addSchedule',
      call: ['POST', '/schedules', { shopCode: '12', rule: { kind: 'daily', times: ['03:00'] }, author }],
      entry: ['add', 'schedule', '1'],
    },
    {
      operation: 'changeSchedule',
      call: ['PATCH', '/schedules/1', { paused: true, author }],
      entry: ['change', 'schedule', '1'],
      old: { paused: false },
      now: { paused: true },
    },
    { operation: 'runSchedule', call: ['POST', '/schedules/1/run', { author }], entry: ['run', 'schedule', '1'] },
    {
      operation: 'removeSchedule',
      call: ['DELETE', '/schedules/1?author=x'],
      entry: ['remove', 'schedule', '1'],
      old: { paused: true, rule: { kind: 'daily', times: ['03:00'] } },
      now: null,
    },
    {
      operation: 'setServer',
      call: ['PUT', '/servers/near', { name: 'Рядом', shopCodes: ['12'] }],
      entry: ['add', 'store-server', 'near'],
      now: { name: 'Рядом', shops: ['12'], certificateRequired: false },
    },
    {
      operation: 'removeServer',
      call: ['DELETE', '/servers/near'],
      entry: ['remove', 'store-server', 'near'],
      old: { name: 'Рядом', shops: ['12'], certificateName: null, certificateRequired: false },
      now: null,
    },
    {
      operation: 'removeGroup',
      call: ['DELETE', '/groups/ural'],
      entry: ['remove', 'group', 'ural'],
      old: { name: 'Урал и Сибирь', shops: ['12'] },
      now: null,
    },
    {
      operation: 'changeSetting',
      call: ['PUT', '/settings/registers.protocolVersion', { value: '3', confirmed: true, author }],
      entry: ['change', 'setting', 'registers.protocolVersion'],
      old: { value: '4' },
    },
    {
      operation: 'importDescription',
      call: ['POST', '/descriptions', { kind: 'grpc', fileName: 'numbers.txt', content, confirmed: true, author }],
      entry: ['change', 'description', 'grpc'],
    },
    {
      operation: 'revertDescription',
      call: ['POST', '/descriptions/revert', { kind: 'grpc', entryId: null, confirmed: true, author }],
      entry: ['change', 'description', 'grpc'],
    },
    { operation: 'readFrames', call: ['POST', '/frames/read'], entry: ['run', 'frame', ''] },
    { operation: 'startExchange', call: ['POST', '/shops/5/exports/run'], entry: ['export', 'exchange', '5'] },
    {
      operation: 'exportAgain',
      call: ['POST', '/exports/again', { shifts: [SHIFT], confirmed: true, author }],
      entry: ['export-again', 'shift', '5/3/347@2026-03-10'],
      now: { revenue: '4320.98', open: false, accepted: false },
    },
    {
      operation: 'confirmExports',
      call: ['POST', '/erp/confirmations', { confirmations: [confirmed] }],
      entry: ['confirm', 'confirmation', /^E-\d+$/],
    },
    {
      operation: 'noteRead',
      call: ['PUT', '/erp/targets/warehouse', { cursor: Buffer.from('smena-feed-7').toString('base64url') }],
      entry: ['read-so-far', 'target', 'warehouse'],
      old: null,
      now: { position: 7 },
    },
    {
      operation: 'askTrim',
      call: ['POST', '/trim/runs', { confirmed: true, shopCode: '12' }],
      entry: ['trim', 'days', '12'],
    },
    {
      operation: 'askRestoration',
      call: ['POST', '/trim/restorations', { shopCode: '5', from: '2023-03-01', to: '2023-03-01' }],
      entry: ['restore', 'days', '5'],
    },
    {
      operation: 'runStorage',
      call: ['POST', '/storage/runs', { task: 'files', word: 'DELETE', author }],
      entry: ['pack', 'storage', 'files'],
    },
    {
      operation: 'decidePackages',
      call: ['POST', '/packages/decisions', { packages: [stage.broken], reason: 'Акт 8', author }],
      entry: ['decide', 'package', stage.broken],
      old: null,
      now: { state: 'broken' },
    },
    {
      operation: 'retryPackages',
      call: ['POST', '/packages/retry', { packages: [stage.broken], author }],
      entry: ['retry', 'package', stage.broken],
      now: { state: 'waiting' },
    },
  ];
}
