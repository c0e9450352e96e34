/**
 * Who is acting: known at the door by which somebody comes, asked where the change is made. It goes beside the calls, so that no function
 * between the two has to hand it on, and none can forget it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../domain/access.ts';
import type { AuditChannel } from '../domain/audit-words.ts';

export type Acting = { actor: Actor; channel: AuditChannel };

/** What the server does by itself. */
const SERVER: Acting = { actor: { kind: 'server', name: '', address: null }, channel: 'schedule' };

const storage = new AsyncLocalStorage<Acting>();

/** Does the work, and whatever it begins, in the name of somebody. */
export function actAs<T>(acting: Acting, work: () => T): T {
  return storage.run(acting, work);
}

/** Does the work in the name of the server itself: `name` is what makes it do so, as a schedule. */
export function asServer<T>(name: string, work: () => T): T {
  return actAs({ ...SERVER, actor: { ...SERVER.actor, name } }, work);
}

/** Who is acting here; the server itself when nobody has come. */
export function acting(): Acting {
  return storage.getStore() ?? SERVER;
}
