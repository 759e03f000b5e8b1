-- Times are milliseconds UTC; documents are JSON as on the wire.
CREATE TABLE farm (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  credential_digest TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  phone TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  pin_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE account_farm (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  PRIMARY KEY (account, farm)
);

-- A session of a browser or a token of a script; the secret itself is nowhere.
CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE farm_plan (
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  document TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (farm, version)
);

CREATE TABLE farm_status (
  farm TEXT PRIMARY KEY REFERENCES farm (id) ON DELETE CASCADE,
  online INTEGER NOT NULL,
  last_seen BIGINT,
  state TEXT
);

CREATE TABLE command (
  id TEXT PRIMARY KEY,
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  zone TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  document TEXT NOT NULL
);
CREATE INDEX command_by_zone ON command (farm, zone, issued_at);
CREATE INDEX command_unanswered ON command (expires_at) WHERE state = 'sent';

CREATE TABLE command_step (
  command TEXT NOT NULL REFERENCES command (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (command, state)
);

CREATE TABLE idempotency_key (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  command TEXT NOT NULL REFERENCES command (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account, name)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

CREATE TABLE run (
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  zone TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  document TEXT NOT NULL,
  PRIMARY KEY (farm, id)
);
CREATE INDEX run_by_time ON run (farm, started_at, id);
CREATE INDEX run_by_zone ON run (farm, zone, started_at);

CREATE TABLE alarm (
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  cleared_at BIGINT,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  document TEXT NOT NULL,
  PRIMARY KEY (farm, id)
);
CREATE INDEX alarm_open ON alarm (farm) WHERE cleared_at IS NULL;
CREATE INDEX alarm_by_time ON alarm (raised_at);

CREATE TABLE notice (
  farm TEXT NOT NULL REFERENCES farm (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (farm, id)
);

-- What was refused at the intake, the newest thousand.
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  farm TEXT NOT NULL,
  topic TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  payload_base64 TEXT NOT NULL
);
