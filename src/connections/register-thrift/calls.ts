/** What a call means and how it is answered (A1, A2): a package is on disk before the answer says so. */
import type { WireDescription } from '../../../contracts/wire-descriptions.ts';
import { bothLanguages, type MessageCode, type MessageParams } from '../../messages/messages.ts';
import {
  type HandshakeAnswer,
  type IncomingPackage,
  type IntakeEvents,
  isOfLine,
  type PackageSpace,
  type ReceiveResult,
  type Refusal,
  shortId,
  tellWrongSender,
} from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import { applicationException, CALL, EXCEPTION, encodeMessage, exceptionType, REPLY, type Wire } from './codec.ts';
import { describedResult } from './described-structure.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MessageHead } from './message-scan.ts';
import { readPackage } from './sales-package.ts';
import { fieldsOfMessage, textOfField } from './wire-fields.ts';

export type CallParts = {
  /** `token` '' = none was said. */
  handshake: (registerId: string, token: string) => Promise<HandshakeAnswer>;
  /** `space` is what was promised before a large package was read. */
  receive: (incoming: IncomingPackage, space?: PackageSpace) => Promise<ReceiveResult>;
  /** Numbers of the fields as they are now. */
  describe: () => WireDescription;
  events: IntakeEvents;
  logger: Logger;
};

/** The answer to a whole message, as it goes over the wire. Never rejects. */
export async function answerCall(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<Buffer> {
  const { head } = message;
  try {
    if (head.type !== CALL) return failure(head, wire, 'messageType', 'thrift.message_type', { type: head.type });
    if (head.name === 'handshake') return await greet(message, wire, parts);
    if (head.name === 'load') return loadAnswer(head, wire, await load(message, wire, parts), parts.describe());
    return failure(head, wire, 'unknownMethod', 'thrift.unknown_method', { method: head.name });
  } catch (cause) {
    parts.logger.error(`a call of ${head.name} failed`, cause);
    return failure(head, wire, 'internal', 'thrift.internal', {});
  }
}

/** The answer to a message that can not be taken; in the words of its method when that is known. */
export function refusalAnswer(
  head: MessageHead,
  wire: Wire,
  code: MessageCode,
  params: MessageParams,
  { describe }: Pick<CallParts, 'describe'>,
): Buffer {
  if (head.type !== CALL || head.name !== 'load') return failure(head, wire, 'protocol', code, params);
  const outcome = { stored: false, packageId: '', description: bothLanguages(code, params) };
  return loadAnswer(head, wire, outcome, describe());
}

async function greet(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<Buffer> {
  const { head } = message;
  const description = parts.describe();
  const greeting = message.isSound ? readGreeting(message, wire, description) : undefined;
  if (greeting === undefined) return failure(head, wire, 'protocol', 'thrift.unreadable', {});
  const { reason: _, ...said } = await parts.handshake(greeting.registerId, greeting.token);
  const answer = describedResult(description, 'HandshakeResponse', said);
  return encodeMessage(wire, { ...head, type: REPLY }, answer);
}

function readGreeting(
  { bytes }: IncomingMessage,
  { protocol }: Wire,
  { messages: { handshake } }: WireDescription,
): { registerId: string; token: string } | undefined {
  const fields = fieldsOfMessage(protocol, bytes);
  return fields && { registerId: textOfField(fields, handshake?.cashId), token: textOfField(fields, handshake?.token) };
}

type LoadOutcome = { stored: boolean; packageId: string; description: string };

async function load(message: IncomingMessage, wire: Wire, parts: CallParts): Promise<LoadOutcome> {
  const { incoming, isEmpty } = readPackage(message, wire.protocol, parts.describe());
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
  if (isOfLine(refusal)) {
    tellWrongSender(refusal, events, incoming);
    return;
  }
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

function loadAnswer(head: MessageHead, wire: Wire, outcome: LoadOutcome, description: WireDescription): Buffer {
  return encodeMessage(wire, { ...head, type: REPLY }, describedResult(description, 'SalesResponse', { ...outcome }));
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
