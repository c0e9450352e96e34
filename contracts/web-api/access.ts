/** Logging in, people, roles and keys. Passwords and codes go in and never come out; links and keys come out once. */
import { z } from 'zod';
import { rights, roles } from '../../src/domain/access.ts';
import { utcTime } from './basics.ts';

export const right = z.enum(rights).meta({ id: 'Right' });
export const personRole = z
  .enum(roles)
  .exclude(['integrator'])
  .meta({ id: 'PersonRole', description: 'Role of a person' });

/** The network, also shops to come, or some shops by their codes. */
export const shopScope = z
  .union([z.literal('all'), z.array(z.string().min(1).max(64)).max(10_000)])
  .meta({ id: 'ShopScope', description: '`all` = the network, also shops to come; else codes of shops' });

const login = z.string().min(1).max(100).meta({ description: 'Log-in name; small and capital letters are the same' });
// Longer ones are refused in words; this only keeps nonsense out.
const password = z.string().min(1).max(1_000);
const code = z.string().min(1).max(64).meta({ description: 'Six digits of the authenticator, or a recovery code' });
const fullName = z.string().max(200).nullable();

const bound = z.number().int().nullable();

export const sessionState = z
  .object({
    kind: z.enum(['open', 'person', 'key', 'nobody']).meta({
      description:
        'open = nobody has to log in, everybody may do everything; nobody = not logged in, or not yet wholly',
    }),
    name: z.string().nullable().meta({ description: 'Log-in name or name of the key' }),
    fullName: z.string().nullable(),
    role: personRole.nullable(),
    rights: z.array(right),
    shops: shopScope,
    limits: z
      .object({ loadDays: bound, exportShifts: bound })
      .meta({ description: 'Most days of sales asked for at once, most shifts exported at once; null = no bound' }),
    waitsFor: z
      .enum(['code', 'enrol'])
      .nullable()
      .meta({ description: 'What a begun log-in waits for: a code, or a second factor to be set up' }),
    endsAt: utcTime.nullable().meta({ description: 'The latest end of the session, whatever is done' }),
    idleEndsAt: utcTime.nullable().meta({ description: 'Its end without a sign of life' }),
    firstAdministrator: z
      .boolean()
      .meta({ description: 'There is no administrator yet; the server prints a link for one' }),
    provider: z.string().nullable().meta({ description: 'Name of the external log-in; null = there is none' }),
    asOf: utcTime,
  })
  .meta({ id: 'SessionState' });

export const newLogin = z.strictObject({ login, password }).meta({ id: 'NewLogin' });
export const shownCode = z.strictObject({ code }).meta({ id: 'ShownCode' });
export const linkQuestion = z.strictObject({ token: z.string().min(1).max(200) }).meta({ id: 'LinkQuestion' });
export const linkAnswer = z
  .object({
    purpose: z.enum(['first', 'password', 'enter']),
    login: z
      .string()
      .nullable()
      .meta({ description: 'Whose link it is; null = the first administrator chooses a name' }),
  })
  .meta({ id: 'LinkAnswer' });
export const linkUse = z
  .strictObject({
    token: z.string().min(1).max(200),
    login: login.nullable().default(null),
    fullName: fullName.default(null),
    password: password.nullable().default(null),
  })
  .meta({ id: 'LinkUse' });

export const profile = z
  .object({
    profile: z
      .object({
        login: z.string(),
        fullName: z.string().nullable(),
        role: personRole,
        shops: shopScope,
        hasPassword: z.boolean(),
        secondFactor: z.boolean(),
        factorRequired: z.boolean(),
        recoveryCodesLeft: z.number().int(),
        fromProvider: z.boolean(),
        lastLoginAt: utcTime.nullable(),
      })
      .nullable()
      .meta({ description: 'null = no person is logged in here' }),
    sessions: z.array(
      z.object({
        startedAt: utcTime,
        seenAt: utcTime,
        endsAt: utcTime,
        address: z.string().nullable(),
        agent: z.string().nullable(),
        enteredBy: z.enum(['password', 'link', 'provider']),
        own: z.boolean().meta({ description: 'The session that asks' }),
      }),
    ),
    asOf: utcTime,
  })
  .meta({ id: 'Profile' });

