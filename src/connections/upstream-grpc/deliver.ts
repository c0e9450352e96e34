/** One stream of packages up: handshake for its register unless it was let in already, the messages, the one answer. */
import { type Client, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import {
  HandshakeRequestService,
  type HandshakeResponse,
  type SalesResponse,
  SalesService,
} from '../../../contracts/generated/register-sales.ts';
import type { Delivery, OutgoingBatch, UpperServer } from '../../pipeline/forwarding/forwarding.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Channel } from './channel.ts';
import { packageMessage } from './upper-messages.ts';
import { badAnswer, bothWords, failedDelivery, REASON_KEY, refusedFor } from './upper-reasons.ts';

export type DeliverParts = { channel: Channel; metadata: () => Metadata; clock: Clock };

const HANDSHAKE_MS = 20_000;
/** A stream may take so long, and a byte of it as long as at the slowest line that is still one. */
const STREAM_MS = 60_000;
const SLOWEST_BYTES_PER_MS = 2;
/** The only version of the exchange. */
const VERSION = 1;

type Failed = Exclude<Delivery, { kind: 'answered' }>;

export function createDeliver(parts: DeliverParts): UpperServer['deliver'] {
  // Registers that the upper server has let in over the connection that there is.
  const letIn = new Set<string>();

  return async (batch, signal) => {
    const delivery = await attempt(batch, signal);
    if (delivery.kind === 'away') {
      letIn.clear();
      parts.channel.renew();
    } else if (delivery.kind === 'refused') letIn.delete(batch.registerId);
    return delivery;
  };

  async function attempt(batch: OutgoingBatch, signal: AbortSignal): Promise<Delivery> {
    const { registerId } = batch;
    let client: Client;
    try {
      client = parts.channel.client();
    } catch (cause) {
      // A certificate that cannot be read now; the files are looked at again with the next attempt.
      return { kind: 'away', reason: badAnswer(String(cause)) };
    }
    if (hasRegister(batch) && !letIn.has(registerId)) {
      const refusal = await greet(client, parts, registerId);
      if (refusal !== null) return refusal;
      letIn.add(registerId);
    }
    return send(client, parts, batch, signal);
  }
}

/** A file that a person brought is of a shop, and a message that was not understood may name nobody. */
function hasRegister({ registerId, door }: OutgoingBatch): boolean {
  return registerId !== '' && door !== 'file';
}

/** Null = the register may send. */
async function greet(client: Client, { metadata, clock }: DeliverParts, registerId: string): Promise<Failed | null> {
  const { promise, resolve } = Promise.withResolvers<Failed | null>();
  const { path, requestSerialize, responseDeserialize } = HandshakeRequestService.handshake;
  const deadline = clock.now() + HANDSHAKE_MS;
  let answer: HandshakeResponse | undefined;
  const call = client.makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { cashId: registerId },
    metadata(),
    { deadline },
    (error, response) => {
      answer = response;
      if (error !== null) resolve(failedDelivery(error));
    },
  );
  call.on('status', ({ code, metadata: trailer }) => {
    if (code !== status.OK) return;
    if (answer === undefined) return resolve({ kind: 'away', reason: badAnswer('—') });
    const { connectionAccepted, compabilityVersions, description } = answer;
    if (connectionAccepted && compabilityVersions.includes(VERSION)) return resolve(null);
    const said = String(trailer.get(REASON_KEY)[0] ?? 'handshake');
    return resolve(
      connectionAccepted
        ? { kind: 'away', reason: badAnswer(`compabilityVersions ${compabilityVersions.join(', ')}`) }
        : refusedFor({ code: said, ...bothWords(description) }),
    );
  });
  return promise;
}

async function send(
  client: Client,
  { metadata, clock }: DeliverParts,
  batch: OutgoingBatch,
  signal: AbortSignal,
): Promise<Delivery> {
  const { promise, resolve } = Promise.withResolvers<Delivery>();
  const messages = batch.packages.map((one) => packageMessage(batch, one));
  const bytes = messages.reduce((sum, message) => sum + message.byteLength, 0);
  const own = metadata();
  for (const [name, value] of Object.entries(besideOf(batch))) own.set(name, encodeURIComponent(value));
  const call = client.makeClientStreamRequest(
    SalesService.load.path,
    (message: Buffer) => message,
    SalesService.load.responseDeserialize,
    own,
    { deadline: clock.now() + STREAM_MS + bytes / SLOWEST_BYTES_PER_MS },
    (error: ServiceError | null, answer?: SalesResponse) => resolve(outcomeOf(error, answer)),
  );
  // Writes to a stream that the server has ended fail; the answer tells why.
  call.on('error', ignore);
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  for (const message of messages) await Promise.race([written(call, message), promise]);
  call.end();
  const delivery = await promise;
  signal.removeEventListener('abort', cancel);
  return delivery;
}

function written(call: { write(message: Buffer, done: () => void): boolean }, message: Buffer): Promise<void> {
  return new Promise((resolve) => call.write(message, () => resolve()));
}

/** What does not stand in the message and the upper server should know as this one does. */
function besideOf({ isRaw, door, shopCode, fileName }: OutgoingBatch): Record<string, string> {
  return {
    'smena-door': door,
    ...(isRaw ? { 'smena-raw': '1' } : {}),
    ...(shopCode === null ? {} : { 'smena-shop-code': shopCode }),
    ...(fileName === null ? {} : { 'smena-file-name': fileName }),
  };
}

function outcomeOf(error: ServiceError | null, answer: SalesResponse | undefined): Delivery {
  if (error !== null) return failedDelivery(error);
  if (answer === undefined) return { kind: 'away', reason: badAnswer('—') };
  return { kind: 'answered', storedIds: new Set(answer.requestId), isAll: answer.success };
}

function ignore(): void {
  return;
}
