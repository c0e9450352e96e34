-- Who is to work on a difference, and who gave it to them or took it off, when. What is decided on it stays apart from that.

-- log-in name of a person, or on a server that nobody logs in to a name as it was written; NULL = nobody
ALTER TABLE shift_case ADD COLUMN assigned_to TEXT;
-- also of taking it off; NULL = it was never given to anybody
ALTER TABLE shift_case ADD COLUMN assigned_utc TEXT;
ALTER TABLE shift_case ADD COLUMN assigned_by TEXT;
CREATE INDEX shift_case_assigned ON shift_case (assigned_to, case_id) WHERE assigned_to IS NOT NULL;

/*sqlite: INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('shift_case', 'shift_case_assigned', '10000 100 1'); */
/*sqlite: ANALYZE sqlite_schema; */
