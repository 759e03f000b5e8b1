-- Of a refused payload only the beginning is kept; this is how long it was. 0 for what was refused before.
ALTER TABLE quarantine ADD COLUMN payload_bytes INTEGER NOT NULL DEFAULT 0;

CREATE INDEX quarantine_by_farm ON quarantine (farm, id);
