-- The schema after all migrations, as PostgreSQL has it. A picture, not a source: changes are made by a new file in
-- migrations/. Written by: SMENA_TEST_UPDATE=1 npm test -- tests/architecture/schema.test.ts

access_key.all_shops bigint NOT NULL
access_key.created_by text
access_key.created_utc text NOT NULL
access_key.ends_utc text
access_key.key_id bigint NOT NULL
access_key.last_used_utc text
access_key.name text NOT NULL
access_key.revoked_by text
access_key.revoked_utc text
access_key.rights text NOT NULL
access_key.shop_id text NOT NULL
access_key.token_hash text NOT NULL
archive_file.checked_utc text
archive_file.content_bytes bigint NOT NULL
archive_file.damage text
archive_file.deleted_utc text
archive_file.made_on text NOT NULL
archive_file.made_utc text NOT NULL
archive_file.name text NOT NULL
archive_file.packages bigint NOT NULL
archive_file.sha256 text NOT NULL
archive_file.shop_id text NOT NULL
archive_file.size bigint NOT NULL
archive_file.state text NOT NULL
archive_run.details text NOT NULL
archive_run.finished_utc text
archive_run.outcome text NOT NULL
archive_run.run_id bigint NOT NULL
archive_run.shop_id text NOT NULL
archive_run.slot text
archive_run.started_by text
archive_run.started_utc text NOT NULL
archive_run.task text NOT NULL
audit_entry.actor_address text
audit_entry.actor_kind text NOT NULL
audit_entry.actor_name text NOT NULL
audit_entry.channel text NOT NULL
audit_entry.happened_utc text NOT NULL
audit_entry.hash text NOT NULL
audit_entry.new_value text
audit_entry.number bigint NOT NULL
audit_entry.object_key text NOT NULL
audit_entry.object_kind text NOT NULL
audit_entry.old_value text
audit_entry.previous text NOT NULL
audit_entry.reason text
audit_entry.result text NOT NULL
audit_entry.shop_code text
audit_entry.verb text NOT NULL
conflict.conflict_id bigint NOT NULL
conflict.content_hash text NOT NULL
conflict.created_utc text NOT NULL
conflict.difference text NOT NULL
conflict.document_id bigint NOT NULL
conflict.package_name text NOT NULL
conflict.raw text NOT NULL
conflict.shift_id bigint NOT NULL
conflict.shop_id text NOT NULL
counter.name text NOT NULL
counter.value bigint NOT NULL
day_archive.archive_id bigint NOT NULL
day_archive.business_date text NOT NULL
day_archive.changed_utc text NOT NULL
day_archive.checked_utc text NOT NULL
day_archive.document_count bigint NOT NULL
day_archive.path text NOT NULL
day_archive.problem text
day_archive.refund_sum bigint NOT NULL
day_archive.row_count bigint NOT NULL
day_archive.sale_sum bigint NOT NULL
day_archive.sha256 text NOT NULL
day_archive.shift_ids text NOT NULL
day_archive.shop_id text NOT NULL
day_archive.size bigint NOT NULL
day_archive.state text NOT NULL
deletion_record.content text NOT NULL
deletion_record.happened_utc text NOT NULL
deletion_record.hash text NOT NULL
deletion_record.key_id text NOT NULL
deletion_record.record_id bigint NOT NULL
deletion_record.shop_id text NOT NULL
deletion_record.signature text NOT NULL
discount.discount_mode text
discount.discount_sum bigint NOT NULL
discount.discount_type text NOT NULL
discount.document_id bigint NOT NULL
discount.line bigint NOT NULL
discount.name text
discount.ordinal bigint NOT NULL
discount.shop_id text NOT NULL
discount.size text
document.back_reason text
document.cancelled_count bigint NOT NULL
document.cashier_code text
document.closed_at text
document.closed_state bigint
document.closed_utc text
document.content_hash text NOT NULL
document.discount bigint NOT NULL
document.document_class text NOT NULL
document.document_id bigint NOT NULL
document.document_number bigint
document.document_sum bigint NOT NULL
document.document_type bigint NOT NULL
document.faults bigint NOT NULL
document.fiscal_document_number text
document.identifier text
document.identity text NOT NULL
document.opened_at text
document.package_name text NOT NULL
document.paid_cash bigint NOT NULL
document.paid_noncash bigint NOT NULL
document.paid_other bigint NOT NULL
document.paid_unmapped bigint NOT NULL
document.position_count bigint NOT NULL
document.receipt_number bigint
document.received_utc text NOT NULL
document.register_id text NOT NULL
document.register_kind text
document.revision bigint NOT NULL
document.shift_id bigint NOT NULL
document.shop_id text NOT NULL
document.source_identifier text
document.sum_reported bigint NOT NULL
document.sums_difference bigint NOT NULL
document.updated_utc text NOT NULL
document_raw.document_id bigint NOT NULL
document_raw.raw text NOT NULL
document_raw.shop_id text NOT NULL
document_type.document_class text NOT NULL
document_type.document_type bigint NOT NULL
document_type.first_seen_utc text
document_type.shop_id text NOT NULL
document_type.source text NOT NULL
document_type_count.document_count bigint NOT NULL
document_type_count.document_type bigint NOT NULL
document_type_count.shop_id text NOT NULL
erp_confirmation.confirmation_id bigint NOT NULL
erp_confirmation.file_id bigint
erp_confirmation.matches bigint NOT NULL
erp_confirmation.own_receipts bigint NOT NULL
erp_confirmation.own_revenue bigint NOT NULL
erp_confirmation.receipts bigint NOT NULL
erp_confirmation.received_utc text NOT NULL
erp_confirmation.reference text
erp_confirmation.revenue bigint NOT NULL
erp_confirmation.revision bigint NOT NULL
erp_confirmation.shift_id bigint NOT NULL
erp_confirmation.shop_id text NOT NULL
event.code text NOT NULL
event.event_id bigint NOT NULL
event.happened_utc text NOT NULL
event.level text NOT NULL
event.params text NOT NULL
event.register_id text NOT NULL
event.shop_id text NOT NULL
export_backlog.hour_utc text NOT NULL
export_backlog.oldest_utc text
export_backlog.revenue bigint NOT NULL
export_backlog.shifts bigint NOT NULL
export_backlog.shop_id text NOT NULL
export_file.attempts bigint NOT NULL
export_file.confirmed_utc text
export_file.content_sha256 text NOT NULL
export_file.ended_utc text
export_file.failure_code text
export_file.failure_details text
export_file.file_id bigint NOT NULL
export_file.file_name text NOT NULL
export_file.online bigint NOT NULL
export_file.path text NOT NULL
export_file.published_utc text NOT NULL
export_file.receipts bigint NOT NULL
export_file.register_id text NOT NULL
export_file.revenue bigint NOT NULL
export_file.revision bigint NOT NULL
export_file.shift_id bigint NOT NULL
export_file.shop_id text NOT NULL
export_file.size bigint
export_file.state text NOT NULL
export_file.target text NOT NULL
export_file.waits_since_utc text NOT NULL
export_target.attempts bigint NOT NULL
export_target.created_utc text NOT NULL
export_target.feed_position bigint
export_target.kind text NOT NULL
export_target.last_success_utc text
export_target.next_attempt_utc text
export_target.problem_code text
export_target.problem_details text
export_target.problem_since_utc text
export_target.shop_id text NOT NULL
export_target.target text NOT NULL
key_shop.key_id bigint NOT NULL
key_shop.shop_id text NOT NULL
login_pause.failures bigint NOT NULL
login_pause.kind text NOT NULL
login_pause.last_utc text NOT NULL
login_pause.shop_id text NOT NULL
login_pause.subject text NOT NULL
login_pause.until_utc text NOT NULL
one_time_link.ends_utc text NOT NULL
one_time_link.login text
one_time_link.made_by text
one_time_link.made_utc text NOT NULL
one_time_link.purpose text NOT NULL
one_time_link.shop_id text NOT NULL
one_time_link.token_hash text NOT NULL
one_time_link.used_utc text
package.attempts bigint NOT NULL
package.documents_conflict bigint NOT NULL
package.documents_enriched bigint NOT NULL
package.documents_new bigint NOT NULL
package.documents_same bigint NOT NULL
package.documents_set_aside bigint NOT NULL
package.door text NOT NULL
package.finished_utc text
package.name text NOT NULL
package.next_attempt_utc text
package.package_id text
package.reason_code text
package.reason_details text
package.received_utc text NOT NULL
package.register_id text NOT NULL
package.server_code text
package.sha256 text NOT NULL
package.shift_ids text NOT NULL
package.shop_id text NOT NULL
package.size bigint NOT NULL
package.state text NOT NULL
package.transfer_id bigint
package.upper_command text
package.upper_state text
package_decision.decided_by text
package_decision.decided_utc text NOT NULL
package_decision.name text NOT NULL
package_decision.reason text NOT NULL
package_decision.shop_id text NOT NULL
package_decision.state text NOT NULL
payment.document_id bigint NOT NULL
payment.failed bigint NOT NULL
payment.line bigint NOT NULL
payment.op_code bigint NOT NULL
payment.operation_kind bigint
payment.payment_sum bigint NOT NULL
payment.payment_type_code bigint NOT NULL
payment.payment_type_name text
payment.shop_id text NOT NULL
payment_type.first_seen_utc text
payment_type.name text
payment_type.payment_class text
payment_type.payment_type_code bigint NOT NULL
payment_type.shop_id text NOT NULL
payment_type.source text NOT NULL
person.all_shops bigint NOT NULL
person.created_by text
person.created_utc text NOT NULL
person.disabled_utc text
person.extra_rights text NOT NULL
person.full_name text
person.last_login_utc text
person.login text NOT NULL
person.password_changed_utc text
person.password_hash text
person.provider_subject text
person.role text NOT NULL
person.shop_id text NOT NULL
person.totp_confirmed_utc text
person.totp_last_step bigint
person.totp_secret text
person_shop.login text NOT NULL
person_shop.shop_id text NOT NULL
position.barcode text NOT NULL
position.base_sum bigint
position.cancelled bigint NOT NULL
position.department_code text NOT NULL
position.discount bigint NOT NULL
position.document_id bigint NOT NULL
position.excise_mark text
position.item_code text NOT NULL
position.line bigint NOT NULL
position.name text NOT NULL
position.op_code bigint NOT NULL
position.position_number bigint NOT NULL
position.position_sum bigint NOT NULL
position.price bigint NOT NULL
position.quantity bigint NOT NULL
position.shop_id text NOT NULL
position.tax_sum bigint NOT NULL
position.taxes text NOT NULL
provider_login.ends_utc text NOT NULL
provider_login.nonce text NOT NULL
provider_login.return_to text NOT NULL
provider_login.shop_id text NOT NULL
provider_login.state_hash text NOT NULL
provider_login.verifier text NOT NULL
receipt_gap.appeared_utc text NOT NULL
receipt_gap.asked_utc text
receipt_gap.attempts bigint NOT NULL
receipt_gap.cause text NOT NULL
receipt_gap.ended_utc text
receipt_gap.first_number bigint NOT NULL
receipt_gap.from_at text
receipt_gap.gap_id bigint NOT NULL
receipt_gap.held_by text
receipt_gap.last_number bigint NOT NULL
receipt_gap.missing_count bigint NOT NULL
receipt_gap.next_ask_utc text
receipt_gap.register_id text NOT NULL
receipt_gap.said_none bigint NOT NULL
receipt_gap.shift_id bigint NOT NULL
receipt_gap.shop_id text NOT NULL
receipt_gap.state text NOT NULL
receipt_gap.to_at text
receipt_gap.told bigint NOT NULL
receipt_gap.transfer_id bigint
recovery_code.code_hash text NOT NULL
recovery_code.login text NOT NULL
recovery_code.shop_id text NOT NULL
recovery_code.used_utc text
register.certificate_ends_utc text
register.certificate_name text
register.certificate_required bigint NOT NULL
register.certificate_seen_utc text
register.certificate_serial text
register.command_host text
register.command_port bigint
register.created_utc text NOT NULL
register.in_service bigint NOT NULL
register.last_contact_utc text
register.name text
register.protocol_version bigint NOT NULL
register.register_code text NOT NULL
register.register_id text NOT NULL
register.shop_id text NOT NULL
register.software_version text
register.stream_opened_utc text
register.sync_attempts bigint NOT NULL
register.sync_due bigint NOT NULL
register.sync_next_utc text
register.token_required bigint NOT NULL
register_clock.measured_utc text NOT NULL
register_clock.offset_ms bigint NOT NULL
register_clock.register_id text NOT NULL
register_clock.shop_id text NOT NULL
register_clock.since_utc text NOT NULL
register_rearm.asked_utc text
register_rearm.attempts bigint NOT NULL
register_rearm.next_ask_utc text
register_rearm.range_from text
register_rearm.range_to text
register_rearm.reason text NOT NULL
register_rearm.register_id text NOT NULL
register_rearm.shop_id text NOT NULL
register_rearm.since_utc text NOT NULL
register_rearm.transfer_id bigint
register_token.created_by text
register_token.created_utc text NOT NULL
register_token.ends_utc text
register_token.last_used_utc text
register_token.register_id text NOT NULL
register_token.revoked_by text
register_token.revoked_utc text
register_token.shop_id text NOT NULL
register_token.token_hash text NOT NULL
register_token.token_id bigint NOT NULL
role_rule.changed_by text
role_rule.changed_utc text NOT NULL
role_rule.role text NOT NULL
role_rule.second_factor bigint NOT NULL
role_rule.shop_id text NOT NULL
sales_request.from_date text
sales_request.load_from text
sales_request.load_reason_code text
sales_request.load_reason_details text
sales_request.load_state text NOT NULL
sales_request.load_to text
sales_request.reason_code text
sales_request.reason_details text
sales_request.received_utc text NOT NULL
sales_request.register_id text
sales_request.register_number text NOT NULL
sales_request.request_id bigint NOT NULL
sales_request.revenue bigint NOT NULL
sales_request.shifts bigint NOT NULL
sales_request.shop_id text NOT NULL
sales_request.state text NOT NULL
sales_request.taken_as text NOT NULL
sales_request.text text NOT NULL
sales_request.to_date text
sales_request.transfer_id bigint
schedule.author text
schedule.created_utc text NOT NULL
schedule.group_id text NOT NULL
schedule.paused bigint NOT NULL
schedule.paused_by text
schedule.paused_utc text
schedule.register_id text NOT NULL
schedule.rule text NOT NULL
schedule.schedule_id bigint NOT NULL
schedule.shop_id text NOT NULL
schedule.since_utc text NOT NULL
schedule_run.author text
schedule_run.missed_count bigint NOT NULL
schedule_run.no_way_count bigint NOT NULL
schedule_run.outcome text NOT NULL
schedule_run.ran_utc text NOT NULL
schedule_run.refused_count bigint NOT NULL
schedule_run.register_count bigint NOT NULL
schedule_run.requested_count bigint NOT NULL
schedule_run.run_id bigint NOT NULL
schedule_run.running_count bigint NOT NULL
schedule_run.schedule_id bigint NOT NULL
schedule_run.shop_id text NOT NULL
schedule_run.slot text NOT NULL
schema_migration.name text NOT NULL
schema_migration.sha256 text NOT NULL
security_log.cashier_code text NOT NULL
security_log.happened_at text NOT NULL
security_log.op_code bigint NOT NULL
security_log.raw text NOT NULL
security_log.register_id text NOT NULL
security_log.shop_id text NOT NULL
session.address text
session.agent text
session.ends_utc text NOT NULL
session.entered_by text NOT NULL
session.login text NOT NULL
session.seen_utc text NOT NULL
session.shop_id text NOT NULL
session.stage text NOT NULL
session.started_utc text NOT NULL
session.token_hash text NOT NULL
set_aside.content_hash text NOT NULL
set_aside.created_utc text NOT NULL
set_aside.decided_package text
set_aside.decided_utc text
set_aside.ordinal bigint NOT NULL
set_aside.package_name text NOT NULL
set_aside.raw text NOT NULL
set_aside.reason_code text NOT NULL
set_aside.reason_details text NOT NULL
set_aside.register_id text NOT NULL
set_aside.section text NOT NULL
set_aside.set_aside_id bigint NOT NULL
set_aside.shift_number bigint
set_aside.shop_id text NOT NULL
set_aside.state text NOT NULL
setting.changed_by text
setting.changed_utc text NOT NULL
setting.setting_key text NOT NULL
setting.shop_id text NOT NULL
setting.value text NOT NULL
shift.archive_id bigint
shift.business_date text NOT NULL
shift.cashier_code text
shift.closed_at text
shift.closed_utc text
shift.counted_cash_in bigint NOT NULL
shift.counted_cash_out bigint NOT NULL
shift.counted_cash_withdrawal bigint NOT NULL
shift.counted_document_count bigint NOT NULL
shift.counted_refund_cash bigint NOT NULL
shift.counted_refund_count bigint NOT NULL
shift.counted_refund_noncash bigint NOT NULL
shift.counted_refund_other bigint NOT NULL
shift.counted_refund_sum bigint NOT NULL
shift.counted_refund_unmapped bigint NOT NULL
shift.counted_sale_cash bigint NOT NULL
shift.counted_sale_count bigint NOT NULL
shift.counted_sale_noncash bigint NOT NULL
shift.counted_sale_other bigint NOT NULL
shift.counted_sale_sum bigint NOT NULL
shift.counted_sale_unmapped bigint NOT NULL
shift.exported_revision bigint NOT NULL
shift.first_document_at text
shift.first_receipt_number bigint
shift.fiscal_devices text NOT NULL
shift.has_report bigint NOT NULL
shift.items_revision bigint NOT NULL
shift.last_document_at text
shift.last_receipt_number bigint
shift.number_repeated bigint NOT NULL
shift.opened_at text
shift.opened_utc text
shift.raw text
shift.recount bigint NOT NULL
shift.register_id text NOT NULL
shift.report_stamp text
shift.reported_drawer_sum bigint
shift.reported_first_receipt_at text
shift.reported_first_receipt_number bigint
shift.reported_last_receipt_number bigint
shift.reported_refund_cash bigint
shift.reported_refund_count bigint
shift.reported_refund_noncash bigint
shift.reported_refund_sum bigint
shift.reported_revenue bigint
shift.reported_revenue_cash bigint
shift.reported_revenue_noncash bigint
shift.reported_sale_cash bigint
shift.reported_sale_count bigint
shift.reported_sale_noncash bigint
shift.reported_sale_other bigint
shift.reported_sale_sum bigint
shift.revision bigint NOT NULL
shift.shift_id bigint NOT NULL
shift.shift_number bigint NOT NULL
shift.shop_id text NOT NULL
shift.trimmed_unfinished bigint NOT NULL
shift.trimmed_utc text
shift.updated_utc text NOT NULL
shift.users text NOT NULL
shift_case.accepted_by text
shift_case.accepted_utc text
shift_case.appeared_utc text NOT NULL
shift_case.assigned_by text
shift_case.assigned_to text
shift_case.assigned_utc text
shift_case.case_id bigint NOT NULL
shift_case.ended_utc text
shift_case.figure text NOT NULL
shift_case.first_value bigint NOT NULL
shift_case.reason text
shift_case.register_id text NOT NULL
shift_case.revision bigint NOT NULL
shift_case.second_value bigint NOT NULL
shift_case.seen_by text
shift_case.seen_utc text
shift_case.shift_id bigint NOT NULL
shift_case.shop_id text NOT NULL
shift_case.state text NOT NULL
shift_case.transfer_id bigint
shift_check.checked_utc text NOT NULL
shift_check.outcomes text
shift_check.result text
shift_check.revision bigint NOT NULL
shift_check.shift_id bigint NOT NULL
shift_check.shop_id text NOT NULL
shift_department.base_sum bigint NOT NULL
shift_department.cash_sum bigint NOT NULL
shift_department.department_code text NOT NULL
shift_department.discount bigint NOT NULL
shift_department.noncash_sum bigint NOT NULL
shift_department.other_sum bigint NOT NULL
shift_department.position_count bigint NOT NULL
shift_department.quantity bigint NOT NULL
shift_department.receipt_count bigint NOT NULL
shift_department.refund_sum bigint NOT NULL
shift_department.sale_sum bigint NOT NULL
shift_department.shift_id bigint NOT NULL
shift_department.shop_id text NOT NULL
shift_department.tax_sum bigint NOT NULL
shift_department.unmapped_sum bigint NOT NULL
shift_discount.discount_name text NOT NULL
shift_discount.discount_sum bigint NOT NULL
shift_discount.discount_type text NOT NULL
shift_discount.line_count bigint NOT NULL
shift_discount.shift_id bigint NOT NULL
shift_discount.shop_id text NOT NULL
shift_export.attempts bigint NOT NULL
shift_export.closed bigint
shift_export.confirmation_id bigint
shift_export.confirmed_matches bigint
shift_export.confirmed_revision bigint
shift_export.content_sha256 text
shift_export.exported_utc text
shift_export.failed_revision bigint
shift_export.file_name text
shift_export.next_attempt_utc text
shift_export.path text
shift_export.planned_name text
shift_export.planned_revision bigint
shift_export.reason_code text
shift_export.reason_details text
shift_export.revision bigint
shift_export.shift_id bigint NOT NULL
shift_export.shop_id text NOT NULL
shift_export.target text NOT NULL
shift_export.waiting_files text
shift_feed.feed_position bigint NOT NULL
shift_feed.revision bigint NOT NULL
shift_feed.shift_id bigint NOT NULL
shift_feed.shop_id text NOT NULL
shift_hour.annulled_count bigint NOT NULL
shift_hour.annulled_sum bigint NOT NULL
shift_hour.cancelled_count bigint NOT NULL
shift_hour.cancelled_sum bigint NOT NULL
shift_hour.cashier_code text NOT NULL
shift_hour.discount bigint NOT NULL
shift_hour.hour text NOT NULL
shift_hour.position_count bigint NOT NULL
shift_hour.refund_cash bigint NOT NULL
shift_hour.refund_count bigint NOT NULL
shift_hour.refund_sum bigint NOT NULL
shift_hour.sale_count bigint NOT NULL
shift_hour.sale_sum bigint NOT NULL
shift_hour.shift_id bigint NOT NULL
shift_hour.shop_id text NOT NULL
shift_item.discount bigint NOT NULL
shift_item.item_code text NOT NULL
shift_item.name text NOT NULL
shift_item.quantity bigint NOT NULL
shift_item.receipt_count bigint NOT NULL
shift_item.refund_sum bigint NOT NULL
shift_item.sale_sum bigint NOT NULL
shift_item.shift_id bigint NOT NULL
shift_item.shop_id text NOT NULL
shift_item.tax_sum bigint NOT NULL
shift_payment.payment_type_code bigint NOT NULL
shift_payment.refund_count bigint NOT NULL
shift_payment.refund_sum bigint NOT NULL
shift_payment.sale_count bigint NOT NULL
shift_payment.sale_sum bigint NOT NULL
shift_payment.shift_id bigint NOT NULL
shift_payment.shop_id text NOT NULL
shift_total.department_code text NOT NULL
shift_total.hour text NOT NULL
shift_total.payment_class text NOT NULL
shift_total.refund_sum bigint NOT NULL
shift_total.sale_sum bigint NOT NULL
shift_total.shift_id bigint NOT NULL
shift_total.shop_id text NOT NULL
shift_unmapped_payment.line_count bigint NOT NULL
shift_unmapped_payment.payment_type_code bigint NOT NULL
shift_unmapped_payment.shift_id bigint NOT NULL
shift_unmapped_payment.shop_id text NOT NULL
shop.created_utc text NOT NULL
shop.group_id text
shop.grouped_utc text
shop.name text
shop.shop_code text NOT NULL
shop.shop_id text NOT NULL
shop.time_zone text NOT NULL
shop_group.created_utc text NOT NULL
shop_group.group_code text NOT NULL
shop_group.group_id text NOT NULL
shop_group.name text NOT NULL
shop_item.discount bigint NOT NULL
shop_item.item_code text NOT NULL
shop_item.name text NOT NULL
shop_item.period text NOT NULL
shop_item.quantity bigint NOT NULL
shop_item.receipt_count bigint NOT NULL
shop_item.refund_sum bigint NOT NULL
shop_item.sale_sum bigint NOT NULL
shop_item.shop_id text NOT NULL
shop_item.tax_sum bigint NOT NULL
shop_item_period.period text NOT NULL
shop_item_period.revisions bigint NOT NULL
shop_item_period.shift_count bigint NOT NULL
shop_item_period.shift_ids bigint NOT NULL
shop_item_period.shop_id text NOT NULL
shop_item_period.state text NOT NULL
storage_size.bytes bigint NOT NULL
storage_size.disk_bytes bigint
storage_size.files bigint NOT NULL
storage_size.free_bytes bigint
storage_size.measured_on text NOT NULL
storage_size.measured_utc text NOT NULL
storage_size.oldest_utc text
storage_size.place text NOT NULL
storage_size.shop_id text NOT NULL
store_server.backlog_count bigint
store_server.backlog_oldest_utc text
store_server.certificate_ends_utc text
store_server.certificate_name text
store_server.certificate_required bigint NOT NULL
store_server.certificate_serial text
store_server.created_utc text NOT NULL
store_server.last_contact_utc text
store_server.name text
store_server.refused_count bigint
store_server.server_code text NOT NULL
store_server.shop_id text NOT NULL
store_server.software_version text
store_server_shop.server_code text NOT NULL
store_server_shop.shop_id text NOT NULL
transfer.accepted_utc text
transfer.attempts bigint NOT NULL
transfer.author text
transfer.call_off_due bigint NOT NULL
transfer.cause text NOT NULL
transfer.differing_count bigint NOT NULL
transfer.documents_new bigint NOT NULL
transfer.documents_same bigint NOT NULL
transfer.documents_sum bigint
transfer.ended_in text
transfer.ended_utc text
transfer.error_told_utc text
transfer.ignored_reports text
transfer.loaded_utc text
transfer.message_en text
transfer.message_ru text
transfer.next_attempt_utc text
transfer.overdue bigint NOT NULL
transfer.packages bigint NOT NULL
transfer.preparing_utc text
transfer.range_from text
transfer.range_kind text NOT NULL
transfer.range_to text
transfer.reason_code text
transfer.reason_details text
transfer.received_utc text
transfer.register_id text NOT NULL
transfer.requested_utc text NOT NULL
transfer.schedule_run bigint
transfer.sent_utc text
transfer.shift_count bigint NOT NULL
transfer.shop_id text NOT NULL
transfer.silence_utc text
transfer.state text NOT NULL
transfer.transfer_id bigint NOT NULL
trim_run.asked_utc text NOT NULL
trim_run.cause text NOT NULL
trim_run.ended_utc text
trim_run.from_date text
trim_run.kind text NOT NULL
trim_run.outcome text
trim_run.run_id bigint NOT NULL
trim_run.shop_id text NOT NULL
trim_run.state text NOT NULL
trim_run.to_date text
upper_command.command_id text NOT NULL
upper_command.ended_utc text
upper_command.packages_again bigint NOT NULL
upper_command.reason_code text
upper_command.reason_details text
upper_command.register_id text NOT NULL
upper_command.shop_id text NOT NULL
upper_command.state text NOT NULL
upper_command.taken_utc text NOT NULL
upper_command.told_state text
upper_command.transfer_id bigint

