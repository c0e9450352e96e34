/**
 * The signed push: POST of lines of JSON. Who receives it counts HMAC-SHA-256 over `<timestamp>.<body>` with the shared key,
 * compares it with `x-smena-signature`, and refuses an old `x-smena-timestamp`; then nobody else can send or repeat it.
 */
import { createHmac } from 'node:crypto';
import type { PushBatch, Reason, SendPush } from '../../pipeline/exports/exports.ts';
import type { Clock } from '../../platform/clock.ts';

/** Longer than any healthy receiver needs for a hundred lines. */
const TIMEOUT_MS = 15_000;

export type ErpPushOptions = { url: string; secret: string; clock: Clock; timeoutMs?: number };

export function createErpPush({ url, secret, clock, timeoutMs = TIMEOUT_MS }: ErpPushOptions): SendPush {
  return async (batch, signal) => {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        // A key must not follow whoever is named in an answer.
        redirect: 'manual',
        headers: headersOf(batch, secret, Math.floor(clock.now() / 1_000)),
        body: batch.body,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      });
      await response.body?.cancel();
      return response.ok ? null : refused(url, response.status);
    } catch (cause) {
      return { code: 'erp.push_unreachable', details: { url, cause: causeOf(cause) } };
    }
  };
}

function headersOf({ body, delivery }: PushBatch, secret: string, seconds: number): Record<string, string> {
  return {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'x-smena-delivery': delivery,
    'x-smena-timestamp': String(seconds),
    'x-smena-signature': `sha256=${signatureOf(body, secret, seconds)}`,
  };
}

/** Hex of HMAC-SHA-256 over `<timestamp>.<body>`. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}

function refused(url: string, status: number): Reason {
  return { code: 'erp.push_refused', details: { url, status } };
}

/** The name of the failure: of a fetch it stands one level deeper. */
function causeOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  return code === '' ? (inner instanceof Error ? inner.name : String(inner)) : code;
}
