-- A schedule asks no register to which no way leads: it has no command address and never opened a command stream.

-- How many registers of the run were refused for that; part of refused_count.
ALTER TABLE schedule_run ADD COLUMN no_way_count BIGINT NOT NULL DEFAULT 0;
