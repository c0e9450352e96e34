import assert from 'node:assert/strict';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createConnection } from 'node:net';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { type Issued, openAuthority } from '../../certificates/authority.ts';
import type { IntakeEvent } from '../../pipeline/intake/intake.ts';
import type { KnownRegister } from '../../pipeline/registers/registers.ts';
import type { HeardWords, RegisterTask, RegisterWords } from '../../pipeline/transfers/transfers.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { plaintextLine } from '../../platform/line-listener.ts';
import { silentLogger } from '../../platform/logger.ts';
import { type RegisterHttpLimits, type RegisterHttpOptions, startRegisterHttp } from './register-http.ts';

const register: KnownRegister = {
  shopId: '_shop_12_aa',
  shopCode: '12',
  timeZone: 'Europe/Moscow',
  registerId: '_cash_3_bb',
  registerCode: '3',
  protocolVersion: 4,
  inService: true,
  certificateName: null,
  certificateRequired: false,
  tokenRequired: false,
};

const STATE = '/CSrest/rest/sales/cashUnloadState';

async function openDoor(
  t: TestContext,
  limits: Partial<RegisterHttpLimits> = {},
  secured: Pick<RegisterHttpOptions, 'line' | 'lineFault'> = {},
) {
  const tasks: RegisterTask[] = [];
  const words: [string, RegisterWords][] = [];
  const kicked: string[] = [];
  const touched: string[] = [];
  const events: IntakeEvent[] = [];
  let heard: HeardWords | Error = 'heard';
  const door = await startRegisterHttp({
    host: '127.0.0.1',
    port: 0,
    limits,
    ...secured,
    find: (id) => (id === register.registerId ? register : undefined),
    touch: (id) => touched.push(id),
    async openTask(task) {
      tasks.push(task);
      return 'T-88';
    },
    async hear(stateId, said) {
      if (heard instanceof Error) throw heard;
      words.push([stateId, said]);
      return heard;
    },
    kick: async ({ registerId }) => void kicked.push(registerId),
    events: (event) => events.push(event),
    logger: silentLogger,
  });
  t.after(() => door.stop());
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    return { status: response.status, answer: JSON.parse(await response.text()) as unknown };
  };
  const answers = (next: typeof heard) => {
    heard = next;
  };
  return { door, tasks, words, kicked, touched, events, call, answers };
}

test('registers §7: a state record is made, its id is a JSON text, and its progress is taken', async (t) => {
  const { call, tasks, words, touched } = await openDoor(t);
  const body = {
    messageEn: 'task queued',
    messageRu: 'задание в очереди',
    status: 'STATUS_DURING',
    callFromCS: true,
    fromDate: '2026-11-25T00:00:00.0',
    toDate: '2026-11-25T23:59:59.0',
    fromShiftNum: null,
    toShiftNum: null,
  };
  const path = `${STATE}/${register.shopId}/${register.registerId}`;
  assert.deepEqual(await call('POST', path, body), { status: 200, answer: 'T-88' });
  const range = { kind: 'dates', from: '2026-11-25T00:00:00.0', to: '2026-11-25T23:59:59.0' };
  const words1 = { status: 'STATUS_DURING', messageRu: 'задание в очереди', messageEn: 'task queued' };
  const { shopId, registerId } = register;
  assert.deepEqual(tasks, [{ shopId, registerId, ...words1, calledByServer: true, range }]);
  const shifts = { ...body, fromDate: null, toDate: null, fromShiftNum: 340, toShiftNum: '347', callFromCS: false };
  await call('POST', path, shifts);
  assert.deepEqual(tasks[1]?.range, { kind: 'shifts', from: '340', to: '347' });
  await call('POST', path, { status: 'STATUS_READY' });
  assert.deepEqual([tasks[2]?.range, tasks[2]?.messageRu, tasks[2]?.calledByServer], [{ kind: 'none' }, null, false]);
  const ready = { status: 'STATUS_READY', messageRu: 'отправлено', messageEn: null };
  assert.deepEqual(await call('PUT', `${STATE}/T-88`, ready), { status: 200, answer: true });
  assert.deepEqual(words, [['T-88', ready]]);
  assert.deepEqual(touched, [registerId, registerId, registerId]);
});

