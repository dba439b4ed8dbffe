-- Records that may stand for the same thing, what the consistency rules found, and how offices set them
CREATE TABLE match_pair (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    first_id CHAR(36) NOT NULL,
    second_id CHAR(36) NOT NULL,
    score SMALLINT NOT NULL,
    reasons JSON NOT NULL,
    decision VARCHAR(40) NOT NULL,
    decided_on DATE,
    note VARCHAR(300) NOT NULL,
    decided_by_id CHAR(36),
    other_region_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    CONSTRAINT ck_match_pair_kind CHECK (kind IN ('person', 'organization', 'equipment_item', 'shared_resource')),
    CONSTRAINT ck_match_pair_decision CHECK (decision IN ('open', 'same', 'different', 'unsure')),
    CONSTRAINT fk_match_pair_decided_by_id FOREIGN KEY (decided_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_match_pair_other_region_id FOREIGN KEY (other_region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_match_pair_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_match_pair_version CHECK (version >= 1),
    CONSTRAINT ck_match_pair_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_match_pair_score CHECK (score BETWEEN 0 AND 100),
    CONSTRAINT ck_match_pair_order CHECK (first_id < second_id),
    CONSTRAINT uq_match_pair_records UNIQUE (first_id, second_id)
);

CREATE INDEX ix_match_pair_region ON match_pair (region_id, decision);

CREATE INDEX ix_match_pair_other_region ON match_pair (other_region_id);

CREATE INDEX ix_match_pair_decided_by ON match_pair (decided_by_id);

CREATE INDEX ix_match_pair_score ON match_pair (score, id);

CREATE INDEX ix_match_pair_second ON match_pair (second_id);

CREATE TABLE same_as (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    first_id CHAR(36) NOT NULL,
    second_id CHAR(36) NOT NULL,
    other_region_id CHAR(36) NOT NULL,
    pair_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    CONSTRAINT ck_same_as_kind CHECK (kind IN ('person', 'organization', 'equipment_item', 'shared_resource')),
    CONSTRAINT fk_same_as_other_region_id FOREIGN KEY (other_region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_same_as_pair_id FOREIGN KEY (pair_id) REFERENCES match_pair (id) ON DELETE RESTRICT,
    CONSTRAINT fk_same_as_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_same_as_version CHECK (version >= 1),
    CONSTRAINT ck_same_as_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_same_as_order CHECK (first_id < second_id),
    CONSTRAINT uq_same_as_records UNIQUE (first_id, second_id)
);

CREATE INDEX ix_same_as_pair ON same_as (pair_id);

CREATE INDEX ix_same_as_region ON same_as (region_id, kind);

CREATE INDEX ix_same_as_other_region ON same_as (other_region_id);

CREATE TABLE consistency_setting (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    rule VARCHAR(60) NOT NULL,
    enabled INT NOT NULL,
    threshold INT,
    note VARCHAR(300) NOT NULL,
    region_id CHAR(36),
    CONSTRAINT fk_consistency_setting_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_consistency_setting_version CHECK (version >= 1),
    CONSTRAINT ck_consistency_setting_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_consistency_setting_threshold CHECK (threshold IS NULL OR threshold >= 0)
);

CREATE UNIQUE INDEX ux_consistency_setting_office ON consistency_setting (rule, region_id) WHERE valid_to IS NULL;

CREATE UNIQUE INDEX ux_consistency_setting_everywhere ON consistency_setting (rule) WHERE region_id IS NULL AND valid_to IS NULL;

CREATE INDEX ix_consistency_setting_region ON consistency_setting (region_id);

CREATE TABLE consistency_issue (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    rule VARCHAR(60) NOT NULL,
    severity VARCHAR(40) NOT NULL,
    record_table VARCHAR(40) NOT NULL,
    record_id CHAR(36) NOT NULL,
    facts JSON NOT NULL,
    others JSON NOT NULL,
    last_seen_on DATE NOT NULL,
    closed_on DATE,
    accepted_until DATE,
    accepted_reason VARCHAR(300),
    accepted_by_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT ck_consistency_issue_severity CHECK (severity IN ('error', 'warning', 'hint')),
    CONSTRAINT fk_consistency_issue_accepted_by_id FOREIGN KEY (accepted_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_consistency_issue_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_consistency_issue_version CHECK (version >= 1),
    CONSTRAINT ck_consistency_issue_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_consistency_issue_acceptance CHECK ((accepted_until IS NULL) = (accepted_reason IS NULL) AND (accepted_until IS NULL) = (accepted_by_id IS NULL)),
    CONSTRAINT ck_consistency_issue_closing CHECK (closed_on IS NULL OR valid_to IS NOT NULL)
);

CREATE UNIQUE INDEX ux_consistency_issue_open ON consistency_issue (rule, record_id) WHERE closed_on IS NULL;

CREATE INDEX ix_consistency_issue_record ON consistency_issue (record_id);

CREATE INDEX ix_consistency_issue_region ON consistency_issue (region_id, rule);

CREATE INDEX ix_consistency_issue_accepted_by ON consistency_issue (accepted_by_id);

CREATE INDEX ix_consistency_issue_first_seen ON consistency_issue (valid_from, id);