export const passwordChange = z.strictObject({ password, newPassword: password }).meta({ id: 'PasswordChange' });
export const passwordProof = z.strictObject({ password }).meta({ id: 'PasswordProof' });
export const endedSessions = z.object({ ended: z.number().int() }).meta({ id: 'EndedSessions' });
export const factorSecret = z
  .object({ secret: z.string(), uri: z.string().meta({ description: 'otpauth:// address for a picture' }) })
  .meta({ id: 'FactorSecret' });
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

export const person = z
  .object({
    login: z.string(),
    fullName: z.string().nullable(),
    role: personRole,
    extraRights: z.array(right).meta({ description: 'Rights beside those of the role' }),
    shops: shopScope,
    hasPassword: z.boolean(),
    secondFactor: z.boolean(),
    fromProvider: z.boolean(),
    disabledAt: utcTime.nullable(),
    lastLoginAt: utcTime.nullable(),
    createdAt: utcTime,
  })
  .meta({ id: 'Person' });
export const personList = z.object({ people: z.array(person), asOf: utcTime }).meta({ id: 'PersonList' });

const personKeys = { fullName, role: personRole, extraRights: z.array(right).max(20), shops: shopScope };
export const newPerson = z
  .strictObject({
    login,
    ...personKeys,
    fullName: fullName.default(null),
    extraRights: personKeys.extraRights.default([]),
  })
  .meta({ id: 'NewPerson' });
export const personChange = z
  .strictObject({ ...personKeys, disabled: z.boolean() })
  .partial()
  .meta({ id: 'PersonChange', description: 'What is absent stays as it is' });
export const personLink = z
  .object({
    login: z.string(),
    link: z.string().meta({ description: 'Address for the browser of the person; good once, for 24 hours' }),
  })
  .meta({ id: 'PersonLink' });

export const roleList = z
  .object({
    roles: z.array(
      z.object({
        role: z.enum(roles),
        rights: z.array(right),
        switchable: z.array(right).meta({ description: 'Rights that can be added for one person' }),
        secondFactor: z.boolean().nullable().meta({ description: 'Demanded of the role; null = a role of keys' }),
        people: z.number().int().meta({ description: 'People who have it and are not disabled' }),
        changedAt: utcTime.nullable(),
        changedBy: z.string().nullable(),
      }),
    ),
    asOf: utcTime,
  })
  .meta({ id: 'RoleList' });
export const roleChange = z.strictObject({ secondFactor: z.boolean() }).meta({ id: 'RoleChange' });

export const accessKey = z
  .object({
    keyId: z.string().meta({ description: 'K-12' }),
    name: z.string(),
    rights: z.array(right),
    shops: shopScope,
    state: z.enum(['good', 'ended', 'revoked']),
    endsAt: utcTime.nullable().meta({ description: 'null = no end' }),
    createdAt: utcTime,
    createdBy: z.string().nullable(),
    lastUsedAt: utcTime.nullable().meta({ description: 'To the minute' }),
    revokedAt: utcTime.nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'AccessKey' });
export const keyList = z.object({ keys: z.array(accessKey), asOf: utcTime }).meta({ id: 'KeyList' });
export const newKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    rights: z.array(right).min(1).max(20),
    shops: shopScope,
    endsAt: z.iso
      .datetime({ error: 'field.not_utc' })
      .nullable()
      .default(null)
      .meta({ description: 'UTC; null = no end' }),
  })
  .meta({ id: 'NewKey' });
export const issuedKey = z
  .object({ keyId: z.string(), token: z.string().meta({ description: 'Shown now and never again' }) })
  .meta({ id: 'IssuedKey' });

export type SessionState = z.infer<typeof sessionState>;
export type NewLogin = z.infer<typeof newLogin>;
export type LinkAnswer = z.infer<typeof linkAnswer>;
export type LinkUse = z.infer<typeof linkUse>;
export type ProfileState = z.infer<typeof profile>;
export type EndedSessions = z.infer<typeof endedSessions>;
export type FactorSecret = z.infer<typeof factorSecret>;
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
export type PersonRow = z.infer<typeof person>;
export type PersonList = z.infer<typeof personList>;
export type NewPerson = z.input<typeof newPerson>;
export type PersonChange = z.infer<typeof personChange>;
export type PersonLink = z.infer<typeof personLink>;
export type RoleList = z.infer<typeof roleList>;
export type AccessKeyRow = z.infer<typeof accessKey>;
export type KeyList = z.infer<typeof keyList>;
export type NewKey = z.input<typeof newKey>;
export type IssuedKey = z.infer<typeof issuedKey>;