test('a register takes only 200 with a body: also for a record that has ended or gone further', async (t) => {
  const { call, answers } = await openDoor(t);
  for (const heard of ['heard', 'dead', 'backwards'] as const) {
    answers(heard);
    assert.deepEqual(await call('PUT', `${STATE}/T-88`, { status: 'STATUS_ERROR' }), { status: 200, answer: true });
  }
});

test('kick asks for the sales of the register; it has no body', async (t) => {
  const { call, kicked } = await openDoor(t);
  const path = `/CSrest/rest/sales/unload/cashid/${register.registerId}/kick`;
  assert.deepEqual(await call('PUT', path), { status: 200, answer: true });
  assert.deepEqual(kicked, [register.registerId]);
});

test('legacy statuses are answered; a failure gets into the log with its meaning, the rest does not', async (t) => {
  const { call, events } = await openDoor(t);
  const message = encodeURIComponent('нет места на диске_10');
  for (const [kind, number] of [
    ['statussale', 0],
    ['statussale', 20],
    ['statussale', 10],
    ['statusdict', 2],
    ['statussale', 77],
  ] as const)
    assert.deepEqual(await call('GET', `/cashstatus/rest/${kind}/${register.registerId}/${number}/${message}`), {
      status: 200,
      answer: true,
    });
  assert.deepEqual(
    events.map(({ code, params }) => [code, params.meaning, params.message]),
    [
      ['register.sales_failed', 'sales unload error', 'нет места на диске_10'],
      ['register.dictionary_failed', 'dictionary load error', 'нет места на диске_10'],
      ['register.sales_failed', 'status 77', 'нет места на диске_10'],
    ],
  );
});

test('progress of dictionaries is answered as registers and АСТУ need it', async (t) => {
  const { call, events } = await openDoor(t);
  const dictionaries = '/CSrest/rest/dicts';
  const words = { messageEn: 'loading', messageRu: 'загружается', status: 'STATUS_DURING' };
  const own = `${dictionaries}/cashLoad/${register.shopId}/${register.registerId}/7?useDictGenerateId=true`;
  assert.equal((await call('PUT', own, words)).status, 200);
  const made = await call('POST', `${dictionaries}/backOfficeState/12`, {
    ...words,
    format: 'ARTIXINTERCHANGE',
    fileName: 'pos1.aif',
  });
  assert.equal(typeof made.answer, 'string');
  const failed = { ...words, status: 'STATUS_ERROR', messageRu: 'ошибка в строке 7' };
  assert.equal((await call('PUT', `${dictionaries}/backOfficeState/12/${made.answer}`, failed)).status, 200);
  assert.deepEqual(
    events.map(({ code, params }) => [code, params.message]),
    [['dictionary.not_taken', 'ошибка в строке 7']],
  );
});

test('P5: an unknown register, a wrong pair of ids, an unknown record and a body of garbage are refused by name in both languages', async (t) => {
  const { call, answers, tasks } = await openDoor(t);
  const during = { status: 'STATUS_DURING' };
  const refused = async (status: number, code: string, ...request: [string, string, unknown?]) => {
    const { status: got, answer } = await call(...request);
    const problem = answer as { code: string; messageRu: string; messageEn: string };
    assert.deepEqual([got, problem.code], [status, code]);
    assert.match(problem.messageRu, /[а-яё]{3}/i);
    assert.match(problem.messageEn, /[a-z]{3}/i);
  };
  await refused(404, 'register_http.unknown_register', 'POST', `${STATE}/${register.shopId}/nobody`, during);
  await refused(404, 'register_http.unknown_register', 'POST', `${STATE}/other/${register.registerId}`, during);
  await refused(404, 'register_http.unknown_register', 'PUT', '/CSrest/rest/sales/unload/cashid/nobody/kick');
  const own = `${STATE}/${register.shopId}/${register.registerId}`;
  for (const body of ['{', '[]', '"x"', '{"status":"STATUS_UNKNOWN"}', '{"status":7}', ''])
    await refused(400, 'register_http.body', 'POST', own, body);
  answers('unknown');
  await refused(404, 'register_http.no_state', 'PUT', `${STATE}/T-999`, during);
  answers(new DatabaseUnavailable('away'));
  await refused(503, 'database.away', 'PUT', `${STATE}/T-88`, during);
  answers(new Error('boom'));
  await refused(500, 'register_http.failed', 'PUT', `${STATE}/T-88`, during);
  await refused(404, 'not_found.page', 'GET', '/api/v1/status');
  assert.deepEqual(tasks, []);
});

