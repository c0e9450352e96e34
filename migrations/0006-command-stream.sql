-- Registers that hold a command stream open, because the server cannot call them.

-- When the register opened a stream last; NULL = it never did.
ALTER TABLE register ADD COLUMN stream_opened_utc TEXT;
