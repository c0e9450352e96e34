/**
 * A gRPC receiver that keeps nothing: the other end for a register that is tried without a server.
 * It can be told to refuse, to cut a stream in the middle, or to answer that it took nothing.
 */
import type { ServerReadableStream, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/proto-loader';
import { loadSync } from '@grpc/proto-loader';
import type { HandshakeAnswer, LoadAnswer, WirePackage } from './sales-client.ts';
import { CONTRACT } from './sales-client.ts';

export type ReceiverBehaviour = {
  connectionAccepted: boolean;
  compabilityVersions: number[];
  success: boolean;
  /** After so many messages of a stream the call fails; null = never. */
  cutAfter: number | null;
};

export type SimulatedReceiver = {
  /** `host:port`. */
  readonly address: string;
  /** Everything that arrived, in order, also of streams that failed. */
  readonly received: WirePackage[];
  /** Register ids that shook hands. */
  readonly handshakes: string[];
  /** May be changed at any time. */
  readonly behaviour: ReceiverBehaviour;
  stop(): void;
};

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<SimulatedReceiver> {
  const received: WirePackage[] = [];
  const handshakes: string[] = [];
  const behaviour: ReceiverBehaviour = {
    connectionAccepted: true,
    compabilityVersions: [1],
    success: true,
    cutAfter: null,
  };
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const loaded = loadSync(CONTRACT, { keepCase: true, enums: String, longs: Number, defaults: true });

  server.addService(bareService(loaded, 'HandshakeRequest'), {
    handshake(call: ServerUnaryCall<{ cashId: string }, HandshakeAnswer>, answer: sendUnaryData<HandshakeAnswer>) {
      handshakes.push(call.request.cashId);
      const { connectionAccepted, compabilityVersions } = behaviour;
      answer(null, { connectionAccepted, compabilityVersions, description: connectionAccepted ? '' : 'not known' });
    },
  });
  server.addService(bareService(loaded, 'Sales'), {
    load(call: ServerReadableStream<WirePackage, LoadAnswer>, answer: sendUnaryData<LoadAnswer>) {
      const ids: string[] = [];
      call.on('data', (message: WirePackage) => {
        received.push(message);
        ids.push(message.id);
        if (ids.length === behaviour.cutAfter) answer({ code: status.UNAVAILABLE, details: 'cut' });
      });
      call.on('error', () => undefined);
      call.on('end', () => {
        const { success } = behaviour;
        answer(null, { success, requestId: success ? ids : [], description: success ? '' : 'nothing was stored' });
      });
    },
  });
  const port = await bind(server);
  return { address: `127.0.0.1:${port}`, received, handshakes, behaviour, stop: () => server.forceShutdown() };
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

/** A service under its paths without a package name. */
function bareService(loaded: Record<string, unknown>, name: string): ServiceDefinition {
  const found = Object.entries(loaded).find(([fullName]) => fullName.endsWith(`.${name}`));
  if (found === undefined) throw new Error(`the contract has no service ${name}`);
  const methods = Object.entries(found[1] as ServiceDefinition);
  return Object.fromEntries(
    methods.map(([method, definition]) => [method, { ...definition, path: `/${name}/${method}` }]),
  );
}
