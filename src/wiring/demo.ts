/** `smena demo`: a server on an embedded database, registers that sell over real gRPC and an ERP that takes the files; all invented. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, type ConfigSources, processSources, readConfig } from '../config.ts';
import { type ExitCode, exitCodes, type Output, problemLines } from '../connections/cli/cli.ts';
import type { Actor } from '../domain/access.ts';
import { type LocalDate, localDateOf, toLocal } from '../domain/local-time.ts';
import type { SlotRule } from '../domain/time-slots.ts';
import { messageText } from '../messages/messages.ts';
import { monotonicMs, systemClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { makeProcessFolder } from '../platform/process-folder.ts';
import { sleep } from '../platform/worker-loop.ts';
import { type Server, startServer } from '../server.ts';
import { startCommandService } from '../simulator/command-service.ts';
import { createReportStates, holdCommandStream } from '../simulator/command-stream.ts';
import { createSimulatedErp } from '../simulator/erp.ts';
import { createErpConfirmer } from '../simulator/erp-confirmer.ts';
import { createFleet, type Fleet, type RegisterIds } from '../simulator/fleet.ts';
import { createHttpStates } from '../simulator/http-states.ts';
import { createStand } from '../simulator/stand.ts';
import type { StateSink } from '../simulator/states.ts';
import { linkOf } from './access-functions.ts';
import { complainOf, untilAborted } from './serve.ts';

/** Registers of each shop. */
const REGISTERS = [5, 4, 4, 3, 3, 3];
/** The shops begin so many hours ago and live an hour a minute until they have caught up with the clock on the wall. */
const BEHIND_MS = 10 * 3_600_000;
const SPEED = 60;
const RECEIPTS_AN_HOUR = 12;
/** Closed days before today, with so many receipts a day and register. */
const PAST_DAYS = 60;
const PAST_RECEIPTS = 10;
const TIME_ZONE = 'Europe/Moscow';
/** Open round the clock but for the change of shifts, so that the stand lives at any hour. */
const HOURS = { open: '00:01:00', close: '23:59:00' };
/** The ERP comes by every so many ms. */
const ERP_PAUSE_MS = 5_000;
/** Of the first such file of a closed shift the ERP loses a receipt, so that the stand has a shift that was booked otherwise. */
const BOOKED_OTHERWISE = /^1\/sale2\/sale/;
/** Files that the ERP takes and says nothing of. */
const UNSAID = /^2\/sale3\//;
/** Payment types of the invented chain beside 1 = cash. */
const PAYMENT_CLASSES = [
  [4, 'noncash'],
  [15, 'noncash'],
  [6, 'other'],
] as const;

