/**
 * The gRPC side of a register: a handshake and one stream of packages a session, on the paths without a package name.
 * The messages are read from the contract at run time, so that the simulator speaks exactly what the contract says.
 */
import { fileURLToPath } from 'node:url';
import type { ChannelCredentials, ClientWritableStream, ServiceError } from '@grpc/grpc-js';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { MethodDefinition as LoadedMethod, ServiceDefinition } from '@grpc/proto-loader';
import { loadSync } from '@grpc/proto-loader';
import { systemClock } from '../platform/clock.ts';

/** The contract that Smena ships. */
export const CONTRACT = fileURLToPath(new URL('../../contracts/register-sales.proto', import.meta.url));

export type HandshakeAnswer = { connectionAccepted: boolean; compabilityVersions: number[]; description: string };
export type LoadAnswer = { success: boolean; requestId: string[]; description: string };
export type TypeOfSales = 'BY_INTERVAL' | 'BY_SHIFT' | 'BY_CHECK';

/** A package as it goes over the wire; the names are those of the contract. */
export type WirePackage = {
  id: string;
  cashId: string;
  shopId: string;
  typeOfSales: TypeOfSales;
  dateTimeBegin?: string;
  dateTimeEnd?: string;
  shiftNumberBegin?: string;
  shiftNumberEnd?: string;
  cashUnloadState?: string;
  saleFile: Uint8Array;
};

export type LoadStream = {
  /** Resolves when the library asks for the next message, which says nothing about the server; rejects when the call ended. */
  send(message: WirePackage): Promise<void>;
  /** Ends the stream and waits for the only answer. */
  finish(): Promise<LoadAnswer>;
};

export type SalesClient = {
  handshake(registerId: string): Promise<HandshakeAnswer>;
  openLoad(): LoadStream;
  /** Ends in the middle what is under way: a handshake without an answer, a stream. */
  cut(): void;
  close(): void;
};

export type SalesClientOptions = {
  /** `host:port` of the server. */
  address: string;
  /** Plaintext when not given, as old registers speak. */
  credentials?: ChannelCredentials;
  /** By which it shows that it is the one it says, when it has no certificate. */
  token?: string;
  /** Another description of the messages than the one of the contracts. */
  contract?: string;
  /** How long a call may last, in ms; default 30 s for the handshake, 10 min for a stream. */
  deadlines?: { handshake: number; load: number };
};

const DEADLINES = { handshake: 30_000, load: 600_000 };

/** Opens a channel to a server; nothing is connected before the first call. */
export function createSalesClient(options: SalesClientOptions): SalesClient {
  const { handshake, load } = methodsOf(options.contract ?? CONTRACT);
  const Client = makeGenericClientConstructor({}, 'register', {});
  const client = new Client(options.address, options.credentials ?? credentials.createInsecure());
  const deadlines = options.deadlines ?? DEADLINES;
  const within = (ms: number) => ({ deadline: systemClock.now() + ms });
  const proof = () => proofOf(options.token);
  let running: { cancel(): void } | null = null;
  return {
    handshake(registerId) {
      return new Promise((resolve, reject) => {
        running = client.makeUnaryRequest(
          handshake.path,
          handshake.requestSerialize,
          handshake.responseDeserialize,
          { cashId: registerId },
          proof(),
          within(deadlines.handshake),
          (error, answer) => (error === null && answer !== undefined ? resolve(answer) : reject(error)),
        );
      });
    },
    openLoad: () =>
      loadStream((done) => {
        const { path, requestSerialize, responseDeserialize } = load;
        const options = within(deadlines.load);
        const call = client.makeClientStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          proof(),
          options,
          done,
        );
        running = call;
        return call;
      }),
    cut: () => running?.cancel(),
    close: () => client.close(),
  };
}

/** What a register says beside its messages. */
export function proofOf(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

type Answered = (error: ServiceError | null, answer?: LoadAnswer) => void;

function loadStream(open: (done: Answered) => ClientWritableStream<WirePackage>): LoadStream {
  const ended = Promise.withResolvers<LoadAnswer>();
  // A call that fails while nobody waits must not end the process; whoever waits later still gets the rejection.
  ended.promise.catch(() => undefined);
  const call = open((error, answer) =>
    error === null && answer !== undefined ? ended.resolve(answer) : ended.reject(error),
  );
  return {
    async send(message) {
      const taken = Promise.withResolvers<void>();
      call.write(message, (error: Error | null | undefined) => (error ? taken.reject(error) : taken.resolve()));
      taken.promise.catch(() => undefined);
      await Promise.race([taken.promise, ended.promise.then(refusedEarly)]);
    },
    finish() {
      call.end();
      return ended.promise;
    },
  };
}

/** The server answered before it had everything: no more can be sent in this session. */
function refusedEarly(answer: LoadAnswer): never {
  throw new Error(`the server ended the session: ${answer.description}`);
}

type WireMethod<Request, Response> = {
  path: string;
  requestSerialize: (value: Request) => Buffer;
  responseDeserialize: (bytes: Buffer) => Response;
};

type Methods = {
  handshake: WireMethod<{ cashId: string }, HandshakeAnswer>;
  load: WireMethod<WirePackage, LoadAnswer>;
};

const contracts = new Map<string, Methods>();

function methodsOf(contract: string): Methods {
  let methods = contracts.get(contract);
  if (methods === undefined) {
    const loaded = loadSync(contract, { keepCase: true, enums: String, longs: Number, defaults: true, arrays: true });
    const services = Object.entries(loaded) as [string, ServiceDefinition][];
    methods = {
      handshake: bareMethod(services, 'HandshakeRequest', 'handshake'),
      load: bareMethod(services, 'Sales', 'load'),
    };
    contracts.set(contract, methods);
  }
  return methods;
}

/** The method under its path without a package name: that is how registers are known to call it. */
function bareMethod<Request extends object, Response extends object>(
  services: [string, ServiceDefinition][],
  service: string,
  name: string,
): WireMethod<Request, Response> {
  const found = services.find(([fullName]) => fullName === service || fullName.endsWith(`.${service}`));
  const method = found?.[1][name] as LoadedMethod<Request, Response> | undefined;
  if (method === undefined) throw new Error(`the contract describes no ${service}.${name}`);
  const { requestSerialize, responseDeserialize } = method;
  return { path: `/${service}/${name}`, requestSerialize, responseDeserialize };
}
