/** Rows of the table of the audit trail; the rules of `tables.ts` hold here too. */

export type AuditEntryRow = {
  number: number;
  happened_utc: string;
  actor_kind: string;
  actor_name: string;
  actor_address: string | null;
  channel: string;
  verb: string;
  object_kind: string;
  object_key: string;
  shop_code: string | null;
  old_value: string | null;
  new_value: string | null;
  reason: string | null;
  result: string;
  previous: string;
  hash: string;
};
