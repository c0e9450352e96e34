/**
 * What a row of each table looks like, as the migrations make it (a test holds the two together).
 * Kopecks, thousandths, counts and flags (0/1) are safe integers; `_at` is local to the shop, `_utc` is UTC.
 */
import type {
  AccessKeyRow,
  KeyShopRow,
  LoginPauseRow,
  OneTimeLinkRow,
  PersonRow,
  PersonShopRow,
  ProviderLoginRow,
  RecoveryCodeRow,
  RoleRuleRow,
  SessionRow,
} from './access-tables.ts';
import type {
  ArchiveFileRow,
  ArchiveRunRow,
  DayArchiveRow,
  DeletionRecordRow,
  PackageDecisionRow,
  StorageSizeRow,
  TrimRunRow,
} from './archive-tables.ts';
import type { AuditEntryRow } from './audit-tables.ts';
import type {
  ErpConfirmationRow,
  ExportBacklogRow,
  ExportFileRow,
  ExportTargetRow,
  SalesRequestRow,
  ShiftExportRow,
  ShiftFeedRow,
} from './exchange-tables.ts';
import type {
  ReceiptGapRow,
  RegisterClockRow,
  RegisterRearmRow,
  ShiftCaseRow,
  ShiftCheckRow,
} from './reconciliation-tables.ts';
import type { RegisterRow, RegisterTokenRow, SettingRow, ShopGroupRow, ShopRow } from './register-tables.ts';
import type {
  ShiftDepartmentRow,
  ShiftDiscountRow,
  ShiftHourRow,
  ShiftItemRow,
  ShiftPaymentRow,
  ShiftTotalRow,
  ShiftUnmappedPaymentRow,
  ShopItemPeriodRow,
  ShopItemRow,
} from './report-tables.ts';
import type { StoreServerRow, StoreServerShopRow, UpperCommandRow } from './server-tables.ts';
import type { ScheduleRow, ScheduleRunRow, TransferRow } from './transfer-tables.ts';

export type * from './access-tables.ts';
export type * from './archive-tables.ts';
export type * from './audit-tables.ts';
export type * from './exchange-tables.ts';
export type * from './reconciliation-tables.ts';
export type * from './register-tables.ts';
export type * from './report-tables.ts';
export type * from './server-tables.ts';
export type * from './transfer-tables.ts';

export type PaymentTypeRow = {
  shop_id: string;
  payment_type_code: number;
  name: string | null;
  payment_class: string | null;
  source: string;
  first_seen_utc: string | null;
};

export type DocumentTypeRow = {
  shop_id: string;
  document_type: number;
  document_class: string;
  source: string;
  first_seen_utc: string | null;
};

export type DocumentTypeCountRow = {
  shop_id: string;
  document_type: number;
  document_count: number;
};

export type CounterRow = {
  name: string;
  value: number;
};

export type PackageRow = {
  shop_id: string;
  register_id: string;
  sha256: string;
  name: string;
  package_id: string | null;
  door: string;
  received_utc: string;
  size: number;
  state: string;
  reason_code: string | null;
  reason_details: string | null;
  attempts: number;
  next_attempt_utc: string | null;
  finished_utc: string | null;
  documents_new: number;
  documents_same: number;
  documents_enriched: number;
  documents_conflict: number;
  documents_set_aside: number;
  /** JSON array of the shifts that the package touched. */
  shift_ids: string;
  transfer_id: number | null;
  server_code: string | null;
  upper_state: string | null;
  upper_command: string | null;
};

export type ShiftRow = {
  shop_id: string;
  shift_id: number;
  register_id: string;
  shift_number: number;
  opened_at: string | null;
  opened_utc: string | null;
  closed_at: string | null;
  closed_utc: string | null;
  business_date: string;
  cashier_code: string | null;
  number_repeated: number;
  has_report: number;
  report_stamp: string | null;
  reported_sale_sum: number | null;
  reported_sale_cash: number | null;
  reported_sale_noncash: number | null;
  reported_sale_other: number | null;
  reported_refund_sum: number | null;
  reported_refund_cash: number | null;
  reported_refund_noncash: number | null;
  reported_revenue: number | null;
  reported_revenue_cash: number | null;
  reported_revenue_noncash: number | null;
  reported_drawer_sum: number | null;
  reported_sale_count: number | null;
  reported_refund_count: number | null;
  reported_first_receipt_number: number | null;
  reported_last_receipt_number: number | null;
  reported_first_receipt_at: string | null;
  counted_sale_sum: number;
  counted_sale_cash: number;
  counted_sale_noncash: number;
  counted_sale_other: number;
  counted_sale_unmapped: number;
  counted_refund_sum: number;
  counted_refund_cash: number;
  counted_refund_noncash: number;
  counted_refund_other: number;
  counted_refund_unmapped: number;
  counted_cash_in: number;
  counted_cash_out: number;
  counted_cash_withdrawal: number;
  counted_sale_count: number;
  counted_refund_count: number;
  counted_document_count: number;
  first_receipt_number: number | null;
  last_receipt_number: number | null;
  first_document_at: string | null;
  last_document_at: string | null;
  fiscal_devices: string;
  users: string;
  raw: string | null;
  recount: number;
  revision: number;
  updated_utc: string;
  items_revision: number;
  trimmed_utc: string | null;
  archive_id: number | null;
  trimmed_unfinished: number;
  exported_revision: number;
};

