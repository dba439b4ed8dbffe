-- The five-level network: towns, communities and managed estates become regions. The check of the levels
-- and the width of the code change; the rest of the table stays as it is, named here in its order:
-- CONSTRAINT uq_region_code
ALTER TABLE region ALTER COLUMN code TYPE VARCHAR(20);

ALTER TABLE region DROP CONSTRAINT "ck_region_level";

ALTER TABLE region ADD CONSTRAINT ck_region_level CHECK (level IN ('nation', 'province', 'prefecture', 'county', 'town', 'community', 'estate'));

-- CONSTRAINT fk_region_parent_id, CONSTRAINT ck_region_version, CONSTRAINT ck_region_validity,
-- CONSTRAINT ck_region_latitude, CONSTRAINT ck_region_longitude, INDEX ix_region_parent

CREATE TABLE work (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    address VARCHAR(200) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    grade VARCHAR(40) NOT NULL,
    area_m2 INT NOT NULL,
    built_year INT,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    maintainer_id UUID,
    owner_id UUID,
    region_id UUID NOT NULL,
    CONSTRAINT uq_work_code UNIQUE (code),
    CONSTRAINT ck_work_kind CHECK (kind IN ('early', 'attached', 'single')),
    CONSTRAINT ck_work_grade CHECK (grade IN ('class_a', 'class_b', 'unrated')),
    CONSTRAINT ck_work_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT ck_work_built_year CHECK (built_year BETWEEN 1900 AND 2200),
    CONSTRAINT ck_work_position CHECK ((latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
    CONSTRAINT fk_work_maintainer_id FOREIGN KEY (maintainer_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_owner_id FOREIGN KEY (owner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_work_version CHECK (version >= 1),
    CONSTRAINT ck_work_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_work_region ON work (region_id, code);

CREATE INDEX ix_work_owner ON work (owner_id);

CREATE INDEX ix_work_maintainer ON work (maintainer_id);

CREATE TABLE work_survey (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    method VARCHAR(40) NOT NULL,
    surveyor VARCHAR(120) NOT NULL,
    drawings VARCHAR(200) NOT NULL,
    area_m2 INT,
    work_id UUID NOT NULL,
    CONSTRAINT ck_work_survey_method CHECK (method IN ('total_station', 'laser_scan', 'tape', 'drawings')),
    CONSTRAINT ck_work_survey_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT fk_work_survey_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_work_survey_version CHECK (version >= 1),
    CONSTRAINT ck_work_survey_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_work_survey_work ON work_survey (work_id, valid_from);

CREATE TABLE structural_test (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    method VARCHAR(40) NOT NULL,
    tester VARCHAR(120) NOT NULL,
    grade VARCHAR(40) NOT NULL,
    report_number VARCHAR(60) NOT NULL,
    work_id UUID NOT NULL,
    CONSTRAINT ck_structural_test_method CHECK (method IN ('visual', 'rebound', 'core', 'ultrasonic', 'monitoring')),
    CONSTRAINT ck_structural_test_grade CHECK (grade IN ('a', 'b', 'c', 'd')),
    CONSTRAINT fk_structural_test_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_structural_test_version CHECK (version >= 1),
    CONSTRAINT ck_structural_test_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_structural_test_work ON structural_test (work_id, valid_from);

CREATE INDEX ix_structural_test_end ON structural_test (valid_to);

CREATE TABLE work_classification (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    usage_class VARCHAR(40) NOT NULL,
    basis VARCHAR(200) NOT NULL,
    disposal_plan VARCHAR(500) NOT NULL,
    decided_by VARCHAR(120) NOT NULL,
    work_id UUID NOT NULL,
    CONSTRAINT uq_work_classification_day UNIQUE (work_id, valid_from),
    CONSTRAINT ck_work_classification_usage_class CHECK (usage_class IN ('keep', 'renovate', 'withdraw', 'decommission')),
    CONSTRAINT ck_work_classification_disposal_plan CHECK (usage_class IN ('keep', 'renovate') OR disposal_plan <> ''),
    CONSTRAINT fk_work_classification_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_work_classification_version CHECK (version >= 1),
    CONSTRAINT ck_work_classification_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE work_project (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    stage VARCHAR(40) NOT NULL,
    area_m2 INT NOT NULL,
    builder_id UUID,
    region_id UUID NOT NULL,
    work_id UUID,
    CONSTRAINT uq_work_project_code UNIQUE (code),
    CONSTRAINT ck_work_project_stage CHECK (stage IN ('design', 'started', 'building', 'suspended', 'completed', 'accepted', 'cancelled')),
    CONSTRAINT ck_work_project_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT fk_work_project_builder_id FOREIGN KEY (builder_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_project_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_project_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_work_project_version CHECK (version >= 1),
    CONSTRAINT ck_work_project_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_work_project_region ON work_project (region_id, code);

CREATE INDEX ix_work_project_builder ON work_project (builder_id);

CREATE INDEX ix_work_project_work ON work_project (work_id);

CREATE TABLE project_step (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    stage VARCHAR(40) NOT NULL,
    document VARCHAR(200) NOT NULL,
    project_id UUID NOT NULL,
    CONSTRAINT uq_project_step_day UNIQUE (project_id, valid_from),
    CONSTRAINT ck_project_step_stage CHECK (stage IN ('design', 'started', 'building', 'suspended', 'completed', 'accepted', 'cancelled')),
    CONSTRAINT fk_project_step_project_id FOREIGN KEY (project_id) REFERENCES work_project (id) ON DELETE RESTRICT,
    CONSTRAINT ck_project_step_version CHECK (version >= 1),
    CONSTRAINT ck_project_step_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE work_acceptance (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    area_m2 INT NOT NULL,
    document VARCHAR(200) NOT NULL,
    project_id UUID NOT NULL,
    CONSTRAINT ck_work_acceptance_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT fk_work_acceptance_project_id FOREIGN KEY (project_id) REFERENCES work_project (id) ON DELETE RESTRICT,
    CONSTRAINT ck_work_acceptance_version CHECK (version >= 1),
    CONSTRAINT ck_work_acceptance_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_work_acceptance_project ON work_acceptance (project_id);

CREATE INDEX ix_work_acceptance_day ON work_acceptance (valid_from);

CREATE TABLE shelter_opening (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    purpose VARCHAR(40) NOT NULL,
    capacity_persons INT NOT NULL,
    area_m2 INT,
    work_id UUID NOT NULL,
    CONSTRAINT ck_shelter_opening_purpose CHECK (purpose IN ('cooling', 'refuge', 'culture')),
    CONSTRAINT ck_shelter_opening_capacity_persons CHECK (capacity_persons > 0),
    CONSTRAINT ck_shelter_opening_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT fk_shelter_opening_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_shelter_opening_version CHECK (version >= 1),
    CONSTRAINT ck_shelter_opening_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_shelter_opening_work ON shelter_opening (work_id, valid_from);

CREATE TABLE parking_fact (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    bays INT NOT NULL,
    work_id UUID NOT NULL,
    CONSTRAINT ck_parking_fact_bays CHECK (bays > 0),
    CONSTRAINT fk_parking_fact_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_parking_fact_version CHECK (version >= 1),
    CONSTRAINT ck_parking_fact_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_parking_fact_work ON parking_fact (work_id, valid_from);

CREATE TABLE use_certificate (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    use VARCHAR(40) NOT NULL,
    area_m2 INT NOT NULL,
    contract_on DATE NOT NULL,
    contract_until DATE NOT NULL,
    decided_on DATE,
    decision VARCHAR(200) NOT NULL,
    number VARCHAR(60),
    issued_on DATE,
    expires_on DATE,
    revoked_on DATE,
    organization_id UUID NOT NULL,
    renews_id UUID,
    work_id UUID NOT NULL,
    CONSTRAINT uq_use_certificate_code UNIQUE (code),
    CONSTRAINT uq_use_certificate_number UNIQUE (number),
    CONSTRAINT ck_use_certificate_use CHECK (use IN ('parking', 'commerce', 'storage', 'culture', 'cooling', 'other')),
    CONSTRAINT ck_use_certificate_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT ck_use_certificate_contract CHECK (contract_until > contract_on),
    CONSTRAINT ck_use_certificate_number CHECK ((number IS NULL) = (issued_on IS NULL) AND (number IS NULL) = (expires_on IS NULL) AND (number IS NULL OR decided_on IS NOT NULL)),
    CONSTRAINT ck_use_certificate_expires_on CHECK (expires_on > issued_on),
    CONSTRAINT ck_use_certificate_revoked_on CHECK (revoked_on IS NULL OR (number IS NOT NULL AND revoked_on >= issued_on)),
    CONSTRAINT ck_use_certificate_decided_on CHECK (decided_on >= valid_from),
    CONSTRAINT fk_use_certificate_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_use_certificate_renews_id FOREIGN KEY (renews_id) REFERENCES use_certificate (id) ON DELETE RESTRICT,
    CONSTRAINT fk_use_certificate_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT ck_use_certificate_version CHECK (version >= 1),
    CONSTRAINT ck_use_certificate_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_use_certificate_work ON use_certificate (work_id, valid_from);

CREATE INDEX ix_use_certificate_organization ON use_certificate (organization_id);

CREATE INDEX ix_use_certificate_renews ON use_certificate (renews_id);

CREATE INDEX ix_use_certificate_issued ON use_certificate (issued_on, expires_on);

CREATE TABLE certificate_change (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    use VARCHAR(40),
    area_m2 INT,
    expires_on DATE,
    wanted_on DATE NOT NULL,
    accepted BOOLEAN,
    decided_on DATE,
    decision VARCHAR(200) NOT NULL,
    entered_on DATE,
    certificate_id UUID NOT NULL,
    organization_id UUID,
    CONSTRAINT ck_certificate_change_use CHECK (use IN ('parking', 'commerce', 'storage', 'culture', 'cooling', 'other')),
    CONSTRAINT ck_certificate_change_area_m2 CHECK (area_m2 > 0),
    CONSTRAINT ck_certificate_change_accepted CHECK ((accepted IS NULL) = (decided_on IS NULL)),
    CONSTRAINT ck_certificate_change_wanted_on CHECK (wanted_on >= valid_from),
    CONSTRAINT ck_certificate_change_entered_on CHECK (entered_on IS NULL OR (accepted IS NOT NULL AND entered_on >= wanted_on)),
    CONSTRAINT fk_certificate_change_certificate_id FOREIGN KEY (certificate_id) REFERENCES use_certificate (id) ON DELETE RESTRICT,
    CONSTRAINT fk_certificate_change_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_certificate_change_version CHECK (version >= 1),
    CONSTRAINT ck_certificate_change_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_certificate_change_certificate ON certificate_change (certificate_id, valid_from);

CREATE INDEX ix_certificate_change_organization ON certificate_change (organization_id);

CREATE TABLE responsible_body (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    level VARCHAR(40) NOT NULL,
    duty_phone VARCHAR(40),
    salt VARCHAR(32) NOT NULL,
    organization_id UUID NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT ck_responsible_body_level CHECK (level IN ('city', 'district', 'town', 'community', 'property')),
    CONSTRAINT fk_responsible_body_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_responsible_body_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_responsible_body_version CHECK (version >= 1),
    CONSTRAINT ck_responsible_body_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_responsible_body_region ON responsible_body (region_id, valid_from);

CREATE INDEX ix_responsible_body_organization ON responsible_body (organization_id);

CREATE TABLE rule_text (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    subject VARCHAR(40) NOT NULL,
    text TEXT,
    text_en TEXT,
    mark VARCHAR(40) NOT NULL,
    citation VARCHAR(300) NOT NULL,
    filled_on DATE,
    filled_by_id UUID,
    region_id UUID,
    CONSTRAINT uq_rule_text_code UNIQUE (code, region_id),
    CONSTRAINT ck_rule_text_subject CHECK (subject IN ('training', 'centers', 'mobilization', 'works', 'certificates', 'other')),
    CONSTRAINT ck_rule_text_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT ck_rule_text_text CHECK ((text IS NULL) = (filled_on IS NULL)),
    CONSTRAINT fk_rule_text_filled_by_id FOREIGN KEY (filled_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_rule_text_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_rule_text_version CHECK (version >= 1),
    CONSTRAINT ck_rule_text_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_rule_text_region ON rule_text (region_id);

CREATE INDEX ix_rule_text_filled_by ON rule_text (filled_by_id);

CREATE TABLE rule_figure (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(60) NOT NULL,
    title VARCHAR(120) NOT NULL,
    title_en VARCHAR(120) NOT NULL,
    value INT NOT NULL,
    unit VARCHAR(20) NOT NULL,
    mark VARCHAR(40) NOT NULL,
    citation VARCHAR(300) NOT NULL,
    region_id UUID,
    rule_id UUID NOT NULL,
    CONSTRAINT uq_rule_figure_code UNIQUE (code, region_id),
    CONSTRAINT ck_rule_figure_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT ck_rule_figure_value CHECK (value >= 0),
    CONSTRAINT fk_rule_figure_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_rule_figure_rule_id FOREIGN KEY (rule_id) REFERENCES rule_text (id) ON DELETE RESTRICT,
    CONSTRAINT ck_rule_figure_version CHECK (version >= 1),
    CONSTRAINT ck_rule_figure_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_rule_figure_rule ON rule_figure (rule_id);

CREATE INDEX ix_rule_figure_region ON rule_figure (region_id);
