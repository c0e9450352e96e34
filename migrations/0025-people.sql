-- Who gets in (P20): people and programs, what proves who they are, and what they may do where. People belong to the server and not
-- to a shop: their shop_id is '' (every key begins with the shop); person_shop and key_shop name the shops that somebody may see.

-- The log-in name is for ever: what somebody did is told under it. Nobody is deleted, only disabled.
CREATE TABLE person (
  shop_id TEXT NOT NULL,
  login TEXT NOT NULL,
  full_name TEXT,
  -- one of the roles of people in src/domain/access.ts
  role TEXT NOT NULL,
  -- JSON array of rights beside those of the role
  extra_rights TEXT NOT NULL,
  -- 1 = the network, also shops to come; 0 = those of person_shop
  all_shops BIGINT NOT NULL,
  -- argon2id; null = none has been chosen yet
  password_hash TEXT,
  password_changed_utc TEXT,
  -- second factor (RFC 6238), base32; it counts once it was confirmed by a code
  totp_secret TEXT,
  totp_confirmed_utc TEXT,
  -- time step of the last code that was taken: none is taken twice
  totp_last_step BIGINT,
  -- who it is at the provider of OpenID Connect: issuer, space, subject
  provider_subject TEXT,
  created_utc TEXT NOT NULL,
  created_by TEXT,
  disabled_utc TEXT,
  last_login_utc TEXT,
  PRIMARY KEY (shop_id, login)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX person_of_provider ON person (shop_id, provider_subject);

CREATE TABLE person_shop (
  shop_id TEXT NOT NULL,
  login TEXT NOT NULL,
  PRIMARY KEY (shop_id, login)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX person_shop_of_person ON person_shop (login);

-- A log-in and what has become of it; only the hash of the token is known here.
CREATE TABLE session (
  shop_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  login TEXT NOT NULL,
  -- open; code = waits for the second factor; enrol = must set one up first
  stage TEXT NOT NULL,
  -- password, link, provider
  entered_by TEXT NOT NULL,
  address TEXT,
  agent TEXT,
  started_utc TEXT NOT NULL,
  -- last sign that somebody is there
  seen_utc TEXT NOT NULL,
  -- the latest end, whatever is done
  ends_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, token_hash)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX session_of_person ON session (shop_id, login);

-- Keys of programs. A key that has ended or was revoked stays, so that it is refused by its name.
CREATE TABLE access_key (
  shop_id TEXT NOT NULL,
  key_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  -- JSON array
  rights TEXT NOT NULL,
  all_shops BIGINT NOT NULL,
  created_utc TEXT NOT NULL,
  created_by TEXT,
  -- null = no end
  ends_utc TEXT,
  last_used_utc TEXT,
  revoked_utc TEXT,
  revoked_by TEXT,
  PRIMARY KEY (shop_id, key_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE UNIQUE INDEX access_key_of_token ON access_key (shop_id, token_hash);
INSERT INTO counter (name, value) VALUES ('access_key', 0);

CREATE TABLE key_shop (
  shop_id TEXT NOT NULL,
  key_id BIGINT NOT NULL,
  PRIMARY KEY (shop_id, key_id)
) /*sqlite: STRICT, WITHOUT ROWID*/;
CREATE INDEX key_shop_of_key ON key_shop (key_id);

-- Links that let somebody in once: first = make the first administrator, password = choose a password, enter = log straight in.
CREATE TABLE one_time_link (
  shop_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  purpose TEXT NOT NULL,
  login TEXT,
  made_utc TEXT NOT NULL,
  made_by TEXT,
  ends_utc TEXT NOT NULL,
  used_utc TEXT,
  PRIMARY KEY (shop_id, token_hash)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Codes for the day on which the telephone is lost; each is good once.
CREATE TABLE recovery_code (
  shop_id TEXT NOT NULL,
  login TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  used_utc TEXT,
  PRIMARY KEY (shop_id, login, code_hash)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Wrong log-ins in a row, by name and by network address: after some of them the next try must wait, each time longer.
CREATE TABLE login_pause (
  shop_id TEXT NOT NULL,
  -- name or address
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_utc TEXT NOT NULL,
  until_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, kind, subject)
) /*sqlite: STRICT, WITHOUT ROWID*/;
-- Those who look before they write wait for one another here: the first administrator, a code that is good once.
INSERT INTO counter (name, value) VALUES ('access', 0);

-- What an administrator demands of a role.
CREATE TABLE role_rule (
  shop_id TEXT NOT NULL,
  role TEXT NOT NULL,
  second_factor BIGINT NOT NULL,
  changed_utc TEXT NOT NULL,
  changed_by TEXT,
  PRIMARY KEY (shop_id, role)
) /*sqlite: STRICT, WITHOUT ROWID*/;

-- Log-ins at the provider that have begun: what its answer is held against. Each is good once.
CREATE TABLE provider_login (
  shop_id TEXT NOT NULL,
  state_hash TEXT NOT NULL,
  verifier TEXT NOT NULL,
  nonce TEXT NOT NULL,
  return_to TEXT NOT NULL,
  ends_utc TEXT NOT NULL,
  PRIMARY KEY (shop_id, state_hash)
) /*sqlite: STRICT, WITHOUT ROWID*/;
