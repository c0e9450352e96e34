-- When a register last told of an error in a load, whatever the load had come to by then: it stops sending all the same (T2).
ALTER TABLE transfer ADD COLUMN error_told_utc TEXT;
UPDATE transfer SET error_told_utc = ended_utc WHERE state = 'failed' AND reason_code IS NULL AND packages = 0;
CREATE INDEX transfer_error_told ON transfer (error_told_utc) WHERE error_told_utc IS NOT NULL;