test('a body beyond the limit, a path beyond the limit and too many connections cost nothing, and the door goes on', async (t) => {
  const { call, door } = await openDoor(t, { maxConnections: 20, maxBodyBytes: 4_096 });
  const own = `${STATE}/${register.shopId}/${register.registerId}`;
  assert.equal((await call('POST', own, { status: 'STATUS_DURING', messageRu: 'x'.repeat(5_000) })).status, 413);
  const long = await new Promise<number | undefined>((resolve, reject) => {
    const path = `/cashstatus/rest/statussale/${register.registerId}/10/${'m'.repeat(5_000)}`;
    const asked = request({ port: door.port, path }, (response) => resolve(response.resume().statusCode));
    asked.on('error', reject).end();
  });
  assert.equal(long, 414);
  const idle = Array.from({ length: 60 }, () => createConnection(door.port, '127.0.0.1').on('error', () => undefined));
  t.after(() => {
    for (const socket of idle) socket.destroy();
  });
  await Promise.all(idle.slice(40).map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  for (const socket of idle) socket.destroy();
  let status = 0;
  while (status === 0)
    status = await call('POST', own, { status: 'STATUS_DURING' }).then(
      (response) => response.status,
      () => 0,
    );
  assert.equal(status, 200);
});

/** A call over TLS as a register with this certificate makes it; the status, or what ended the connection. */
function callSecured(port: number, authority: string, own: Issued | null): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      ...{ host: '127.0.0.1', port, method: 'POST', path: `${STATE}/${register.shopId}/${register.registerId}` },
      ...{ ca: authority, agent: false },
      ...(own === null ? {} : { cert: own.certificate, key: own.key }),
    };
    const asked = secureRequest(options, async (response) => {
      let body = '';
      for await (const piece of response.setEncoding('utf8')) body += piece;
      resolve({ status: response.statusCode ?? 0, body });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify({ status: 'STATUS_DURING', callFromCS: true }));
  });
}

test('M18: states come by https on the same port, from the register whose certificate is shown, and in plaintext only where that is on', async (t) => {
  const { authority } = await openAuthority(temporaryFolder(t), Date.now());
  const issued = await authority.issueServer(['127.0.0.1'], 30);
  const keys = {
    cert: Buffer.from(issued.certificate),
    key: Buffer.from(issued.key),
    ca: [Buffer.from(authority.certificate)],
  };
  const line = { ...plaintextLine, plaintext: false, keys };
  const lineFault: RegisterHttpOptions['lineFault'] = (_, { certificate }) =>
    certificate?.names.includes(register.registerId) === true
      ? null
      : { code: 'line.other_register', params: { registerCode: '3', certificate: certificate?.names[0] ?? '—' } };
  const { door, call, events, tasks } = await openDoor(t, {}, { line, lineFault });
  const own = await authority.issueRegister(register.registerId, 90);
  assert.deepEqual(await callSecured(door.port, authority.certificate, own), { status: 200, body: '"T-88"' });
  const other = await callSecured(door.port, authority.certificate, await authority.issueRegister('_cash_4_cc', 90));
  assert.deepEqual([other.status, /для «_cash_4_cc»/.test(other.body)], [403, true]);
  await callSecured(door.port, authority.certificate, await authority.issueRegister('_cash_4_cc', 90));
  assert.equal(tasks.length, 1);
  await assert.rejects(call('PUT', `/CSrest/rest/sales/unload/cashid/${register.registerId}/kick`));
  assert.deepEqual(
    events.map(({ code, params }) => [code, params.reason]),
    [
      ['register.refused', '@line.other_register'],
      ['register.line_refused', '@line.plaintext'],
    ],
    'a refusal is told once',
  );
  door.changeLine({ ...line, plaintext: true });
  assert.equal((await call('PUT', `/CSrest/rest/sales/unload/cashid/${register.registerId}/kick`)).status, 200);
});
