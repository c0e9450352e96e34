-- Requests for sales and what became of each (registers 9). One row = one transfer, known to people as T-<number>.
-- Packages that a register sends without being asked have one too: cause receipt, shift or register.
CREATE TABLE transfer (
  shop_id TEXT NOT NULL,
  transfer_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('receipt', 'shift', 'schedule', 'person', 'erp', 'register', 'server', 'file')),
  -- who asked, in words; NULL = nobody but the server
  author TEXT,
  range_kind TEXT NOT NULL CHECK (range_kind IN ('new', 'dates', 'shifts', 'none')),
  -- local times of the shop, or numbers of shifts
  range_from TEXT,
  range_to TEXT,
  state TEXT NOT NULL CHECK (state IN ('requested', 'accepted', 'preparing', 'sent', 'received', 'loaded', 'done', 'empty', 'already', 'failed', 'no_answer', 'cancelled')),
  -- the running state in which it ended
  ended_in TEXT,
  reason_code TEXT,
  reason_details TEXT,
  -- the last words of the register
  message_ru TEXT,
  message_en TEXT,
  attempts BIGINT NOT NULL,
  next_attempt_utc TEXT,
  -- when the time of the state is over
  silence_utc TEXT,
  overdue BIGINT NOT NULL,
  requested_utc TEXT NOT NULL,
  accepted_utc TEXT,
  preparing_utc TEXT,
  sent_utc TEXT,
  received_utc TEXT,
  loaded_utc TEXT,
  ended_utc TEXT,
  packages BIGINT NOT NULL,
  documents_new BIGINT NOT NULL,
  documents_same BIGINT NOT NULL,
  shift_count BIGINT NOT NULL,
  -- shifts whose reported sums differ from the counted ones
  differing_count BIGINT NOT NULL,
  PRIMARY KEY (shop_id, transfer_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX transfer_by_id ON transfer (transfer_id);
CREATE INDEX transfer_by_register ON transfer (shop_id, register_id, transfer_id);
CREATE INDEX transfer_running ON transfer (shop_id, register_id, transfer_id) WHERE ended_utc IS NULL;
CREATE INDEX transfer_to_ask ON transfer (next_attempt_utc) WHERE next_attempt_utc IS NOT NULL;
CREATE INDEX transfer_silent ON transfer (silence_utc) WHERE silence_utc IS NOT NULL;

INSERT INTO counter (name, value) VALUES ('transfer', 0), ('schedule', 0);

-- When registers are asked by themselves (M2). shop_id '' = the whole server, register_id '' = all registers of the shop.
CREATE TABLE schedule (
  shop_id TEXT NOT NULL,
  schedule_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  -- a SlotRule of the domain as JSON; its times are local to each shop
  rule TEXT NOT NULL,
  paused BIGINT NOT NULL,
  author TEXT,
  created_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, schedule_id)
) /*sqlite: STRICT*/;

-- Slots that were run, for each shop by its own clock: history, and how far the schedule has come.
CREATE TABLE schedule_slot (
  shop_id TEXT NOT NULL,
  schedule_id BIGINT NOT NULL,
  slot TEXT NOT NULL,
  ran_utc TEXT NOT NULL,
  requested_count BIGINT NOT NULL,
  PRIMARY KEY (shop_id, schedule_id, slot)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- The transfer that a package belongs to.
ALTER TABLE package ADD COLUMN transfer_id BIGINT;

-- Where the command service of the register listens; NULL = not known.
ALTER TABLE register ADD COLUMN command_host TEXT;
ALTER TABLE register ADD COLUMN command_port BIGINT;

-- 1 = the register is still to be told its settings (ids, protocol, addresses of the server).
ALTER TABLE register ADD COLUMN sync_due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE register ADD COLUMN sync_next_utc TEXT;
ALTER TABLE register ADD COLUMN sync_attempts BIGINT NOT NULL DEFAULT 0;
CREATE INDEX register_to_sync ON register (sync_next_utc) WHERE sync_due = 1;
