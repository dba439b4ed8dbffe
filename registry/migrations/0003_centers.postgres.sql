ALTER TABLE mobilization_center ADD COLUMN rectify_by DATE;

CREATE TABLE center_review (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    step VARCHAR(40) NOT NULL,
    outcome VARCHAR(40),
    body VARCHAR(120) NOT NULL,
    reviewers VARCHAR(300) NOT NULL,
    opinion TEXT NOT NULL,
    document_number VARCHAR(60),
    last_day DATE,
    objections INT NOT NULL,
    objections_open INT NOT NULL,
    due_on DATE,
    center_id UUID NOT NULL,
    CONSTRAINT ck_center_review_step CHECK (step IN ('application', 'city_review', 'site_visit', 'public_notice', 'designation', 'reinspection_start', 'reinspection', 'rectification', 'withdrawal')),
    CONSTRAINT ck_center_review_outcome CHECK (outcome IN ('passed', 'conditional', 'failed')),
    CONSTRAINT ck_center_review_notice CHECK ((step = 'public_notice') = (last_day IS NOT NULL) AND (last_day IS NULL OR last_day >= valid_from)),
    CONSTRAINT ck_center_review_objections CHECK (objections_open >= 0 AND objections >= objections_open),
    CONSTRAINT ck_center_review_due_on CHECK (due_on IS NULL OR due_on > valid_from),
    CONSTRAINT fk_center_review_center_id FOREIGN KEY (center_id) REFERENCES mobilization_center (id) ON DELETE RESTRICT,
    CONSTRAINT ck_center_review_version CHECK (version >= 1),
    CONSTRAINT ck_center_review_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_center_review_center ON center_review (center_id, valid_from);

CREATE TABLE center_check (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    item VARCHAR(40) NOT NULL,
    result VARCHAR(40) NOT NULL,
    note TEXT NOT NULL,
    center_id UUID NOT NULL,
    CONSTRAINT uq_center_check_day UNIQUE (center_id, item, valid_from),
    CONSTRAINT ck_center_check_item CHECK (item IN ('reserves', 'products', 'technology', 'technical_team', 'plan')),
    CONSTRAINT ck_center_check_result CHECK (result IN ('met', 'partly', 'not_met')),
    CONSTRAINT fk_center_check_center_id FOREIGN KEY (center_id) REFERENCES mobilization_center (id) ON DELETE RESTRICT,
    CONSTRAINT ck_center_check_version CHECK (version >= 1),
    CONSTRAINT ck_center_check_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE capability_verification (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    method VARCHAR(40) NOT NULL,
    verifier VARCHAR(120) NOT NULL,
    measured_per_day INT,
    measured_conversion_hours INT,
    note TEXT NOT NULL,
    capability_id UUID NOT NULL,
    CONSTRAINT ck_capability_verification_method CHECK (method IN ('drill', 'document', 'inspection')),
    CONSTRAINT ck_capability_verification_measured CHECK (measured_per_day >= 0 AND measured_conversion_hours >= 0),
    CONSTRAINT fk_capability_verification_capability_id FOREIGN KEY (capability_id) REFERENCES capability_item (id) ON DELETE RESTRICT,
    CONSTRAINT ck_capability_verification_version CHECK (version >= 1),
    CONSTRAINT ck_capability_verification_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_capability_verification_capability ON capability_verification (capability_id, valid_from);

CREATE INDEX ix_mobilization_center_designated_on ON mobilization_center (designated_on);
