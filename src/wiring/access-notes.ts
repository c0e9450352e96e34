/** What happens with log-ins, people and keys, told in the log and in the audit trail, in the transaction of it. */
import type { AccessNote, TellAccess } from '../access/access.ts';
import { actAs, acting, type NewEntry, record } from '../audit/audit.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import type { Clock } from '../platform/clock.ts';

export function tellAccess(clock: Clock): TellAccess {
  return async (tx, note) => {
    const { code, level, params, actor } = note;
    await recordEvents(tx, clock, [{ code, level, params }]);
    // Whoever logs in is nobody yet when the request comes; by whatever door they come, it is they who did it.
    const channel = actor.kind === 'command-line' ? actor.kind : acting().channel;
    await actAs({ actor, channel }, () => record(tx, clock, entryOf(note)));
  };
}

type Told = Pick<NewEntry, 'verb' | 'object'> & Partial<NewEntry>;

const PERSON = { verb: 'change', object: 'person' } as const;

/** How the audit trail tells each of them. */
const TOLD: Record<Exclude<AccessNote['code'], 'access.open'>, Told> = {
  'access.logged_in': { verb: 'log-in', object: 'session' },
  'access.login_refused': { verb: 'log-in', object: 'session', result: 'refused' },
  'access.logged_out': { verb: 'log-out', object: 'session' },
  'access.sessions_ended': { verb: 'revoke', object: 'session' },
  'access.recovery_used': { ...PERSON, new: { recoveryCode: 'used' } },
  'access.password_changed': { ...PERSON, new: { password: 'changed' } },
  'access.factor_on': { ...PERSON, old: { secondFactor: false }, new: { secondFactor: true } },
  'access.factor_off': { ...PERSON, old: { secondFactor: true }, new: { secondFactor: false } },
  'access.factor_reset': { ...PERSON, new: { secondFactor: false } },
  'access.factor_demanded': { verb: 'change', object: 'role', new: { secondFactor: true } },
  'access.factor_optional': { verb: 'change', object: 'role', new: { secondFactor: false } },
  'access.person_added': { verb: 'add', object: 'person' },
  'access.person_changed': PERSON,
  'access.person_disabled': PERSON,
  'access.person_enabled': PERSON,
  'access.link_made': { verb: 'issue', object: 'person', new: { link: 'password' } },
  'access.key_issued': { verb: 'issue', object: 'key' },
  'access.key_taken_back': { verb: 'revoke', object: 'key' },
};

function entryOf({ code, params, old, new: now }: AccessNote): NewEntry {
  if (code === 'access.open') throw new Error('an open server is told in the log only');
  const told = TOLD[code];
  const reason = typeof params['reason'] === 'string' ? params['reason'].slice(1) : undefined;
  return {
    ...told,
    key: keyOf(params),
    ...(old === undefined ? {} : { old }),
    ...(now === undefined ? {} : { new: now }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function keyOf({ login, keyId, role }: AccessNote['params']): string {
  if (typeof login === 'string') return login;
  if (typeof keyId === 'number') return `K-${keyId}`;
  return String(role).replace('@role.', '');
}
