/** The client side of the gRPC door for tests: a register that says what it is told to say. */
import { type ChannelCredentials, Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Handshake, HandshakeResponse, SalesPackage, SalesResponse } from '../../contracts/generated/register-sales.ts';

export type LoadOutcome = { error: ServiceError | undefined; response: SalesResponse | undefined };

export type GrpcRegister = {
  client: Client;
  /** Sent with each load. */
  metadata: Metadata;
  /** `prefix` is a package name with its dot, or nothing. */
  handshake(registerId: string, prefix?: string): Promise<HandshakeResponse>;
  openLoad(prefix?: string): OpenLoad;
  /** Sends packages one after the other and waits for the answer. */
  load(packages: readonly SalesPackage[], prefix?: string): Promise<LoadOutcome>;
  close(): void;
};

export type OpenLoad = {
  send(message: SalesPackage | Buffer): Promise<void>;
  end(): void;
  cancel(): void;
  outcome: Promise<LoadOutcome>;
};

/** A register that talks to 127.0.0.1. Call `close` at the end. */
export function connectRegister(
  port: number,
  secured: ChannelCredentials = credentials.createInsecure(),
): GrpcRegister {
  const client = new Client(`127.0.0.1:${port}`, secured, {
    'grpc.max_send_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
  });

  const metadata = new Metadata();

  function openLoad(prefix = ''): OpenLoad {
    const { promise: outcome, resolve } = Promise.withResolvers<LoadOutcome>();
    const call = client.makeClientStreamRequest(
      `/${prefix}Sales/load`,
      (message: SalesPackage | Buffer) =>
        Buffer.isBuffer(message) ? message : Buffer.from(SalesPackage.encode(message).finish()),
      (bytes: Buffer) => SalesResponse.decode(bytes),
      metadata,
      (error, response) => resolve({ error: error ?? undefined, response }),
    );
    // Writes to a stream that the server has ended fail; the outcome tells why.
    call.on('error', () => undefined);
    return {
      send: (message) => {
        const { promise: sent, resolve: resolveSent } = Promise.withResolvers<void>();
        call.write(message, () => resolveSent());
        // A stream that is over takes nothing any more and says nothing about it.
        return Promise.race([sent, outcome.then(() => undefined)]);
      },
      end: () => call.end(),
      cancel: () => call.cancel(),
      outcome,
    };
  }

  return {
    client,
    metadata,
    handshake: (registerId, prefix = '') =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          `/${prefix}HandshakeRequest/handshake`,
          (message: Handshake) => Buffer.from(Handshake.encode(message).finish()),
          (bytes: Buffer) => HandshakeResponse.decode(bytes),
          { cashId: registerId },
          (error, response) => (response === undefined ? reject(error) : resolve(response)),
        );
      }),
    openLoad,
    async load(packages, prefix) {
      const open = openLoad(prefix);
      for (const message of packages) await open.send(message);
      open.end();
      return open.outcome;
    },
    close: () => client.close(),
  };
}

/** A package of the wire with made-up values for what a test does not care about. */
export function salesPackage(fields: Partial<SalesPackage> & { id: string; saleFile: Uint8Array }): SalesPackage {
  return {
    cashId: '_cash_1_0a1b2c3d',
    shopId: '_shop_7_0a1b2c3d',
    typeOfSales: 0,
    dateTimeBegin: '2026-03-14T00:00:00.0',
    dateTimeEnd: '2026-03-15T00:00:00.0',
    shiftNumberBegin: '',
    shiftNumberEnd: '',
    cashUnloadState: 'state-1',
    ...fields,
  };
}
