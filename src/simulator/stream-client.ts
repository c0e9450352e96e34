/**
 * The gRPC side of a register that holds a command stream: one stream of commands, and reports beside it. The messages are
 * read from the contract at run time, so that the simulator speaks exactly what the contract says.
 */
import { fileURLToPath } from 'node:url';
import type { ChannelCredentials, ClientReadableStream } from '@grpc/grpc-js';
import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { MethodDefinition as LoadedMethod, ServiceDefinition } from '@grpc/proto-loader';
import { loadSync } from '@grpc/proto-loader';
import { systemClock } from '../platform/clock.ts';
import { proofOf } from './sales-client.ts';

const CONTRACT = fileURLToPath(new URL('../../contracts/register-command-stream.proto', import.meta.url));
const SERVICE = 'smena.register.commands.v1.RegisterCommands';

/** What a register says of itself; the names are those of the contract. */
export type WireHello = {
  registerId: string;
  shopId: string;
  registerCode: string;
  shopCode: string;
  softwareVersion: string;
};

/** Settings of the server; only what was set. */
export type WireSettings = Record<string, string | number>;

export type WireCommand = {
  commandId: string;
  settings?: WireSettings;
  period?: { from: string; to: string };
  shifts?: { from: number; to: number };
  newData?: { since: string; until: string };
  callOff?: object;
};

export type ReportState = 'ACCEPTED' | 'PREPARING' | 'SENT' | 'NOTHING' | 'FAILED' | 'CALLED_OFF';

export type WireReport = { registerId: string; commandId: string; state: ReportState; textRu: string; textEn: string };

export type StreamClient = {
  open(hello: WireHello): ClientReadableStream<WireCommand>;
  /** Rejects with the error of gRPC. */
  report(report: WireReport): Promise<{ heard: string }>;
  close(): void;
};

export type StreamClientOptions = {
  /** `host:port` of the server's gRPC door. */
  address: string;
  /** Plaintext when not given. */
  credentials?: ChannelCredentials;
  /** By which it shows that it is the one it says, when it has no certificate. */
  token?: string;
  /** The line is pinged after so many ms and is dead when there is no answer for as long again; default 20 s. */
  keepaliveMs?: number;
};

const REPORT_MS = 30_000;
const KEEPALIVE_MS = 20_000;

/** Opens a channel to a server; nothing is connected before the first call. */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const { open, report } = methods();
  const Client = makeGenericClientConstructor({}, 'register', {});
  const keepaliveMs = options.keepaliveMs ?? KEEPALIVE_MS;
  const client = new Client(options.address, options.credentials ?? credentials.createInsecure(), {
    'grpc.keepalive_time_ms': keepaliveMs,
    'grpc.keepalive_timeout_ms': keepaliveMs,
    'grpc.use_local_subchannel_pool': 1,
  });
  return {
    open: (hello) =>
      client.makeServerStreamRequest(
        open.path,
        open.requestSerialize,
        open.responseDeserialize,
        hello,
        proofOf(options.token),
      ),
    report: (message) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          report.path,
          report.requestSerialize,
          report.responseDeserialize,
          message,
          proofOf(options.token),
          { deadline: systemClock.now() + REPORT_MS },
          (error, answer) => (error === null && answer !== undefined ? resolve(answer) : reject(error)),
        );
      }),
    close: () => client.close(),
  };
}

type Methods = {
  open: LoadedMethod<WireHello, WireCommand>;
  report: LoadedMethod<WireReport, { heard: string }>;
};

let loaded: Methods | null = null;

function methods(): Methods {
  loaded ??= loadSync(CONTRACT, { keepCase: true, enums: String, longs: Number })[SERVICE] as ServiceDefinition &
    Methods;
  return loaded;
}