"position": PRIMARY KEY (shop_id, document_id, line)
access_key: PRIMARY KEY (shop_id, key_id)
archive_file: PRIMARY KEY (shop_id, state, name)
archive_run: PRIMARY KEY (shop_id, run_id)
audit_entry: CHECK ((actor_kind = ANY (ARRAY['person'::text, 'key'::text, 'command-line'::text, 'server'::text, 'anybody'::text])))
audit_entry: CHECK ((channel = ANY (ARRAY['web'::text, 'api'::text, 'command-line'::text, 'schedule'::text])))
audit_entry: CHECK ((result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))
audit_entry: PRIMARY KEY (number)
conflict: PRIMARY KEY (shop_id, conflict_id)
counter: PRIMARY KEY (name)
day_archive: CHECK ((state = ANY (ARRAY['removing'::text, 'removed'::text, 'restoring'::text, 'restored'::text])))
day_archive: PRIMARY KEY (shop_id, archive_id)
deletion_record: PRIMARY KEY (shop_id, record_id)
discount: PRIMARY KEY (shop_id, document_id, line, ordinal)
document: PRIMARY KEY (shop_id, document_id)
document_raw: PRIMARY KEY (shop_id, document_id)
document_type: CHECK ((document_class = ANY (ARRAY['sale'::text, 'refund'::text, 'cashIn'::text, 'cashOut'::text, 'annulSale'::text, 'annulRefund'::text, 'service'::text, 'other'::text])))
document_type: CHECK ((source = ANY (ARRAY['default'::text, 'register'::text, 'person'::text])))
document_type: PRIMARY KEY (shop_id, document_type)
document_type_count: PRIMARY KEY (shop_id, document_type)
erp_confirmation: PRIMARY KEY (shop_id, confirmation_id)
event: CHECK ((level = ANY (ARRAY['info'::text, 'warning'::text, 'error'::text])))
event: PRIMARY KEY (shop_id, event_id)
export_backlog: PRIMARY KEY (shop_id, hour_utc)
export_file: CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'lost'::text, 'changed'::text])))
export_file: PRIMARY KEY (shop_id, file_id)
export_target: CHECK ((kind = ANY (ARRAY['folder'::text, 'push'::text, 'pull'::text])))
export_target: PRIMARY KEY (shop_id, target)
key_shop: PRIMARY KEY (shop_id, key_id)
login_pause: PRIMARY KEY (shop_id, kind, subject)
one_time_link: PRIMARY KEY (shop_id, token_hash)
package: CHECK ((state = ANY (ARRAY['processed'::text, 'error'::text, 'broken'::text])))
package: CHECK ((upper_state = ANY (ARRAY['due'::text, 'stored'::text, 'gone'::text])))
package: PRIMARY KEY (shop_id, register_id, sha256)
package_decision: PRIMARY KEY (shop_id, name)
payment: PRIMARY KEY (shop_id, document_id, line)
payment_type: CHECK ((payment_class = ANY (ARRAY['cash'::text, 'noncash'::text, 'other'::text])))
payment_type: CHECK ((source = ANY (ARRAY['default'::text, 'register'::text, 'person'::text])))
payment_type: PRIMARY KEY (shop_id, payment_type_code)
person: PRIMARY KEY (shop_id, login)
person_shop: PRIMARY KEY (shop_id, login)
provider_login: PRIMARY KEY (shop_id, state_hash)
receipt_gap: CHECK ((cause = ANY (ARRAY['not_sent'::text, 'set_aside'::text, 'package_broken'::text, 'package_error'::text, 'not_at_register'::text, 'number_jump'::text])))
receipt_gap: CHECK ((held_by = ANY (ARRAY['set_aside'::text, 'number_jump'::text, 'too_old'::text, 'too_long'::text, 'no_times'::text])))
receipt_gap: CHECK ((state = ANY (ARRAY['waiting'::text, 'asked'::text, 'held'::text, 'absent'::text, 'filled'::text])))
receipt_gap: PRIMARY KEY (shop_id, gap_id)
recovery_code: PRIMARY KEY (shop_id, login, code_hash)
register: FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
register: PRIMARY KEY (shop_id, register_id)
register: UNIQUE (register_id)
register: UNIQUE (shop_id, register_code)
register_clock: PRIMARY KEY (shop_id, register_id)
register_rearm: CHECK ((reason = ANY (ARRAY['stopped'::text, 'silent'::text, 'gaps'::text, 'new'::text])))
register_rearm: PRIMARY KEY (shop_id, register_id)
register_token: PRIMARY KEY (shop_id, register_id, token_id)
role_rule: PRIMARY KEY (shop_id, role)
sales_request: CHECK ((load_state = ANY (ARRAY['none'::text, 'due'::text, 'asked'::text, 'refused'::text])))
sales_request: CHECK ((state = ANY (ARRAY['answered'::text, 'refused'::text])))
sales_request: PRIMARY KEY (shop_id, request_id)
schedule: PRIMARY KEY (shop_id, schedule_id)
schedule_run: CHECK ((outcome = ANY (ARRAY['on_time'::text, 'caught_up'::text, 'by_hand'::text, 'paused'::text])))
schedule_run: PRIMARY KEY (shop_id, schedule_id, slot, run_id)
schema_migration: PRIMARY KEY (name)
security_log: PRIMARY KEY (shop_id, register_id, happened_at, op_code, cashier_code)
session: PRIMARY KEY (shop_id, token_hash)
set_aside: CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'kept'::text])))
set_aside: PRIMARY KEY (shop_id, set_aside_id)
setting: PRIMARY KEY (shop_id, setting_key)
shift: PRIMARY KEY (shop_id, shift_id)
shift_case: CHECK ((state = ANY (ARRAY['appeared'::text, 'seen'::text, 'solved'::text, 'accepted'::text])))
shift_case: PRIMARY KEY (shop_id, case_id)
shift_check: CHECK ((result = ANY (ARRAY['open'::text, 'not_checked'::text, 'differs'::text, 'agrees'::text])))
shift_check: PRIMARY KEY (shop_id, shift_id)
shift_department: PRIMARY KEY (shop_id, shift_id, department_code)
shift_discount: PRIMARY KEY (shop_id, shift_id, discount_type, discount_name)
shift_export: PRIMARY KEY (shop_id, shift_id, target)
shift_feed: PRIMARY KEY (shop_id, shift_id)
shift_hour: PRIMARY KEY (shop_id, shift_id, hour, cashier_code)
shift_item: PRIMARY KEY (shop_id, shift_id, item_code)
shift_payment: PRIMARY KEY (shop_id, shift_id, payment_type_code)
shift_total: CHECK ((payment_class = ANY (ARRAY['cash'::text, 'noncash'::text, 'other'::text, 'unmapped'::text])))
shift_total: PRIMARY KEY (shop_id, shift_id, hour, department_code, payment_class)
shift_unmapped_payment: PRIMARY KEY (shop_id, shift_id, payment_type_code)
shop: PRIMARY KEY (shop_id)
shop: UNIQUE (shop_code)
shop_group: PRIMARY KEY (group_id)
shop_group: UNIQUE (group_code)
shop_item: PRIMARY KEY (shop_id, period, item_code)
shop_item_period: CHECK ((state = ANY (ARRAY['due'::text, 'waiting'::text, 'kept'::text])))
shop_item_period: PRIMARY KEY (shop_id, period)
storage_size: PRIMARY KEY (shop_id, place, measured_on)
store_server: PRIMARY KEY (shop_id, server_code)
store_server_shop: PRIMARY KEY (shop_id, server_code)
transfer: CHECK ((cause = ANY (ARRAY['receipt'::text, 'shift'::text, 'schedule'::text, 'person'::text, 'erp'::text, 'register'::text, 'server'::text, 'file'::text])))
transfer: CHECK ((range_kind = ANY (ARRAY['new'::text, 'dates'::text, 'shifts'::text, 'none'::text])))
transfer: CHECK ((state = ANY (ARRAY['requested'::text, 'accepted'::text, 'preparing'::text, 'sent'::text, 'received'::text, 'loaded'::text, 'done'::text, 'empty'::text, 'already'::text, 'failed'::text, 'no_answer'::text, 'cancelled'::text])))
transfer: PRIMARY KEY (shop_id, transfer_id)
trim_run: CHECK ((cause = ANY (ARRAY['schedule'::text, 'person'::text])))
trim_run: CHECK ((kind = ANY (ARRAY['trim'::text, 'restore'::text])))
trim_run: CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text, 'failed'::text])))
trim_run: PRIMARY KEY (shop_id, run_id)
upper_command: CHECK ((state = ANY (ARRAY['accepted'::text, 'preparing'::text, 'sent'::text, 'nothing'::text, 'failed'::text, 'called_off'::text])))
upper_command: PRIMARY KEY (shop_id, command_id)

