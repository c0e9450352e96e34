-- What was set aside is solved when the same document arrives in a form that can be loaded.

-- UTC, and the package that brought the good copy; NULL = nobody has decided yet.
ALTER TABLE set_aside ADD COLUMN decided_utc TEXT;
ALTER TABLE set_aside ADD COLUMN decided_package TEXT;
CREATE INDEX set_aside_open ON set_aside (shop_id, register_id, set_aside_id) WHERE state = 'open';
