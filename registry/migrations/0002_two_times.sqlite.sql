ALTER TABLE ledger_entry ADD COLUMN effective_on DATE;

CREATE TABLE ledger_seal (
    number INT PRIMARY KEY,
    until TIMESTAMP NOT NULL,
    entries INT NOT NULL,
    root VARCHAR(64) NOT NULL,
    leaves BLOB NOT NULL,
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT ck_ledger_seal_number CHECK (number >= 1),
    CONSTRAINT ck_ledger_seal_entries CHECK (entries >= 0),
    CONSTRAINT ck_ledger_seal_hash CHECK (length(hash) = 64 AND length(previous_hash) = 64 AND length(root) = 64)
);

CREATE UNIQUE INDEX ix_ledger_seal_until ON ledger_seal (until);

CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal
BEGIN SELECT RAISE(ABORT, 'ledger_seal is append-only'); END;

CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON ledger_seal
BEGIN SELECT RAISE(ABORT, 'ledger_seal is append-only'); END;

CREATE TRIGGER ledger_entry_after_seal BEFORE INSERT ON ledger_entry
WHEN NEW.recorded_at <= (SELECT max(until) FROM ledger_seal)
BEGIN SELECT RAISE(ABORT, 'ledger_entry is recorded before the last seal'); END;
