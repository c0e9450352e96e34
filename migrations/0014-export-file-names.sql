-- The ERP confirms a file by its name.
CREATE INDEX export_file_by_shop_and_name ON export_file (shop_id, file_name);
