/** The cookies of sessions: never readable for scripts, never sent from other sites, only over https when the pages come so. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Browsers share cookies between the ports of a machine, so each server has a name of its own. */
export function cookieName(request: FastifyRequest, kind: 'session' | 'provider' = 'session'): string {
  return `smena_${kind}_${request.socket.localPort ?? 0}`;
}

/** Hands the browser the token of its session; it forgets it when it is closed. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, token: string, secure: boolean): void {
  addCookie(reply, cookieName(request), token, `SameSite=Strict${secure ? '; Secure' : ''}`);
}

export function dropCookie(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  addCookie(reply, cookieName(request), '', `SameSite=Strict; Max-Age=0${secure ? '; Secure' : ''}`);
}

/** Remembers which log-in at the provider this browser has begun; it must come along when the provider sends the browser back. */
export function giveProviderCookie(request: FastifyRequest, reply: FastifyReply, state: string, secure: boolean): void {
  const age = state === '' ? 0 : 600;
  addCookie(reply, cookieName(request, 'provider'), state, `SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`);
}

function addCookie(reply: FastifyReply, name: string, value: string, attributes: string): void {
  const before = reply.getHeader('set-cookie');
  const one = `${name}=${value}; Path=/; HttpOnly; ${attributes}`;
  reply.header('set-cookie', before === undefined ? one : [before, one].flat());
}

/** The value of a cookie; null when the request has none of the name. */
export function cookieOf({ headers }: FastifyRequest, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim() || null;
  }
  return null;
}
