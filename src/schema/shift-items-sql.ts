/**
 * SQL that adds up the goods of the documents (alias `d`) that `condition` names, by shift and item: closed sales and refunds
 * without cancelled lines. The documents are read first, or SQLite begins with all positions of the shop. Quantity and tax are sales less returns, the discount is of sales.
 */
export function itemsOfShiftsSql(condition: string): string {
  const sold = (column: string) => `SUM(CASE WHEN d.document_class = 'sale' THEN p.${column} ELSE 0 END)`;
  const net = (column: string) => `SUM(CASE WHEN d.document_class = 'sale' THEN p.${column} ELSE -p.${column} END)`;
  const whole = (sum: string) => `CAST(${sum} AS BIGINT)`;
  return `SELECT d.shop_id, d.shift_id, p.item_code, MAX(p.name), COUNT(DISTINCT d.document_id), ${whole(net('quantity'))},
       ${whole(sold('discount'))}, ${whole(sold('position_sum'))},
       ${whole("SUM(CASE WHEN d.document_class = 'refund' THEN p.position_sum ELSE 0 END)")}, ${whole(net('tax_sum'))}
     FROM document d CROSS JOIN position p
     WHERE ${condition} AND p.shop_id = d.shop_id AND p.document_id = d.document_id AND p.cancelled = 0 AND d.document_class IN ('sale', 'refund') AND d.closed_at IS NOT NULL
       AND (d.closed_state IS NULL OR d.closed_state <> 0)
     GROUP BY d.shop_id, d.shift_id, p.item_code`;
}
