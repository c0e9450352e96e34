-- Sales go on from the server of a store to an upper server (M17).
-- On both: which server of a store brought a package (NULL = the register itself, a broker or a person).
ALTER TABLE package ADD COLUMN server_code TEXT;
-- On the lower one, how far a package is: NULL = nothing is forwarded from here (or it was not looked at yet), due, stored = the
-- upper server has acknowledged it, gone = its bytes are no longer here as they came. A state and no time: the cursor of the line.
ALTER TABLE package ADD COLUMN upper_state TEXT CHECK (upper_state IN ('due', 'stored', 'gone'));
-- The command of the upper server that a due package answers, when it is sent once more.
ALTER TABLE package ADD COLUMN upper_command TEXT;
CREATE INDEX package_to_forward ON package (received_utc, sha256) WHERE upper_state = 'due';
CREATE INDEX package_by_server ON package (server_code, received_utc) WHERE server_code IS NOT NULL;

-- On the upper one: servers of stores that may speak for the registers of their shops. A reference table of the whole server, so
-- its shop is empty.
CREATE TABLE store_server (
  shop_id TEXT NOT NULL,
  server_code TEXT NOT NULL,
  name TEXT,
  -- name in its certificate; NULL = server-<code>
  certificate_name TEXT,
  certificate_required BIGINT NOT NULL,
  created_utc TEXT NOT NULL,
  last_contact_utc TEXT,
  software_version TEXT,
  -- what it told last: packages that it has not brought yet, and since when the oldest waits there
  backlog_count BIGINT,
  backlog_oldest_utc TEXT,
  -- what it told last of registers that are refused here
  refused_count BIGINT,
  certificate_serial TEXT,
  certificate_ends_utc TEXT,
  PRIMARY KEY (shop_id, server_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- The shops whose registers it may speak for.
CREATE TABLE store_server_shop (
  shop_id TEXT NOT NULL,
  server_code TEXT NOT NULL,
  PRIMARY KEY (shop_id, server_code)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- On the lower one: what the upper server has asked for and how far that is.
CREATE TABLE upper_command (
  shop_id TEXT NOT NULL,
  command_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  taken_utc TEXT NOT NULL,
  -- the load of this server that does it; NULL = none was made
  transfer_id BIGINT,
  -- packages that were here already and are sent once more
  packages_again BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'preparing', 'sent', 'nothing', 'failed', 'called_off')),
  -- for failed: a code of the catalogue and its values
  reason_code TEXT,
  reason_details TEXT,
  -- the state that the upper server has noted last
  told_state TEXT,
  ended_utc TEXT,
  PRIMARY KEY (shop_id, command_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX upper_command_to_tell ON upper_command (taken_utc) WHERE ended_utc IS NULL OR told_state IS NULL OR told_state <> state;
CREATE INDEX upper_command_by_transfer ON upper_command (transfer_id);
