/**
 * SQL that counts which shift of its number and date the shift `alias` is (1 = the first); for keys of single rows.
 * The business date of a shift with an open time is the date of that time, so it is the date of the key. The sign before
 * the id keeps the planner on the index by number: few shifts have the same number, very many a smaller id.
 */
export function ordinalSql(alias: string): string {
  return `(SELECT COUNT(*) FROM shift o WHERE o.shop_id = ${alias}.shop_id AND o.register_id = ${alias}.register_id
    AND o.shift_number = ${alias}.shift_number AND +o.shift_id <= ${alias}.shift_id
    AND o.business_date = ${alias}.business_date)`;
}