export type DocumentRow = {
  shop_id: string;
  document_id: number;
  shift_id: number;
  register_id: string;
  identity: string;
  document_type: number;
  document_class: string;
  document_number: number | null;
  receipt_number: number | null;
  opened_at: string | null;
  closed_at: string | null;
  closed_utc: string | null;
  cashier_code: string | null;
  document_sum: number;
  sum_reported: number;
  paid_cash: number;
  paid_noncash: number;
  paid_other: number;
  paid_unmapped: number;
  discount: number;
  sums_difference: number;
  closed_state: number | null;
  identifier: string | null;
  source_identifier: string | null;
  fiscal_document_number: string | null;
  register_kind: string | null;
  back_reason: string | null;
  position_count: number;
  cancelled_count: number;
  content_hash: string;
  package_name: string;
  received_utc: string;
  revision: number;
  updated_utc: string;
  faults: number;
};

export type DocumentRawRow = {
  shop_id: string;
  document_id: number;
  raw: string;
};

export type PositionRow = {
  shop_id: string;
  document_id: number;
  line: number;
  cancelled: number;
  position_number: number;
  op_code: number;
  item_code: string;
  barcode: string;
  name: string;
  department_code: string;
  quantity: number;
  price: number;
  base_sum: number | null;
  discount: number;
  position_sum: number;
  tax_sum: number;
  taxes: string;
  excise_mark: string | null;
};

export type DiscountRow = {
  shop_id: string;
  document_id: number;
  line: number;
  ordinal: number;
  discount_type: string;
  discount_mode: string | null;
  name: string | null;
  size: string | null;
  discount_sum: number;
};

export type PaymentRow = {
  shop_id: string;
  document_id: number;
  line: number;
  failed: number;
  op_code: number;
  payment_type_code: number;
  payment_type_name: string | null;
  operation_kind: number | null;
  payment_sum: number;
};

export type SetAsideRow = {
  shop_id: string;
  set_aside_id: number;
  register_id: string;
  shift_number: number | null;
  package_name: string;
  section: string;
  ordinal: number;
  reason_code: string;
  reason_details: string;
  content_hash: string;
  raw: string;
  state: string;
  created_utc: string;
  decided_utc: string | null;
  decided_package: string | null;
};

export type ConflictRow = {
  shop_id: string;
  conflict_id: number;
  shift_id: number;
  document_id: number;
  content_hash: string;
  difference: string;
  raw: string;
  package_name: string;
  created_utc: string;
};

export type SecurityLogRow = {
  shop_id: string;
  register_id: string;
  happened_at: string;
  op_code: number;
  cashier_code: string;
  raw: string;
};

export type EventRow = {
  shop_id: string;
  event_id: number;
  happened_utc: string;
  level: string;
  code: string;
  register_id: string;
  params: string;
};

/** Every table of the server, for typed queries. */
export type Tables = {
  shop: ShopRow;
  shop_group: ShopGroupRow;
  register: RegisterRow;
  register_token: RegisterTokenRow;
  setting: SettingRow;
  payment_type: PaymentTypeRow;
  document_type: DocumentTypeRow;
  document_type_count: DocumentTypeCountRow;
  counter: CounterRow;
  package: PackageRow;
  shift: ShiftRow;
  document: DocumentRow;
  document_raw: DocumentRawRow;
  position: PositionRow;
  discount: DiscountRow;
  payment: PaymentRow;
  shift_total: ShiftTotalRow;
  shift_unmapped_payment: ShiftUnmappedPaymentRow;
  shift_department: ShiftDepartmentRow;
  shift_hour: ShiftHourRow;
  shift_payment: ShiftPaymentRow;
  shift_discount: ShiftDiscountRow;
  shift_item: ShiftItemRow;
  shop_item: ShopItemRow;
  shop_item_period: ShopItemPeriodRow;
  set_aside: SetAsideRow;
  conflict: ConflictRow;
  security_log: SecurityLogRow;
  event: EventRow;
  shift_export: ShiftExportRow;
  export_file: ExportFileRow;
  export_target: ExportTargetRow;
  shift_feed: ShiftFeedRow;
  sales_request: SalesRequestRow;
  erp_confirmation: ErpConfirmationRow;
  export_backlog: ExportBacklogRow;
  transfer: TransferRow;
  schedule: ScheduleRow;
  schedule_run: ScheduleRunRow;
  shift_check: ShiftCheckRow;
  shift_case: ShiftCaseRow;
  receipt_gap: ReceiptGapRow;
  register_rearm: RegisterRearmRow;
  register_clock: RegisterClockRow;
  day_archive: DayArchiveRow;
  deletion_record: DeletionRecordRow;
  trim_run: TrimRunRow;
  archive_file: ArchiveFileRow;
  archive_run: ArchiveRunRow;
  package_decision: PackageDecisionRow;
  storage_size: StorageSizeRow;
  person: PersonRow;
  person_shop: PersonShopRow;
  session: SessionRow;
  access_key: AccessKeyRow;
  key_shop: KeyShopRow;
  one_time_link: OneTimeLinkRow;
  recovery_code: RecoveryCodeRow;
  login_pause: LoginPauseRow;
  role_rule: RoleRuleRow;
  provider_login: ProviderLoginRow;
  audit_entry: AuditEntryRow;
  store_server: StoreServerRow;
  store_server_shop: StoreServerShopRow;
  upper_command: UpperCommandRow;
};
