/**
 * How a program that is pushed to by Smena tells a genuine POST from a forged, changed, old or repeated one. Plain Node, no packages.
 *
 *   const verify = createVerifier(process.env.SMENA_PUSH_SECRET);
 *   // `body` as it came, before anything has parsed it
 *   const refusal = verify(request.headers, body);
 *   if (refusal !== null) return response.writeHead(401).end(refusal);
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A POST that was signed longer ago, or later than now by as much, is refused, in s. */
const TOLERANCE_S = 300;

/** Answers a function of headers and body: null = genuine, else why not. Give each secret one of its own and keep it. */
export function createVerifier(secret, { nowMs = Date.now, toleranceS = TOLERANCE_S } = {}) {
  if (typeof secret !== 'string' || secret.length === 0) throw new TypeError('a secret is needed');
  /** Signatures that were taken, with the time until which they would be taken once more. */
  const taken = new Map();
  return (headers, body) => {
    const signed = headers['x-smena-timestamp'];
    const signature = /^sha256=([0-9a-f]{64})$/.exec(headers['x-smena-signature'] ?? '')?.[1];
    if (typeof signed !== 'string' || !/^\d{1,12}$/.test(signed) || signature === undefined) return 'not signed';
    const expected = createHmac('sha256', secret).update(`${signed}.`).update(body).digest();
    if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'wrong signature';
    const nowS = nowMs() / 1000;
    if (Math.abs(nowS - Number(signed)) > toleranceS) return 'signed too long ago, or a clock is wrong';
    for (const [known, untilS] of taken) if (untilS < nowS) taken.delete(known);
    // Smena signs anew whatever it sends again.
    if (taken.has(signature)) return 'came before';
    taken.set(signature, Number(signed) + toleranceS);
    return null;
  };
}
