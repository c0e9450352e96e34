/**
 * What of each table belongs to whoever may see some shops only. Every table has its line: one that is forgotten is an error
 * of the compiler, so that nothing of a foreign shop is seen or counted by oversight.
 */
import type { Tables } from './tables.ts';

/**
 * `own`: the rows of these shops. `own_and_server`: those and the rows of no shop, which say nothing of a shop (a class that
 * holds everywhere, how far a program has read). Of other tables the condition is written out; `:shops` are the ids.
 */
type Rule = 'own' | 'own_and_server' | 'none' | { condition: string };

const GROUPS = 'SELECT group_id FROM shop WHERE shop_id IN (:shops) AND group_id IS NOT NULL';

const rules: Record<keyof Tables, Rule> = {
  shop: 'own',
  shop_group: { condition: `group_id IN (${GROUPS})` },
  register: 'own',
  register_token: 'own',
  setting: 'own_and_server',
  payment_type: 'own_and_server',
  document_type: 'own_and_server',
  document_type_count: 'own',
  counter: 'none',
  package: 'own',
  shift: 'own',
  document: 'own',
  document_raw: 'own',
  position: 'own',
  discount: 'own',
  payment: 'own',
  shift_total: 'own',
  shift_unmapped_payment: 'own',
  shift_department: 'own',
  shift_hour: 'own',
  shift_payment: 'own',
  shift_discount: 'own',
  shift_item: 'own',
  shop_item: 'own',
  shop_item_period: 'own',
  set_aside: 'own',
  conflict: 'own',
  security_log: 'own',
  event: 'own',
  shift_export: 'own',
  export_file: 'own',
  export_target: 'own_and_server',
  shift_feed: 'own',
  sales_request: 'own',
  erp_confirmation: 'own',
  // Kept for the whole server only.
  export_backlog: 'own',
  transfer: 'own',
  // A schedule of the server or of their group asks these shops too; what it came to counts others as well.
  schedule: { condition: `shop_id IN (:shops) OR (shop_id = '' AND (group_id = '' OR group_id IN (${GROUPS})))` },
  schedule_run: 'own',
  shift_check: 'own',
  shift_case: 'own',
  receipt_gap: 'own',
  register_rearm: 'own',
  register_clock: 'own',
  day_archive: 'own',
  deletion_record: 'own',
  trim_run: 'own',
  archive_file: 'own',
  archive_run: 'own',
  // Found by the name of a package, which is one of theirs.
  package_decision: 'own_and_server',
  storage_size: 'own',
  // Whoever a difference of these shops was given to, and whether they have that shop.
  person: {
    condition: 'login IN (SELECT assigned_to FROM shift_case WHERE assigned_to IS NOT NULL AND shop_id IN (:shops))',
  },
  person_shop: 'own',
  session: 'none',
  access_key: 'none',
  key_shop: 'none',
  one_time_link: 'none',
  recovery_code: 'none',
  login_pause: 'none',
  role_rule: 'none',
  provider_login: 'none',
  // A server of a store is seen by whoever has one of its shops.
  store_server: {
    condition: 'server_code IN (SELECT server_code FROM store_server_shop WHERE shop_id IN (:shops))',
  },
  store_server_shop: 'own',
  upper_command: 'own',
  // The trail is read by a right of its own.
  audit_entry: 'none',
};

/** Rows of a table as a condition over its columns with `?` for its values. */
export type RowsOfTable = { condition: string; params: readonly string[] };

/** What of each table those may see who may see these shops, by their ids; none when there are none. */
export function rowsOfShops(shopIds: readonly string[]): Map<string, RowsOfTable> {
  const marks = shopIds.length === 0 ? 'NULL' : shopIds.map(() => '?').join(', ');
  return new Map(
    Object.entries(rules).map(([table, rule]) => {
      const text = conditionOf(rule);
      const params = Array.from({ length: text.split(':shops').length - 1 }, () => shopIds).flat();
      return [table, { condition: text.replaceAll(':shops', marks), params }];
    }),
  );
}

function conditionOf(rule: Rule): string {
  if (typeof rule === 'object') return rule.condition;
  if (rule === 'none') return '1 = 0';
  return rule === 'own' ? 'shop_id IN (:shops)' : "shop_id IN (:shops) OR shop_id = ''";
}
