ALTER TABLE ledger_entry ADD COLUMN effective_on DATE;

CREATE TABLE ledger_seal (
    number INT PRIMARY KEY,
    until TIMESTAMPTZ NOT NULL,
    entries INT NOT NULL,
    root VARCHAR(64) NOT NULL,
    leaves BYTEA NOT NULL,
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT ck_ledger_seal_number CHECK (number >= 1),
    CONSTRAINT ck_ledger_seal_entries CHECK (entries >= 0),
    CONSTRAINT ck_ledger_seal_hash CHECK (length(hash) = 64 AND length(previous_hash) = 64 AND length(root) = 64)
);

CREATE UNIQUE INDEX ix_ledger_seal_until ON ledger_seal (until);

CREATE FUNCTION refuse_seal_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger_seal is append-only' USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER ledger_seal_no_change BEFORE UPDATE OR DELETE ON ledger_seal
FOR EACH ROW EXECUTE FUNCTION refuse_seal_change();

CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal_change();

CREATE FUNCTION refuse_entry_before_seal() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.recorded_at <= (SELECT max(until) FROM ledger_seal) THEN
        RAISE EXCEPTION 'ledger_entry is recorded before the last seal' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_after_seal BEFORE INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION refuse_entry_before_seal();
