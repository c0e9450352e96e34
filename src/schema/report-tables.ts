/** Rows of the totals that reports read, as the migrations make them. Kopecks, thousandths and counts. */

export type ShiftDepartmentRow = {
  shop_id: string;
  shift_id: number;
  department_code: string;
  receipt_count: number;
  position_count: number;
  quantity: number;
  base_sum: number;
  discount: number;
  sale_sum: number;
  refund_sum: number;
  tax_sum: number;
  cash_sum: number;
  noncash_sum: number;
  other_sum: number;
  unmapped_sum: number;
};

export type ShiftHourRow = {
  shop_id: string;
  shift_id: number;
  hour: string;
  cashier_code: string;
  sale_count: number;
  refund_count: number;
  position_count: number;
  discount: number;
  sale_sum: number;
  refund_sum: number;
  refund_cash: number;
  cancelled_count: number;
  cancelled_sum: number;
  annulled_count: number;
  annulled_sum: number;
};

export type ShiftPaymentRow = {
  shop_id: string;
  shift_id: number;
  payment_type_code: number;
  sale_count: number;
  sale_sum: number;
  refund_count: number;
  refund_sum: number;
};

export type ShiftDiscountRow = {
  shop_id: string;
  shift_id: number;
  discount_type: string;
  discount_name: string;
  line_count: number;
  discount_sum: number;
};

export type ShiftItemRow = {
  shop_id: string;
  shift_id: number;
  item_code: string;
  name: string;
  receipt_count: number;
  quantity: number;
  discount: number;
  sale_sum: number;
  refund_sum: number;
  tax_sum: number;
};

export type ShopItemRow = {
  shop_id: string;
  period: string;
  item_code: string;
  name: string;
  receipt_count: number;
  quantity: number;
  discount: number;
  sale_sum: number;
  refund_sum: number;
  tax_sum: number;
};

export type ShopItemPeriodRow = {
  shop_id: string;
  period: string;
  state: string;
  shift_count: number;
  shift_ids: number;
  revisions: number;
};

export type ShiftTotalRow = {
  shop_id: string;
  shift_id: number;
  hour: string;
  department_code: string;
  payment_class: string;
  sale_sum: number;
  refund_sum: number;
};

export type ShiftUnmappedPaymentRow = {
  shop_id: string;
  shift_id: number;
  payment_type_code: number;
  line_count: number;
};