/** Runs the stand until `stopped` is aborted; its data are deleted at the end, also when the process is ended in the middle. */
export async function runDemo(args: ConfigSources['args'], output: Output, stopped: AbortSignal): Promise<ExitCode> {
  const folder = makeProcessFolder('smena-demo-');
  const remove = () => removeStand(folder);
  process.once('exit', remove);
  try {
    const read = readConfig(processSources({ ...args, data: folder }));
    if (!read.ok) {
      for (const line of problemLines(output, read.problems)) output.complain(line);
      return exitCodes.wrongUse;
    }
    // The stand keeps to its own folder whatever the machine's real server is set to.
    const { database, folders, ...config } = read.config;
    const own = {
      // One address for the newcomer, whatever the machine's real server is seen as.
      ...config,
      http: { ...config.http, publicUrl: null },
      ...standLines(config),
      database: standDatabase(folder),
      folders: standFolders(folder),
    };
    const logger = createLogger((line) => process.stderr.write(line), systemClock.now);
    const stand = createStand();
    const started = await startServer({ config: own, clock: systemClock, logger, stand });
    if (!started.ok) return complainOf(output, started);
    await runStand(started.server, { stand, config: own, folder }, output, stopped);
    return exitCodes.ok;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** The name goes first: what still runs, a thread in the middle of its turn, finds no folder to write into. */
function removeStand(folder: string): void {
  const going = `${folder}-going`;
  if (existsSync(folder)) renameSync(folder, going);
  for (const path of [going, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Its registers stand on this machine and come without encryption: nothing of it is open to a network. */
function standLines({
  grpc,
  thrift,
  registers,
  registerHttp,
}: Pick<Config, 'grpc' | 'thrift' | 'registers' | 'registerHttp'>) {
  const host = '127.0.0.1';
  return {
    grpc: { ...grpc, host },
    thrift: { ...thrift, host },
    registers: { ...registers, plaintext: true },
    registerHttp: { ...registerHttp, host, plaintext: true },
  };
}

function standDatabase(folder: string): Config['database'] {
  return { engine: 'sqlite', file: join(folder, 'smena.db') };
}

function standFolders(folder: string): Config['folders'] {
  const queue = (name: string) => join(folder, 'queue', name);
  const backup = (name: string) => join(folder, 'backup', name);
  return {
    waiting: queue('waiting'),
    processed: queue('processed'),
    error: queue('error'),
    broken: queue('broken'),
    processedArchive: backup('processed_archive'),
    errorArchive: backup('error_archive'),
    brokenArchive: backup('broken_archive'),
    salesArchive: backup('sales_archive'),
    serverBackup: backup('server'),
    exchange: join(folder, 'exchange'),
  };
}

async function runStand(
  server: Server,
  { stand, config, folder }: { stand: ReturnType<typeof createStand>; config: Config; folder: string },
  output: Output,
  stopped: AbortSignal,
): Promise<void> {
  const ids = await pairRegisters(server);
  for (const [code, paymentClass] of PAYMENT_CLASSES) await server.setPaymentClass(code, paymentClass);
  await addSchedules(server);
  const startAt = toLocal(systemClock.now() - BEHIND_MS, TIME_ZONE);
  const fleet = await createFleet({
    shops: REGISTERS.length,
    registersPerShop: REGISTERS,
    folder: join(folder, 'registers'),
    serverAddress: `127.0.0.1:${server.grpcPort}`,
    sleep,
    machineMs: catchingUp(),
    startAt,
    speed: SPEED,
    hours: HOURS,
    skipNights: false,
    receiptsPerHour: RECEIPTS_AN_HOUR,
    ids: (shop, register) => found(ids.get(`${shop}/${register}`)),
    registerOptions: (ids) => ({ states: statesOf(ids, server) }),
  });
  stand.connect(fleet);
  const lines = await openToCommands(fleet, server);
  const erp = createSimulatedErp({
    folder: config.folders.exchange,
    nowMs: systemClock.now,
    losesReceipt: once(BOOKED_OTHERWISE),
  });
  const isSilent = (path: string) => UNSAID.test(path);
  const confirmer = createErpConfirmer({ baseUrl: server.url, key: await keyOfErp(server), isSilent });
  try {
    await rememberThePast(fleet, localDateOf(startAt), stopped);
    if (stopped.aborted) return;
    output.data(messageText(output.language, 'demo.ready', { url: await addressOf(config, server) }));
    const life = Promise.all([
      fleet.run(stopped),
      erp.run({ everyMs: ERP_PAUSE_MS, sleep, onPass: confirmer.confirm }, stopped),
    ]);
    // A fault of the stand ends it; otherwise it runs until somebody stops it.
    await Promise.race([life, untilAborted(stopped)]);
  } finally {
    await Promise.all(lines.map((service) => service.stop()));
    await fleet.close();
    await server.abandon();
  }
}

/** Who looks at the stand: an administrator who may also accept differences, so that a newcomer can try everything. */
const VISITOR = 'stand';

/** One address that lets its visitor straight in, once; on an open stand the plain one. */
async function addressOf(config: Config, { url, access }: Server): Promise<string> {
  if (config.http.access === 'open') return url;
  return linkOf(config, url, await access.entrance.standLink(STAND, VISITOR));
}

/** The key by which the invented ERP says what it has booked. */
async function keyOfErp({ access }: Server): Promise<string> {
  const key = { name: 'АСТУ', rights: ['export'], shops: 'all', endsAt: null } as const;
  const issued = await access.administration.issueKey(STAND, key);
  if (!issued.ok) throw new Error(messageText('en', issued.code, issued.params));
  return issued.value.token;
}

const STAND: Actor = { kind: 'server', name: 'demo', address: null };

/** Some of the shops are asked by schedule, the others send by themselves. */
async function addSchedules({ registers, timetable }: Server): Promise<void> {
  const [groupCode, author] = ['south', null];
  const grouped = await registers.addGroup({ groupCode, name: 'Юг', shopCodes: ['4', '5', '6'] });
  const nowhere = { groupCode: null, shopCode: null, registerCode: null };
  const quarterly: SlotRule = { kind: 'every', minutes: 15, from: '00:00', to: '23:59' };
  const twiceADay: SlotRule = { kind: 'daily', times: ['09:00', '21:00'] };
  for (const added of [
    grouped,
    await timetable.add({ ...nowhere, groupCode, rule: quarterly, author }),
    await timetable.add({ ...nowhere, shopCode: '6', registerCode: '1', rule: twiceADay, author }),
  ])
    if (!added.ok) throw new Error(messageText('en', added.code, added.params));
}

/** Adds the shops and registers of the chain; answers the ids that the server issued, by `shop/register`. */
async function pairRegisters(server: Server): Promise<Map<string, RegisterIds>> {
  const ids = new Map<string, RegisterIds>();
  for (const [index, count] of REGISTERS.entries()) {
    const shopCode = String(index + 1);
    await server.registers.addShop({ shopCode, timeZone: TIME_ZONE });
    for (let register = 1; register <= count; register += 1) {
      const registerCode = String(register);
      const added = await server.registers.addRegister({ shopCode, registerCode, protocolVersion: 4 });
      if (!added.ok) throw new Error(messageText('en', added.code, added.params));
      const { shopId, registerId } = added;
      ids.set(`${shopCode}/${registerCode}`, { shopId, shopCode, registerId, registerCode });
    }
  }
  return ids;
}

/** The last register of each shop stands behind NAT: it cannot be called and holds a command stream. */
function isBehindNat({ shopCode, registerCode }: Pick<RegisterIds, 'shopCode' | 'registerCode'>): boolean {
  return Number(registerCode) === REGISTERS[Number(shopCode) - 1];
}

function statesOf(ids: RegisterIds, server: Server): StateSink {
  const rest = createHttpStates({ baseUrl: `http://127.0.0.1:${server.registerHttpPort}` });
  if (!isBehindNat(ids)) return rest;
  return createReportStates({ address: `127.0.0.1:${server.grpcPort}`, registerId: ids.registerId }, rest);
}

/** Lets every register be asked for its sales, by its stream or by its command service, and tells the server where. */
async function openToCommands(fleet: Fleet, server: Server): Promise<{ stop(): Promise<void> }[]> {
  const address = `127.0.0.1:${server.grpcPort}`;
  return Promise.all(
    fleet.registers.map(async (register) => {
      const { shopCode, registerCode } = register;
      if (isBehindNat(register)) return holdCommandStream({ address, register, sleep });
      const service = await startCommandService({ register, port: 0 });
      const change = { commandHost: service.host, commandPort: service.port };
      await server.registers.changeRegister({ shopCode, registerCode }, change);
      return service;
    }),
  );
}

/** Lets the registers remember the days before; their workers send them beside the day that runs. */
async function rememberThePast(fleet: Fleet, firstDay: LocalDate, stopped: AbortSignal): Promise<void> {
  const firstDate = dateBefore(firstDay, PAST_DAYS);
  for (const register of fleet.registers) {
    if (stopped.aborted) return;
    const receipts = (day: number) => PAST_RECEIPTS + ((day * 7 + Number(register.registerCode)) % 5);
    await register.tradePast({ firstDate, days: PAST_DAYS, receipts });
    await register.unload({ from: `${firstDate}T00:00:00`, to: `${dateBefore(firstDay, 1)}T23:59:59` });
  }
}

/** Machine time that makes the shops' clock run fast until it shows the real time, and never beyond. */
function catchingUp(): () => number {
  const startMs = monotonicMs();
  return () => {
    const passed = monotonicMs() - startMs;
    return Math.min(passed, (BEHIND_MS + passed) / SPEED);
  };
}

/** True for the first text that fits, and for no other. */
function once(pattern: RegExp): (text: string) => boolean {
  let came = false;
  return (text) => {
    if (came || !pattern.test(text)) return false;
    came = true;
    return true;
  };
}

function dateBefore(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the stand asked for a register that it has not added');
  return value;
}
