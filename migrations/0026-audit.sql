-- Who did what to which object, from where, with the old and the new value: the audit trail. Each entry holds the hash of the one
-- before it, and nothing in it is ever changed or removed. One chain for the whole server, so its key is the number of the entry and
-- does not begin with the shop.
CREATE TABLE audit_entry (
  -- 1, 2, 3 … without a gap
  number BIGINT NOT NULL PRIMARY KEY,
  happened_utc TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'key', 'command-line', 'server', 'anybody')),
  -- '' = anybody who gave no name
  actor_name TEXT NOT NULL,
  -- NULL = at the server itself
  actor_address TEXT,
  channel TEXT NOT NULL CHECK (channel IN ('web', 'api', 'command-line', 'schedule')),
  verb TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  -- as people write it: 12/3, T-88, D-12; '' = the whole server
  object_key TEXT NOT NULL,
  -- NULL = of no single shop
  shop_code TEXT,
  -- canonical JSON; NULL = there was none, or is none any more
  old_value TEXT,
  new_value TEXT,
  -- the words of a person, or the code of a refusal
  reason TEXT,
  result TEXT NOT NULL CHECK (result IN ('done', 'refused', 'failed')),
  -- SHA-256 in hexadecimal digits: of the entry before (zeroes before the first), and of this one
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX audit_entry_by_time ON audit_entry (happened_utc, number);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_name, number);
CREATE INDEX audit_entry_by_object ON audit_entry (object_kind, object_key, number);
CREATE INDEX audit_entry_by_shop ON audit_entry (shop_code, number) WHERE shop_code IS NOT NULL;

-- Whoever may write SQL cannot change or remove an entry by mistake; who takes these away is found by the chain.
/*sqlite: CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;*/
/*sqlite: CREATE TRIGGER audit_entry_unremoved BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;*/
/*sqlite: CREATE TRIGGER audit_entry_unreplaced BEFORE INSERT ON audit_entry WHEN EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;*/
-- Empty tables may be emptied: a backup that is restored does that first.
/*postgres: CREATE FUNCTION audit_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM audit_entry) THEN RETURN NULL; END IF; RAISE EXCEPTION 'audit_entry is append-only'; END $$;*/
/*postgres: CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_is_kept();*/
/*postgres: CREATE TRIGGER audit_entry_untruncated BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_kept();*/

INSERT INTO counter (name, value) VALUES ('audit_entry', 0);
