/** The words of the audit trail, each list closed: by which door, what was done, to which kind of object, and how it ended. Pure. */

/** By which door somebody came. `web`: a browser; it is the other end that says so. */
export const auditChannels = ['web', 'api', 'command-line', 'schedule'] as const;
export type AuditChannel = (typeof auditChannels)[number];

export const auditResults = ['done', 'refused', 'failed'] as const;
export type AuditResult = (typeof auditResults)[number];

/** What was done. */
export const auditVerbs = [
  'add',
  'change',
  'remove',
  'run',
  /** Sales are asked for. */
  'request',
  /** A question was answered with no. */
  'decline',
  'cancel',
  'retry',
  'see',
  'accept',
  /** A difference was given to somebody, or taken off them. */
  'assign',
  'export',
  'export-again',
  /** The ERP says what it has booked. */
  'confirm',
  /** A program says how far it has read the feed. */
  'read-so-far',
  /** A file by hand. */
  'load',
  'check',
  'decide',
  'pack',
  'trim',
  'restore',
  'back-up',
  /** Money or personal data left the server as a file. */
  'download',
  'issue',
  'revoke',
  'switch',
  'log-in',
  'log-out',
  /** A request that was not let in. */
  'attempt',
] as const;
export type AuditVerb = (typeof auditVerbs)[number];

/** What it was done to; how its key is written is told in brackets. */
export const auditObjects = [
  /** (12) */
  'shop',
  /** (12/3) */
  'register',
  'group',
  'setting',
  'payment-type',
  'document-type',
  'schedule',
  /** (T-88) */
  'transfer',
  /** (G-12) */
  'gap',
  /** (D-12) */
  'case',
  /** (12/3/347@2026-03-14) */
  'shift',
  /** Everything of a shop that the ERP lacks (12). */
  'exchange',
  'confirmation',
  'target',
  'package',
  'file',
  'storage',
  /** Days of a shop, or of all of them ('' = every shop). */
  'days',
  'description',
  'frame',
  'stand',
  'report',
  'receipts',
  'log',
  'audit',
  'certificate',
  /** (12/3/N-5) */
  'register-token',
  'backup',
  'server',
  /** A server of a store that brings sales here, by its code. */
  'store-server',
  'person',
  'role',
  'key',
  'session',
  /** A route of the API that was not let in, by its name in the description of the API. */
  'operation',
] as const;
export type AuditObject = (typeof auditObjects)[number];
