/**
 * The command service of a register: the server calls it by Thrift to say "unload your sales" (registers §3).
 * A connection may carry many calls; there is neither a password nor encryption, as on the real thing.
 */
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { SimulatedRegister } from './register.ts';
import type { ThriftCall, ThriftStruct, ThriftValue } from './thrift-messages.ts';
import { readCall, writeReply, writeUnknownMethod } from './thrift-messages.ts';

/** Settings the server handed over with its calls; only what was ever set (registers §3.1). */
export type SyncSettings = Record<string, string | number | boolean>;

export type CommandService = {
  readonly host: string;
  readonly port: number;
  /** What the server set so far. */
  settings(): SyncSettings;
  stop(): Promise<void>;
};

export type CommandServiceOptions = {
  register: Pick<SimulatedRegister, 'registerId' | 'registerCode' | 'settings' | 'unload'>;
  /** 7795 on a real register; 0 = any free port. */
  port: number;
  host?: string;
  onFailure?: (cause: unknown) => void;
};

/** Field numbers of `SyncConfigInfo` from 1 on. */
const SETTINGS = [
  'cashId',
  'shopId',
  'cashCode',
  'shopCode',
  'qpidHostCS',
  'qpidPortCS',
  'httpHostCS',
  'httpPortCS',
  'dictUrlHostCS',
  'dictUrlPortCS',
  'clusterId',
  'grpcHostCS',
  'grpcPortCS',
  'protocolVersion',
  'unloadSalesRequestThroughCS',
];

const QUEUED = 0;
const COMMAND_ERROR = 3;
/** A call longer than this is no call of ours. */
const MAX_CALL = 1024 * 1024;

/** Starts to listen for commands. */
export async function startCommandService(options: CommandServiceOptions): Promise<CommandService> {
  const host = options.host ?? '127.0.0.1';
  const given: SyncSettings = {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, (call) => answer(call, options, given)).catch((cause: unknown) => {
      options.onFailure?.(cause);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    settings: () => ({ ...given }),
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers the calls of one connection in order; several may arrive in one piece, one may arrive in several. */
async function serve(socket: Socket, answerTo: (call: ThriftCall) => Promise<Buffer>): Promise<void> {
  let buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    buffer = Buffer.concat([buffer, chunk]);
    if (buffer.length > MAX_CALL) throw new Error('a call that is too long');
    for (let read = readCall(buffer); read !== null; read = readCall(buffer)) {
      buffer = buffer.subarray(read.used);
      socket.write(await answerTo(read.call));
    }
  }
}

async function answer(call: ThriftCall, options: CommandServiceOptions, given: SyncSettings): Promise<Buffer> {
  if (call.name !== 'load' && call.name !== 'unload') return writeUnknownMethod(call);
  takeSettings(call.args.get(call.name === 'load' ? 2 : 6), given);
  const { unloadSalesRequestThroughCS: throughServer } = given;
  if (typeof throughServer === 'boolean') options.register.settings.unloadSalesRequestThroughCS = throughServer;
  return writeReply(call, call.name === 'load' ? QUEUED : await unload(call.args, options.register));
}

/** 0 = queued, or queued already; a call that is meant for another register is an error. */
async function unload(args: ThriftStruct, register: CommandServiceOptions['register']): Promise<number> {
  const [from, to, cashCode] = [args.get(2), args.get(3), args.get(5)];
  const isOurs = cashCode === register.registerId || cashCode === register.registerCode;
  if (typeof from !== 'string' || typeof to !== 'string' || !isOurs) return COMMAND_ERROR;
  await register.unload({ from, to });
  return QUEUED;
}

/** Unset fields leave the register's setting alone. */
function takeSettings(info: ThriftValue | undefined, settings: SyncSettings): void {
  if (!(info instanceof Map)) return;
  for (const [number, value] of info) {
    const name = SETTINGS[number - 1];
    if (name === undefined) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') settings[name] = value;
  }
}