CREATE INDEX archive_run_latest ON public.archive_run USING btree (shop_id, task, run_id)
CREATE INDEX audit_entry_by_actor ON public.audit_entry USING btree (actor_name, number)
CREATE INDEX audit_entry_by_object ON public.audit_entry USING btree (object_kind, object_key, number)
CREATE INDEX audit_entry_by_shop ON public.audit_entry USING btree (shop_code, number) WHERE (shop_code IS NOT NULL)
CREATE INDEX audit_entry_by_time ON public.audit_entry USING btree (happened_utc, number)
CREATE INDEX day_archive_by_date ON public.day_archive USING btree (shop_id, business_date)
CREATE INDEX day_archive_by_state ON public.day_archive USING btree (state, checked_utc)
CREATE INDEX deletion_record_by_number ON public.deletion_record USING btree (record_id)
CREATE INDEX document_by_fiscal ON public.document USING btree (shop_id, fiscal_document_number) WHERE (fiscal_document_number IS NOT NULL)
CREATE INDEX document_by_identifier ON public.document USING btree (identifier)
CREATE INDEX document_by_number ON public.document USING btree (shop_id, COALESCE(receipt_number, document_number))
CREATE INDEX document_by_sum ON public.document USING btree (shop_id, document_sum)
CREATE INDEX document_odd ON public.document USING btree (shop_id, shift_id) WHERE ((sums_difference <> 0) OR (faults <> 0))
CREATE INDEX document_of_note ON public.document USING btree (shop_id, shift_id, document_class) WHERE ((document_class <> 'sale'::text) OR (cancelled_count > 0))
CREATE INDEX document_unfinished ON public.document USING btree (shop_id, shift_id) WHERE ((closed_at IS NULL) OR (closed_state = 0))
CREATE INDEX erp_confirmation_by_number ON public.erp_confirmation USING btree (confirmation_id)
CREATE INDEX erp_confirmation_by_shift ON public.erp_confirmation USING btree (shop_id, shift_id, confirmation_id)
CREATE INDEX event_by_id ON public.event USING btree (event_id)
CREATE INDEX event_by_level ON public.event USING btree (level, event_id)
CREATE INDEX event_by_register ON public.event USING btree (shop_id, register_id, event_id)
CREATE INDEX event_by_time ON public.event USING btree (happened_utc, level, shop_id, register_id)
CREATE INDEX export_file_by_name ON public.export_file USING btree (shop_id, shift_id, file_name)
CREATE INDEX export_file_by_shop_and_name ON public.export_file USING btree (shop_id, file_name)
CREATE INDEX export_file_by_time ON public.export_file USING btree (published_utc, file_id)
CREATE INDEX export_file_confirmed ON public.export_file USING btree (confirmed_utc, file_id) WHERE (confirmed_utc IS NOT NULL)
CREATE INDEX export_file_ended ON public.export_file USING btree (shop_id, ended_utc, file_id) WHERE (state = 'taken'::text)
CREATE INDEX export_file_not_taken ON public.export_file USING btree (state, shop_id) WHERE (state <> 'taken'::text)
CREATE INDEX export_file_taken ON public.export_file USING btree (ended_utc, file_id) WHERE (state = 'taken'::text)
CREATE INDEX export_file_waiting ON public.export_file USING btree (shop_id, waits_since_utc, file_id) WHERE (state = 'waiting'::text)
CREATE INDEX key_shop_of_key ON public.key_shop USING btree (key_id)
CREATE INDEX package_by_finished ON public.package USING btree (finished_utc)
CREATE INDEX package_by_name ON public.package USING btree (name)
CREATE INDEX package_by_received ON public.package USING btree (received_utc)
CREATE INDEX package_by_register ON public.package USING btree (shop_id, register_id, received_utc)
CREATE INDEX package_by_server ON public.package USING btree (server_code, received_utc) WHERE (server_code IS NOT NULL)
CREATE INDEX package_by_shop ON public.package USING btree (shop_id, received_utc)
CREATE INDEX package_by_state ON public.package USING btree (state, received_utc)
CREATE INDEX package_by_transfer ON public.package USING btree (transfer_id)
CREATE INDEX package_to_forward ON public.package USING btree (received_utc, sha256) WHERE (upper_state = 'due'::text)
CREATE INDEX person_shop_of_person ON public.person_shop USING btree (login)
CREATE INDEX receipt_gap_asked ON public.receipt_gap USING btree (transfer_id) WHERE (state = 'asked'::text)
CREATE INDEX receipt_gap_by_id ON public.receipt_gap USING btree (gap_id)
CREATE INDEX receipt_gap_by_register ON public.receipt_gap USING btree (shop_id, register_id, gap_id)
CREATE INDEX receipt_gap_by_shift ON public.receipt_gap USING btree (shop_id, shift_id)
CREATE INDEX receipt_gap_due ON public.receipt_gap USING btree (next_ask_utc) WHERE (state = 'waiting'::text)
CREATE INDEX register_to_sync ON public.register USING btree (sync_next_utc) WHERE (sync_due = 1)
CREATE INDEX sales_request_by_number ON public.sales_request USING btree (request_id)
CREATE INDEX sales_request_load_due ON public.sales_request USING btree (request_id) WHERE (load_state = 'due'::text)
CREATE INDEX sales_request_taken_as ON public.sales_request USING btree (shop_id, taken_as)
CREATE INDEX schedule_run_by_number ON public.schedule_run USING btree (schedule_id, run_id)
CREATE INDEX schedule_run_by_time ON public.schedule_run USING btree (ran_utc)
CREATE INDEX session_of_person ON public.session USING btree (shop_id, login)
CREATE INDEX set_aside_open ON public.set_aside USING btree (shop_id, register_id, set_aside_id) WHERE (state = 'open'::text)
CREATE INDEX shift_by_date ON public.shift USING btree (shop_id, register_id, business_date)
CREATE INDEX shift_by_last_document ON public.shift USING btree (last_document_at) WHERE (last_document_at IS NOT NULL)
CREATE INDEX shift_by_number ON public.shift USING btree (shop_id, register_id, shift_number)
CREATE INDEX shift_by_revision ON public.shift USING btree (shop_id, register_id, shift_id, revision, business_date)
CREATE INDEX shift_by_shop_date ON public.shift USING btree (shop_id, business_date)
CREATE INDEX shift_by_update ON public.shift USING btree (updated_utc)
CREATE INDEX shift_case_assigned ON public.shift_case USING btree (assigned_to, case_id) WHERE (assigned_to IS NOT NULL)
CREATE INDEX shift_case_by_id ON public.shift_case USING btree (case_id)
CREATE INDEX shift_case_by_register ON public.shift_case USING btree (shop_id, register_id, case_id)
CREATE INDEX shift_case_by_shift ON public.shift_case USING btree (shop_id, shift_id)
CREATE INDEX shift_case_open ON public.shift_case USING btree (case_id) WHERE (state = ANY (ARRAY['appeared'::text, 'seen'::text]))
CREATE INDEX shift_check_by_result ON public.shift_check USING btree (result, shop_id, shift_id)
CREATE INDEX shift_check_by_time ON public.shift_check USING btree (checked_utc)
CREATE INDEX shift_export_by_shop ON public.shift_export USING btree (shop_id, target, exported_utc, shift_id)
CREATE INDEX shift_export_by_time ON public.shift_export USING btree (target, exported_utc, shift_id)
CREATE INDEX shift_export_differing ON public.shift_export USING btree (shop_id, shift_id) WHERE (confirmed_matches = 0)
CREATE INDEX shift_export_failed ON public.shift_export USING btree (shop_id, shift_id) WHERE (failed_revision IS NOT NULL)
CREATE INDEX shift_export_waiting ON public.shift_export USING btree (next_attempt_utc) WHERE (next_attempt_utc IS NOT NULL)
CREATE INDEX shift_feed_by_position ON public.shift_feed USING btree (feed_position)
CREATE INDEX shift_items_stale ON public.shift USING btree (shop_id, shift_id) WHERE ((closed_at IS NOT NULL) AND (items_revision <> revision))
CREATE INDEX shift_not_exported ON public.shift USING btree (shop_id, register_id, business_date) WHERE (exported_revision < revision)
CREATE INDEX shift_open ON public.shift USING btree (shop_id, register_id) WHERE (closed_at IS NULL)
CREATE INDEX shift_to_recount ON public.shift USING btree (shop_id, shift_id) WHERE (recount = 1)
CREATE INDEX shift_with_documents ON public.shift USING btree (shop_id, business_date) WHERE ((trimmed_utc IS NULL) AND (counted_document_count > 0))
CREATE INDEX shop_item_period_due ON public.shop_item_period USING btree (shop_id, period) WHERE (state = 'due'::text)
CREATE INDEX transfer_by_id ON public.transfer USING btree (transfer_id)
CREATE INDEX transfer_by_register ON public.transfer USING btree (shop_id, register_id, transfer_id)
CREATE INDEX transfer_by_schedule_run ON public.transfer USING btree (schedule_run) WHERE (schedule_run IS NOT NULL)
CREATE INDEX transfer_call_off_due ON public.transfer USING btree (transfer_id) WHERE (call_off_due = 1)
CREATE INDEX transfer_error_told ON public.transfer USING btree (error_told_utc) WHERE (error_told_utc IS NOT NULL)
CREATE INDEX transfer_failed ON public.transfer USING btree (shop_id, register_id, transfer_id) WHERE (state = ANY (ARRAY['failed'::text, 'no_answer'::text]))
CREATE INDEX transfer_failed_when ON public.transfer USING btree (ended_utc) WHERE (state = ANY (ARRAY['failed'::text, 'no_answer'::text]))
CREATE INDEX transfer_running ON public.transfer USING btree (shop_id, register_id, transfer_id) WHERE (ended_utc IS NULL)
CREATE INDEX transfer_silent ON public.transfer USING btree (silence_utc) WHERE (silence_utc IS NOT NULL)
CREATE INDEX transfer_to_ask ON public.transfer USING btree (next_attempt_utc) WHERE (next_attempt_utc IS NOT NULL)
CREATE INDEX trim_run_asked ON public.trim_run USING btree (run_id) WHERE (state = 'asked'::text)
CREATE INDEX trim_run_by_number ON public.trim_run USING btree (run_id)
CREATE INDEX upper_command_by_transfer ON public.upper_command USING btree (transfer_id)
CREATE INDEX upper_command_to_tell ON public.upper_command USING btree (taken_utc) WHERE ((ended_utc IS NULL) OR (told_state IS NULL) OR (told_state <> state))
CREATE UNIQUE INDEX access_key_of_token ON public.access_key USING btree (shop_id, token_hash)
CREATE UNIQUE INDEX access_key_pkey ON public.access_key USING btree (shop_id, key_id)
CREATE UNIQUE INDEX archive_file_pkey ON public.archive_file USING btree (shop_id, state, name)
CREATE UNIQUE INDEX archive_run_of_slot ON public.archive_run USING btree (shop_id, task, slot)
CREATE UNIQUE INDEX archive_run_pkey ON public.archive_run USING btree (shop_id, run_id)
CREATE UNIQUE INDEX audit_entry_pkey ON public.audit_entry USING btree (number)
CREATE UNIQUE INDEX conflict_by_content ON public.conflict USING btree (shop_id, shift_id, document_id, content_hash)
CREATE UNIQUE INDEX conflict_pkey ON public.conflict USING btree (shop_id, conflict_id)
CREATE UNIQUE INDEX counter_pkey ON public.counter USING btree (name)
CREATE UNIQUE INDEX day_archive_pkey ON public.day_archive USING btree (shop_id, archive_id)
CREATE UNIQUE INDEX deletion_record_pkey ON public.deletion_record USING btree (shop_id, record_id)
CREATE UNIQUE INDEX discount_pkey ON public.discount USING btree (shop_id, document_id, line, ordinal)
CREATE UNIQUE INDEX document_by_identity ON public.document USING btree (shop_id, shift_id, identity)
CREATE UNIQUE INDEX document_pkey ON public.document USING btree (shop_id, document_id)
CREATE UNIQUE INDEX document_raw_pkey ON public.document_raw USING btree (shop_id, document_id)
CREATE UNIQUE INDEX document_type_count_pkey ON public.document_type_count USING btree (shop_id, document_type)
CREATE UNIQUE INDEX document_type_pkey ON public.document_type USING btree (shop_id, document_type)
CREATE UNIQUE INDEX erp_confirmation_pkey ON public.erp_confirmation USING btree (shop_id, confirmation_id)
CREATE UNIQUE INDEX event_pkey ON public.event USING btree (shop_id, event_id)
CREATE UNIQUE INDEX export_backlog_pkey ON public.export_backlog USING btree (shop_id, hour_utc)
CREATE UNIQUE INDEX export_file_pkey ON public.export_file USING btree (shop_id, file_id)
CREATE UNIQUE INDEX export_target_pkey ON public.export_target USING btree (shop_id, target)
CREATE UNIQUE INDEX key_shop_pkey ON public.key_shop USING btree (shop_id, key_id)
CREATE UNIQUE INDEX login_pause_pkey ON public.login_pause USING btree (shop_id, kind, subject)
CREATE UNIQUE INDEX one_time_link_pkey ON public.one_time_link USING btree (shop_id, token_hash)
CREATE UNIQUE INDEX package_decision_pkey ON public.package_decision USING btree (shop_id, name)
CREATE UNIQUE INDEX package_pkey ON public.package USING btree (shop_id, register_id, sha256)
CREATE UNIQUE INDEX payment_pkey ON public.payment USING btree (shop_id, document_id, line)
CREATE UNIQUE INDEX payment_type_pkey ON public.payment_type USING btree (shop_id, payment_type_code)
CREATE UNIQUE INDEX person_of_provider ON public.person USING btree (shop_id, provider_subject)
CREATE UNIQUE INDEX person_pkey ON public.person USING btree (shop_id, login)
CREATE UNIQUE INDEX person_shop_pkey ON public.person_shop USING btree (shop_id, login)
CREATE UNIQUE INDEX position_pkey ON public."position" USING btree (shop_id, document_id, line)
CREATE UNIQUE INDEX provider_login_pkey ON public.provider_login USING btree (shop_id, state_hash)
CREATE UNIQUE INDEX receipt_gap_pkey ON public.receipt_gap USING btree (shop_id, gap_id)
CREATE UNIQUE INDEX recovery_code_pkey ON public.recovery_code USING btree (shop_id, login, code_hash)
CREATE UNIQUE INDEX register_clock_pkey ON public.register_clock USING btree (shop_id, register_id)
CREATE UNIQUE INDEX register_pkey ON public.register USING btree (shop_id, register_id)
CREATE UNIQUE INDEX register_rearm_pkey ON public.register_rearm USING btree (shop_id, register_id)
CREATE UNIQUE INDEX register_register_id_key ON public.register USING btree (register_id)
CREATE UNIQUE INDEX register_shop_id_register_code_key ON public.register USING btree (shop_id, register_code)
CREATE UNIQUE INDEX register_token_pkey ON public.register_token USING btree (shop_id, register_id, token_id)
CREATE UNIQUE INDEX role_rule_pkey ON public.role_rule USING btree (shop_id, role)
CREATE UNIQUE INDEX sales_request_pkey ON public.sales_request USING btree (shop_id, request_id)
CREATE UNIQUE INDEX schedule_pkey ON public.schedule USING btree (shop_id, schedule_id)
CREATE UNIQUE INDEX schedule_run_pkey ON public.schedule_run USING btree (shop_id, schedule_id, slot, run_id)
CREATE UNIQUE INDEX schema_migration_pkey ON public.schema_migration USING btree (name)
CREATE UNIQUE INDEX security_log_pkey ON public.security_log USING btree (shop_id, register_id, happened_at, op_code, cashier_code)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (shop_id, token_hash)
CREATE UNIQUE INDEX set_aside_by_content ON public.set_aside USING btree (shop_id, register_id, section, content_hash)
CREATE UNIQUE INDEX set_aside_pkey ON public.set_aside USING btree (shop_id, set_aside_id)
CREATE UNIQUE INDEX setting_pkey ON public.setting USING btree (shop_id, setting_key)
CREATE UNIQUE INDEX shift_case_pkey ON public.shift_case USING btree (shop_id, case_id)
CREATE UNIQUE INDEX shift_case_standing ON public.shift_case USING btree (shop_id, shift_id, figure) WHERE (ended_utc IS NULL)
CREATE UNIQUE INDEX shift_check_pkey ON public.shift_check USING btree (shop_id, shift_id)
CREATE UNIQUE INDEX shift_department_pkey ON public.shift_department USING btree (shop_id, shift_id, department_code)
CREATE UNIQUE INDEX shift_discount_pkey ON public.shift_discount USING btree (shop_id, shift_id, discount_type, discount_name)
CREATE UNIQUE INDEX shift_export_pkey ON public.shift_export USING btree (shop_id, shift_id, target)
CREATE UNIQUE INDEX shift_feed_pkey ON public.shift_feed USING btree (shop_id, shift_id)
CREATE UNIQUE INDEX shift_hour_pkey ON public.shift_hour USING btree (shop_id, shift_id, hour, cashier_code)
CREATE UNIQUE INDEX shift_item_pkey ON public.shift_item USING btree (shop_id, shift_id, item_code)
CREATE UNIQUE INDEX shift_payment_pkey ON public.shift_payment USING btree (shop_id, shift_id, payment_type_code)
CREATE UNIQUE INDEX shift_pkey ON public.shift USING btree (shop_id, shift_id)
CREATE UNIQUE INDEX shift_total_pkey ON public.shift_total USING btree (shop_id, shift_id, hour, department_code, payment_class)
CREATE UNIQUE INDEX shift_unmapped_payment_pkey ON public.shift_unmapped_payment USING btree (shop_id, shift_id, payment_type_code)
CREATE UNIQUE INDEX shop_group_group_code_key ON public.shop_group USING btree (group_code)
CREATE UNIQUE INDEX shop_group_pkey ON public.shop_group USING btree (group_id)
CREATE UNIQUE INDEX shop_item_period_pkey ON public.shop_item_period USING btree (shop_id, period)
CREATE UNIQUE INDEX shop_item_pkey ON public.shop_item USING btree (shop_id, period, item_code)
CREATE UNIQUE INDEX shop_pkey ON public.shop USING btree (shop_id)
CREATE UNIQUE INDEX shop_shop_code_key ON public.shop USING btree (shop_code)
CREATE UNIQUE INDEX storage_size_pkey ON public.storage_size USING btree (shop_id, place, measured_on)
CREATE UNIQUE INDEX store_server_pkey ON public.store_server USING btree (shop_id, server_code)
CREATE UNIQUE INDEX store_server_shop_pkey ON public.store_server_shop USING btree (shop_id, server_code)
CREATE UNIQUE INDEX transfer_pkey ON public.transfer USING btree (shop_id, transfer_id)
CREATE UNIQUE INDEX trim_run_pkey ON public.trim_run USING btree (shop_id, run_id)
CREATE UNIQUE INDEX upper_command_pkey ON public.upper_command USING btree (shop_id, command_id)
