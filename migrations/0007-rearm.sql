-- Asking registers again (registers A6, 3.4): holes in receipt numbers, registers that are silent or have stopped, clocks.

-- How far the reconciliation has looked at each shift.
CREATE TABLE shift_check (
  shop_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  checked_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, shift_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- A hole in the receipt numbers of a register (C5), with its life. shift_id is the shift in which or before which it lies.
CREATE TABLE receipt_gap (
  shop_id TEXT NOT NULL,
  gap_id BIGINT NOT NULL,
  register_id TEXT NOT NULL,
  shift_id BIGINT NOT NULL,
  first_number BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  -- fewer than first..last when many holes are told of as one
  missing_count BIGINT NOT NULL,
  -- local times of the receipts around it; NULL = not known
  from_at TEXT,
  to_at TEXT,
  cause TEXT NOT NULL CHECK (cause IN ('not_sent', 'set_aside', 'package_broken', 'package_error', 'not_at_register', 'number_jump')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'held', 'absent', 'filled')),
  -- why only a person asks for a held one
  held_by TEXT CHECK (held_by IN ('set_aside', 'number_jump', 'too_old', 'too_long', 'no_times')),
  -- 1 = it has lasted longer than the first pause, and the log tells of it
  told BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  -- times in a row that the register had nothing of the period
  said_none BIGINT NOT NULL,
  appeared_utc TEXT NOT NULL,
  next_ask_utc TEXT,
  asked_utc TEXT,
  transfer_id BIGINT,
  ended_utc TEXT,
  PRIMARY KEY (shop_id, gap_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX receipt_gap_by_id ON receipt_gap (gap_id);
CREATE INDEX receipt_gap_by_shift ON receipt_gap (shop_id, shift_id);
CREATE INDEX receipt_gap_by_register ON receipt_gap (shop_id, register_id, gap_id);
CREATE INDEX receipt_gap_due ON receipt_gap (next_ask_utc) WHERE state = 'waiting';
CREATE INDEX receipt_gap_asked ON receipt_gap (transfer_id) WHERE state = 'asked';

-- A register that is being asked again, and why. One row = one register: pauses grow for the register, not for each hole.
CREATE TABLE register_rearm (
  shop_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('stopped', 'silent', 'gaps', 'new')),
  -- what the stopped register was asked for; NULL = its new sales
  range_from TEXT,
  range_to TEXT,
  since_utc TEXT NOT NULL,
  -- asks in a row that brought nothing
  attempts BIGINT NOT NULL,
  next_ask_utc TEXT,
  asked_utc TEXT,
  transfer_id BIGINT,
  PRIMARY KEY (shop_id, register_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- A register whose clock is wrong. Its times are kept as they came.
CREATE TABLE register_clock (
  shop_id TEXT NOT NULL,
  register_id TEXT NOT NULL,
  -- positive = ahead
  offset_ms BIGINT NOT NULL,
  since_utc TEXT NOT NULL,
  measured_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, register_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;

CREATE INDEX transfer_failed_when ON transfer (ended_utc) WHERE state IN ('failed', 'no_answer');

INSERT INTO counter (name, value) VALUES ('receipt_gap', 0);
