CREATE TABLE import_batch (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    requested_at TIMESTAMPTZ NOT NULL,
    register VARCHAR(40) NOT NULL,
    file_name VARCHAR(200) NOT NULL,
    file_hash VARCHAR(64) NOT NULL,
    file_bytes INT NOT NULL,
    state VARCHAR(40) NOT NULL,
    mode VARCHAR(40),
    apply_reason VARCHAR(300) NOT NULL,
    mapping JSONB NOT NULL,
    rows INT NOT NULL,
    new_rows INT NOT NULL,
    changed_rows INT NOT NULL,
    unchanged_rows INT NOT NULL,
    conflicting_rows INT NOT NULL,
    rejected_rows INT NOT NULL,
    warnings INT NOT NULL,
    change_id UUID,
    undo_change_id UUID,
    progress JSONB,
    outcome JSONB,
    cancel_requested BOOLEAN NOT NULL,
    region_id UUID NOT NULL,
    requested_by_id UUID NOT NULL,
    CONSTRAINT ck_import_batch_state CHECK (state IN ('uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'refused', 'failed')),
    CONSTRAINT ck_import_batch_mode CHECK (mode IN ('all_or_nothing', 'accept_good')),
    CONSTRAINT ck_import_batch_file_hash CHECK (length(file_hash) = 64),
    CONSTRAINT ck_import_batch_file_bytes CHECK (file_bytes >= 0),
    CONSTRAINT ck_import_batch_rows CHECK (
        rows = new_rows + changed_rows + unchanged_rows + conflicting_rows + rejected_rows
        AND new_rows >= 0 AND changed_rows >= 0 AND unchanged_rows >= 0
        AND conflicting_rows >= 0 AND rejected_rows >= 0
    ),
    CONSTRAINT ck_import_batch_warnings CHECK (warnings >= 0),
    CONSTRAINT fk_import_batch_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_import_batch_requested_by_id FOREIGN KEY (requested_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_import_batch_version CHECK (version >= 1),
    CONSTRAINT ck_import_batch_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_import_batch_region ON import_batch (region_id, requested_at);

CREATE INDEX ix_import_batch_requested_by ON import_batch (requested_by_id);

CREATE INDEX ix_import_batch_requested_at ON import_batch (requested_at, id);

CREATE TABLE column_mapping (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    register VARCHAR(40) NOT NULL,
    mapping JSONB NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT uq_column_mapping_register UNIQUE (region_id, register),
    CONSTRAINT fk_column_mapping_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_column_mapping_version CHECK (version >= 1),
    CONSTRAINT ck_column_mapping_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE export_log (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    exported_at TIMESTAMPTZ NOT NULL,
    register VARCHAR(40) NOT NULL,
    form VARCHAR(40) NOT NULL,
    language VARCHAR(2) NOT NULL,
    rows INT NOT NULL,
    bytes INT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    is_masked BOOLEAN NOT NULL,
    region_id UUID NOT NULL,
    principal_id UUID NOT NULL,
    CONSTRAINT ck_export_log_form CHECK (form IN ('xlsx', 'csv', 'jsonl')),
    CONSTRAINT ck_export_log_language CHECK (language IN ('zh', 'en')),
    CONSTRAINT ck_export_log_rows CHECK (rows >= 0),
    CONSTRAINT ck_export_log_bytes CHECK (bytes >= 0),
    CONSTRAINT ck_export_log_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT fk_export_log_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_export_log_principal_id FOREIGN KEY (principal_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_export_log_version CHECK (version >= 1),
    CONSTRAINT ck_export_log_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_export_log_region ON export_log (region_id);

CREATE INDEX ix_export_log_principal ON export_log (principal_id);

CREATE INDEX ix_export_log_exported_at ON export_log (exported_at, id);
