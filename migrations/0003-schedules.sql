-- Groups of shops (glossary §8; a reference table, the same in every place), and what schedules did at their slots.
CREATE TABLE shop_group (
  group_id TEXT NOT NULL PRIMARY KEY,
  group_code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_utc TEXT NOT NULL
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- The group of the shop; NULL = none. grouped_utc = since when.
ALTER TABLE shop ADD COLUMN group_id TEXT;
ALTER TABLE shop ADD COLUMN grouped_utc TEXT;

-- '' = no group. With shop_id '' as well the schedule is that of the whole server.
ALTER TABLE schedule ADD COLUMN group_id TEXT NOT NULL DEFAULT '';
-- Slots before this moment are nobody's: the rule is new, or was resumed or changed then.
ALTER TABLE schedule ADD COLUMN since_utc TEXT NOT NULL DEFAULT '';
ALTER TABLE schedule ADD COLUMN paused_by TEXT;
ALTER TABLE schedule ADD COLUMN paused_utc TEXT;
UPDATE schedule SET since_utc = created_utc;
UPDATE schedule SET paused_utc = created_utc WHERE paused = 1;

-- One run of a schedule in one shop, by the clock of that shop: history, and how far the schedule has come there.
CREATE TABLE schedule_run (
  shop_id TEXT NOT NULL,
  schedule_id BIGINT NOT NULL,
  slot TEXT NOT NULL,
  -- the same in all shops that were asked together
  run_id BIGINT NOT NULL,
  -- paused = nobody was asked, missed_count slots passed
  outcome TEXT NOT NULL CHECK (outcome IN ('on_time', 'caught_up', 'by_hand', 'paused')),
  ran_utc TEXT NOT NULL,
  author TEXT,
  missed_count BIGINT NOT NULL,
  register_count BIGINT NOT NULL,
  requested_count BIGINT NOT NULL,
  running_count BIGINT NOT NULL,
  refused_count BIGINT NOT NULL,
  PRIMARY KEY (shop_id, schedule_id, slot, run_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX schedule_run_by_number ON schedule_run (schedule_id, run_id);
CREATE INDEX schedule_run_by_time ON schedule_run (ran_utc);

INSERT INTO schedule_run (shop_id, schedule_id, slot, run_id, outcome, ran_utc, author, missed_count, register_count,
  requested_count, running_count, refused_count)
SELECT shop_id, schedule_id, slot, DENSE_RANK() OVER (ORDER BY schedule_id, ran_utc), 'on_time', ran_utc, NULL, 0,
  requested_count, requested_count, 0, 0 FROM schedule_slot;
INSERT INTO counter (name, value) SELECT 'schedule_run', COALESCE(MAX(run_id), 0) FROM schedule_run;
DROP TABLE schedule_slot;

-- The run of a schedule that asked for it.
ALTER TABLE transfer ADD COLUMN schedule_run BIGINT;
CREATE INDEX transfer_by_schedule_run ON transfer (schedule_run) WHERE schedule_run IS NOT NULL;
