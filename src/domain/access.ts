/**
 * Who may do what (mission §8): rights are verbs, a role is a set of them, and whoever comes has them over some shops. Pure: who
 * somebody is, is found out by others.
 */

/** What can be allowed. A route of the API names one of these. */
export const rights = [
  /** Status, registers, transfers, problems and log of the own shops. */
  'see',
  /** Sums, receipts, reports and their downloads. */
  'see-money',
  /** Ask registers for sales, upload a file of sales, decide about packages and holes, assign differences. */
  'load',
  /** Hand shifts to АСТУ, also again. */
  'export',
  /** Accept a difference with a reason. */
  'accept',
  /** Shops, groups and registers: make, rename, take out of service. */
  'registers',
  /** Exchange with registers and АСТУ: timetable, targets, descriptions of the wire. */
  'settings-exchange',
  /** Classes of payments and kinds of documents. */
  'settings-payments',
  /** Every other setting of the server. */
  'settings',
  /** See what trimming would remove. */
  'trim-plan',
  /** Pack, trim, restore. */
  'trim',
  /** People, roles and keys. */
  'people',
  /** The whole audit trail; everybody sees their own actions. */
  'audit',
] as const;

export type Right = (typeof rights)[number];

/** Roles in the order in which pages list them. `integrator` is a role of keys only; its rights are chosen key by key. */
export const roles = ['administrator', 'support', 'accountant', 'manager', 'observer', 'integrator'] as const;

export type Role = (typeof roles)[number];

/** What a role may do (ux.md §11): nobody both accepts differences and changes settings of the server. */
export const rightsOfRole: Record<Role, readonly Right[]> = {
  administrator: [
    'see',
    'see-money',
    'load',
    'export',
    'registers',
    'settings-exchange',
    'settings-payments',
    'settings',
    'trim-plan',
    'trim',
    'people',
    'audit',
  ],
  support: ['see', 'load', 'export', 'registers', 'settings-exchange', 'trim-plan'],
  accountant: ['see', 'see-money', 'load', 'export', 'accept', 'settings-payments', 'audit'],
  manager: ['see', 'see-money', 'load', 'export'],
  observer: ['see'],
  integrator: [],
};

/** What an administrator may add to a role for one person (ux.md §11: "switchable"). */
export const switchableRights: Partial<Record<Role, readonly Right[]>> = {
  support: ['see-money'],
  observer: ['see-money'],
};

/** The longest period that a manager of a shop may ask for at once, in days, and how many shifts may be exported again. */
export const managerLimits = { loadDays: 31, exportShifts: 1 } as const;

/** Shops by their codes; `all` is the network, also the shops to come. */
export type ShopScope = 'all' | readonly string[];

/** Who did it, as the audit trail and the log tell it. */
export type Actor = {
  /** A person who has logged in, a key of a program, somebody at the server itself, the server by its timetable, or anybody of an open server. */
  kind: 'person' | 'key' | 'command-line' | 'server' | 'anybody';
  /** Log-in name, name of the key, account of the operating system, name of the schedule; empty for `anybody` who gave none. */
  name: string;
  /** Network address of the other end; null at the server itself. */
  address: string | null;
};

/** Whoever stands behind a request: what they may do and where. */
export type Principal = {
  actor: Actor;
  rights: ReadonlySet<Right>;
  shops: ShopScope;
  /** Bounds of single actions; null = none. */
  limits: { loadDays: number | null; exportShifts: number | null };
};

/** Whether this principal may do it at all, whatever the shop. */
export const may = (principal: Principal, right: Right): boolean => principal.rights.has(right);

/** Whether a shop, by its code, is one of theirs. */
export const inScope = (shops: ShopScope, shopCode: string): boolean => shops === 'all' || shops.includes(shopCode);
