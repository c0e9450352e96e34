-- What the pages of loads and the log ask for.
-- Sales less refunds of the new documents of a load, in kopecks; NULL = loaded before sums were kept.
ALTER TABLE transfer ADD COLUMN documents_sum BIGINT;
CREATE INDEX transfer_failed ON transfer (shop_id, register_id, transfer_id) WHERE state IN ('failed', 'no_answer');

CREATE INDEX package_by_transfer ON package (transfer_id);

-- The log by time: the count of entries over a period never reads the entries themselves.
CREATE INDEX event_by_time ON event (happened_utc, level, shop_id, register_id);
