/** What a call means and how it is answered (A1, A2): a package is on disk before the answer says so. */
import {
  handshake_args as HandshakeArguments,
  handshake_result as HandshakeResult,
  load_result as LoadResult,
} from '../../../contracts/generated/RegisterSales.cjs';
import { HandshakeResponse, SalesResponse } from '../../../contracts/generated/register-sales_types.cjs';
import { bothLanguages, type MessageCode, type MessageParams } from '../../messages/messages.ts';
import {
  type HandshakeAnswer,
  type IncomingPackage,
  type IntakeEvents,
  type PackageSpace,
  type ReceiveResult,
  type Refusal,
  shortId,
} from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import {
  applicationException,
  CALL,
  decodeBody,
  EXCEPTION,
  encodeMessage,
  exceptionType,
  REPLY,
  type Wire,
} from './codec.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MessageHead } from './message-scan.ts';
import { readPackage } from './sales-package.ts';

export type CallParts = {
  handshake: (registerId: string) => Promise<HandshakeAnswer>;
  /** `space` is what was promised before a large package was read. */
  receive: (incoming: IncomingPackage, space?: PackageSpace) => Promise<ReceiveResult>;
  events: IntakeEvents;
  logger: Logger;
};

/** The answer to a whole message, as it goes over the wire. Never rejects. */
export async function answerCall(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<Buffer> {
  const { head } = message;
  try {
    if (head.type !== CALL) return failure(head, wire, 'messageType', 'thrift.message_type', { type: head.type });
    if (head.name === 'handshake') return await greet(message, wire, parts);
    if (head.name === 'load') return loadAnswer(head, wire, await load(message, wire, parts));
    return failure(head, wire, 'unknownMethod', 'thrift.unknown_method', { method: head.name });
  } catch (cause) {
    parts.logger.error(`a call of ${head.name} failed`, cause);
    return failure(head, wire, 'internal', 'thrift.internal', {});
  }
}

/** The answer to a message that can not be taken; in the words of its method when that is known. */
export function refusalAnswer(head: MessageHead, wire: Wire, code: MessageCode, params: MessageParams): Buffer {
  if (head.type !== CALL || head.name !== 'load') return failure(head, wire, 'protocol', code, params);
  return loadAnswer(head, wire, { stored: false, packageId: '', description: bothLanguages(code, params) });
}

async function greet(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<Buffer> {
  const { head } = message;
  const registerId = message.isSound ? readRegisterId(message, wire) : undefined;
  if (registerId === undefined) return failure(head, wire, 'protocol', 'thrift.unreadable', {});
  const success = new HandshakeResponse(await parts.handshake(registerId));
  return encodeMessage(wire, { ...head, type: REPLY }, new HandshakeResult({ success }));
}

function readRegisterId(message: IncomingMessage, { protocol }: Wire): string | undefined {
  try {
    return decodeBody(protocol, message.bytes, new HandshakeArguments()).cashId ?? '';
  } catch {
    // A structure that can be followed and yet not be read: the sender is told that.
    return undefined;
  }
}

type LoadOutcome = { stored: boolean; packageId: string; description: string };

async function load(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<LoadOutcome> {
  const { incoming, isEmpty } = readPackage(message, wire.protocol);
  const { packageId } = incoming;
  const result = await parts.receive(incoming, message.space);
  if (result.kind === 'refused') {
    tellRefusal(result, parts.events, incoming);
    return { stored: false, packageId, description: bothLanguages(result.code, result.params) };
  }
  if (isEmpty) {
    const params = { packageId: shortId(packageId) };
    parts.events({ code: 'package.empty_message', level: 'warning', params, ...shortSender(incoming) });
  }
  return { stored: true, packageId, description: '' };
}

/** Tells that a package was not stored; `incoming` is unknown when it was not even read. */
export function tellRefusal(refusal: Refusal, events: IntakeEvents, incoming?: IncomingPackage): void {
  // A refusal for want of space has told its event where the space was measured.
  if (refusal.code === 'load.disk_full') return;
  const params = { ...(incoming === undefined ? {} : { packageId: shortId(incoming.packageId) }), ...refusal.params };
  events({
    code: 'package.not_stored',
    level: 'error',
    params,
    ...(incoming === undefined ? {} : shortSender(incoming)),
  });
}

function shortSender({ registerId, shopId }: IncomingPackage): { registerId: string; shopId: string } {
  return { registerId: shortId(registerId), shopId: shortId(shopId) };
}

function loadAnswer(head: MessageHead, wire: Wire, outcome: LoadOutcome): Buffer {
  return encodeMessage(wire, { ...head, type: REPLY }, new LoadResult({ success: new SalesResponse(outcome) }));
}

function failure(
  head: MessageHead,
  wire: Wire,
  type: keyof typeof exceptionType,
  code: MessageCode,
  params: MessageParams,
): Buffer {
  const exception = applicationException(exceptionType[type], bothLanguages(code, params));
  return encodeMessage(wire, { ...head, type: EXCEPTION }, exception);
}
