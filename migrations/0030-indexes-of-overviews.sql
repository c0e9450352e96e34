-- Overviews ask what needs somebody, and what came last. Both are few among hundreds of thousands of shifts that are done with, so each
-- question has an index of its own, and a long history costs nothing.

CREATE INDEX shift_by_last_document ON shift (last_document_at) WHERE last_document_at IS NOT NULL;
CREATE INDEX shift_export_failed ON shift_export (shop_id, shift_id) WHERE failed_revision IS NOT NULL;
CREATE INDEX shift_export_by_shop ON shift_export (shop_id, target, exported_utc, shift_id);
CREATE INDEX shift_export_differing ON shift_export (shop_id, shift_id) WHERE confirmed_matches = 0;
CREATE INDEX shift_check_by_time ON shift_check (checked_utc);
CREATE INDEX export_file_not_taken ON export_file (state, shop_id) WHERE state <> 'taken';
CREATE INDEX export_file_taken ON export_file (ended_utc, file_id) WHERE state = 'taken';
CREATE INDEX export_file_confirmed ON export_file (confirmed_utc, file_id) WHERE confirmed_utc IS NOT NULL;
CREATE INDEX package_by_shop ON package (shop_id, received_utc);
/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shift', 'shift_by_last_document', '20000 1'), ('shift_export', 'shift_export_by_shop', '20000 200 200 2 1'), ('shift_export', 'shift_export_failed', '100 2 1'), ('shift_export', 'shift_export_differing', '50 2 1'), ('shift_check', 'shift_check_by_time', '20000 1'); */
/*sqlite: ANALYZE sqlite_schema; */
