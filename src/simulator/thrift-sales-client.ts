/**
 * The Thrift side of a register of protocol 3: a handshake, then one call for each package on the same connection. Messages
 * are made by the client that the Apache compiler has written; the socket is ours, so that an answer that never comes, or
 * that is wild, ends the session.
 */
import { connect, type Socket } from 'node:net';
import { TBinaryProtocol, TCompactProtocol, TFramedTransport, type TProtocol } from 'thrift';
import { Client } from '../../contracts/generated/RegisterSales.cjs';
import { SalesPackage, TypeOfSales } from '../../contracts/generated/register-sales_types.cjs';
import { sleep } from '../platform/worker-loop.ts';
import type { SalesClient, WirePackage } from './sales-client.ts';

export type ThriftSalesClientOptions = {
  /** `host:port` of the server. */
  address: string;
  /** By which it shows that it is the one it says; none when not given. */
  token?: string;
  /** Default binary. */
  protocol?: 'binary' | 'compact';
  /** How long a call may last, in ms; default 30 s for the handshake, 10 min for a package. */
  deadlines?: { handshake: number; load: number };
};

const DEADLINES = { handshake: 30_000, load: 600_000 };

/** A client of a server; nothing is connected before the first call. */
export function createThriftSalesClient(options: ThriftSalesClientOptions): SalesClient {
  const deadlines = options.deadlines ?? DEADLINES;
  let session: Session | undefined;
  const open = () => {
    session ??= openSession(options);
    return session;
  };
  return {
    async handshake(registerId) {
      const { token = '' } = options;
      const answer = await open().call(deadlines.handshake, (client) => client.handshake(registerId, token));
      return {
        connectionAccepted: answer.connectionAccepted ?? false,
        compabilityVersions: answer.compabilityVersions ?? [],
        description: answer.description ?? '',
      };
    },
    openLoad() {
      const stored: string[] = [];
      return {
        async send(message) {
          const answer = await open().call(deadlines.load, (client) => client.load(toThrift(message)));
          if (answer.stored !== true) throw new Error(`the server did not take the sales: ${answer.description}`);
          stored.push(answer.packageId ?? '');
        },
        finish: async () => ({ success: true, requestId: stored, description: '' }),
      };
    },
    cut: () => session?.end(new Error('cut')),
    close: () => session?.end(new Error('closed')),
  };
}

function toThrift({ typeOfSales, saleFile, ...texts }: WirePackage): SalesPackage {
  return new SalesPackage({ ...texts, typeOfSales: TypeOfSales[typeOfSales], saleFile: Buffer.from(saleFile) });
}

type Session = {
  /** Makes one call and waits for its answer; rejects when the connection ends or the time is up, which ends it too. */
  call<Answer>(deadlineMs: number, make: (client: Client) => Promise<Answer>): Promise<Answer>;
  end(cause: Error): void;
};

/** What the generated client has and its types do not tell: a reader of answers for each method. */
type AnswerReader = (input: TProtocol, type: number, sequence: number) => void;

function openSession({ address, protocol = 'binary' }: ThriftSalesClientOptions): Session {
  const Protocol = protocol === 'binary' ? TBinaryProtocol : TCompactProtocol;
  const at = address.lastIndexOf(':');
  const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)), noDelay: true });
  const over = Promise.withResolvers<never>();
  // Nobody may be waiting when the connection ends; whoever calls later still gets the rejection.
  over.promise.catch(() => undefined);
  const output = new TFramedTransport(undefined, (bytes) => void (bytes && socket.write(bytes)));
  const client = new Client(output, Protocol);
  const readers = client as unknown as Record<string, AnswerReader | undefined>;

  function take(frame: Buffer): void {
    const input = new Protocol(new TFramedTransport(frame));
    const { fname, mtype, rseqid } = input.readMessageBegin();
    const reader = readers[`recv_${fname}`];
    if (reader === undefined) throw new Error(`an answer to ${fname}, which was not asked`);
    reader.call(client, input, mtype, rseqid);
  }

  function end(cause: Error): void {
    over.reject(cause);
    socket.destroy();
  }

  socket.on('error', end);
  socket.on('close', () => end(new Error(`the server at ${address} ended the connection`)));
  readFrames(socket, take).catch(end);
  return {
    async call(deadlineMs, make) {
      const answered = new AbortController();
      void sleep(deadlineMs, answered.signal).then(() => {
        if (!answered.signal.aborted) end(new Error(`no answer from ${address} in ${deadlineMs / 1000} s`));
      });
      try {
        return await Promise.race([over.promise, make(client)]);
      } finally {
        answered.abort();
      }
    },
    end,
  };
}

const PREFIX_BYTES = 4;
/** An answer longer than this is no answer of ours. */
const MAX_ANSWER = 1024 * 1024;

async function readFrames(socket: Socket, take: (frame: Buffer) => void): Promise<void> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + bytes.readUInt32BE(0);
      if (end > MAX_ANSWER) throw new Error(`an answer of ${end} bytes`);
      if (bytes.length < end) break;
      take(bytes.subarray(PREFIX_BYTES, end));
      bytes = bytes.subarray(end);
    }
  }
}
