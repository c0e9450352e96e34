/** What people are told of connections that were turned away before a register could say who it is (M18). */
import { systemClock } from '../../platform/clock.ts';
import type { LineRefusal, ShownCertificate } from '../../platform/line-listener.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Refusal } from './package-space.ts';
import type { IncomingPackage, IntakeEvents } from './receive-package.ts';
import { shortId } from './sender-text.ts';

/** Refusals that are remembered, so that a register that knocks every minute is told of once an hour. */
const MAX_REMEMBERED = 20_000;
const AGAIN_AFTER_MS = 3_600_000;

/** The listener of refusals of one door; `now` is the time in ms. */
export function tellLineRefusals(
  { events, logger, now = systemClock.now }: { events: IntakeEvents; logger: Logger; now?: () => number },
  door: string,
): (refusal: LineRefusal) => void {
  const told = new Map<string, number>();
  return ({ code, address, certificate, cause }) => {
    const shown = certificate === null ? '—' : nameOf(certificate);
    const key = `${code} ${address} ${shown}`;
    if (now() - (told.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return;
    if (told.size >= MAX_REMEMBERED) told.clear();
    told.set(key, now());
    logger.warn(`${door}: a connection from ${address} was turned away: ${code}${cause === '' ? '' : ` (${cause})`}`);
    const params = { door, address, certificate: shown, cause: cause === '' ? '—' : cause, reason: `@${code}` };
    events({ code: 'register.line_refused', level: 'warning', params });
  };
}

/** What people find a certificate by. */
function nameOf({ names, serialNumber }: ShownCertificate): string {
  return shortId(`${names[0] ?? '?'}, № ${serialNumber}`);
}

/** Whether a package was refused because of who brought it. */
export function isOfLine({ code }: Refusal): boolean {
  return code !== 'load.disk_full' && code !== 'load.storage_failed';
}

/** Tells that a package was not taken because of who brought it; the register keeps it. */
export function tellWrongSender(refusal: Refusal, events: IntakeEvents, incoming?: IncomingPackage): void {
  const [registerId, packageId] = [shortId(incoming?.registerId ?? ''), shortId(incoming?.packageId ?? '')];
  const params = { ...refusal.params, registerId, packageId, reason: `@${refusal.code}` };
  events({ code: 'package.wrong_sender', level: 'error', params, registerId });
}
