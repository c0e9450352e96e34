import type { IncomingHttpHeaders } from 'node:http';

export function createVerifier(
  secret: string,
  options?: { nowMs?: () => number; toleranceS?: number },
): (headers: IncomingHttpHeaders, body: string | Uint8Array) => string | null;
