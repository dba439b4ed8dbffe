-- Double-random inspections: inspectors, plans of inspections, exclusions and what was drawn
CREATE TABLE inspector (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(60),
    salt VARCHAR(32) NOT NULL,
    external INT NOT NULL,
    specialty VARCHAR(40),
    organization_id CHAR(36) NOT NULL,
    person_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_inspector_code UNIQUE (code),
    CONSTRAINT ck_inspector_specialty CHECK (specialty IS NULL OR specialty IN ('team', 'organization', 'center', 'work', 'siren', 'facility')),
    CONSTRAINT fk_inspector_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspector_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspector_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_inspector_version CHECK (version >= 1),
    CONSTRAINT ck_inspector_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_inspector_who CHECK ((name IS NULL) <> (person_id IS NULL))
);

CREATE INDEX ix_inspector_region ON inspector (region_id);

CREATE INDEX ix_inspector_organization ON inspector (organization_id);

CREATE INDEX ix_inspector_person ON inspector (person_id);

CREATE TABLE inspector_relation (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    note VARCHAR(300) NOT NULL,
    inspector_id CHAR(36) NOT NULL,
    organization_id CHAR(36) NOT NULL,
    CONSTRAINT ck_inspector_relation_kind CHECK (kind IN ('employment', 'kinship', 'interest', 'service', 'other')),
    CONSTRAINT fk_inspector_relation_inspector_id FOREIGN KEY (inspector_id) REFERENCES inspector (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspector_relation_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_inspector_relation_version CHECK (version >= 1),
    CONSTRAINT ck_inspector_relation_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_inspector_relation_inspector ON inspector_relation (inspector_id, valid_from);

CREATE INDEX ix_inspector_relation_organization ON inspector_relation (organization_id);

CREATE TABLE inspection_plan (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    item VARCHAR(200) NOT NULL,
    object_kind VARCHAR(40) NOT NULL,
    method VARCHAR(40) NOT NULL,
    legal_basis VARCHAR(300) NOT NULL,
    ratio_percent SMALLINT,
    objects_wanted INT,
    strata VARCHAR(40) NOT NULL,
    inspectors_per_object SMALLINT NOT NULL,
    recent_days INT NOT NULL,
    local_recusal INT NOT NULL,
    public_value_name VARCHAR(200) NOT NULL,
    public_value_on DATE NOT NULL,
    reveal_by DATE NOT NULL,
    state VARCHAR(40) NOT NULL,
    frozen_on DATE,
    objects_count INT,
    objects_hash VARCHAR(64),
    inspectors_count INT,
    inspectors_hash VARCHAR(64),
    exclusions_count INT NOT NULL,
    manifest TEXT NOT NULL,
    manifest_hash VARCHAR(64),
    commitment VARCHAR(64),
    committed_on DATE,
    secret VARCHAR(64),
    public_value VARCHAR(200),
    seed VARCHAR(64),
    revealed_on DATE,
    shortfall INT,
    published_on DATE,
    overdue_finding_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_inspection_plan_code UNIQUE (code),
    CONSTRAINT ck_inspection_plan_object_kind CHECK (object_kind IN ('team', 'organization', 'center', 'work', 'siren', 'facility')),
    CONSTRAINT ck_inspection_plan_method CHECK (method IN ('on_site', 'documents', 'online', 'entrusted')),
    CONSTRAINT ck_inspection_plan_strata CHECK (strata IN ('none', 'region', 'kind')),
    CONSTRAINT ck_inspection_plan_state CHECK (state IN ('draft', 'frozen', 'committed', 'drawn', 'published')),
    CONSTRAINT fk_inspection_plan_overdue_finding_id FOREIGN KEY (overdue_finding_id) REFERENCES finding (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspection_plan_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_inspection_plan_version CHECK (version >= 1),
    CONSTRAINT ck_inspection_plan_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_inspection_plan_size CHECK ((ratio_percent IS NULL) <> (objects_wanted IS NULL) AND (ratio_percent IS NULL OR ratio_percent BETWEEN 1 AND 100) AND (objects_wanted IS NULL OR objects_wanted >= 1)),
    CONSTRAINT ck_inspection_plan_inspectors CHECK (inspectors_per_object >= 2),
    CONSTRAINT ck_inspection_plan_recent CHECK (recent_days >= 0),
    CONSTRAINT ck_inspection_plan_days CHECK (reveal_by >= public_value_on),
    CONSTRAINT ck_inspection_plan_frozen CHECK (state = 'draft' OR (frozen_on IS NOT NULL AND objects_hash IS NOT NULL AND inspectors_hash IS NOT NULL)),
    CONSTRAINT ck_inspection_plan_committed CHECK (state IN ('draft', 'frozen') OR (committed_on IS NOT NULL AND commitment IS NOT NULL AND manifest_hash IS NOT NULL AND committed_on < public_value_on)),
    CONSTRAINT ck_inspection_plan_secret CHECK (secret IS NULL OR (state IN ('drawn', 'published') AND public_value IS NOT NULL AND seed IS NOT NULL AND revealed_on >= public_value_on)),
    CONSTRAINT ck_inspection_plan_published CHECK (state <> 'published' OR (published_on IS NOT NULL AND secret IS NOT NULL))
);

CREATE INDEX ix_inspection_plan_region ON inspection_plan (region_id, state, reveal_by);

CREATE INDEX ix_inspection_plan_overdue_finding ON inspection_plan (overdue_finding_id);

CREATE TABLE draw_exclusion (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    pool VARCHAR(40) NOT NULL,
    code VARCHAR(40) NOT NULL,
    reason VARCHAR(40) NOT NULL,
    note VARCHAR(300) NOT NULL,
    plan_id CHAR(36) NOT NULL,
    CONSTRAINT uq_draw_exclusion_plan_id_pool_code UNIQUE (plan_id, pool, code),
    CONSTRAINT ck_draw_exclusion_pool CHECK (pool IN ('objects', 'inspectors')),
    CONSTRAINT ck_draw_exclusion_reason CHECK (reason IN ('recently_inspected', 'conflict_of_interest', 'unavailable', 'under_investigation', 'closed', 'other')),
    CONSTRAINT fk_draw_exclusion_plan_id FOREIGN KEY (plan_id) REFERENCES inspection_plan (id) ON DELETE RESTRICT,
    CONSTRAINT ck_draw_exclusion_version CHECK (version >= 1),
    CONSTRAINT ck_draw_exclusion_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE drawn_object (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ordinal INT NOT NULL,
    object_id CHAR(36) NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    stratum VARCHAR(40) NOT NULL,
    undrawable VARCHAR(40),
    plan_id CHAR(36) NOT NULL,
    CONSTRAINT uq_drawn_object_plan_id_ordinal UNIQUE (plan_id, ordinal),
    CONSTRAINT uq_drawn_object_plan_id_code UNIQUE (plan_id, code),
    CONSTRAINT ck_drawn_object_undrawable CHECK (undrawable IS NULL OR undrawable IN ('too_few_inspectors')),
    CONSTRAINT fk_drawn_object_plan_id FOREIGN KEY (plan_id) REFERENCES inspection_plan (id) ON DELETE RESTRICT,
    CONSTRAINT ck_drawn_object_version CHECK (version >= 1),
    CONSTRAINT ck_drawn_object_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_drawn_object_ordinal CHECK (ordinal >= 1)
);

CREATE INDEX ix_drawn_object_object ON drawn_object (object_id);

CREATE TABLE draw_assignment (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ordinal SMALLINT NOT NULL,
    drawn_id CHAR(36) NOT NULL,
    inspector_id CHAR(36) NOT NULL,
    CONSTRAINT uq_draw_assignment_drawn_id_inspector_id UNIQUE (drawn_id, inspector_id),
    CONSTRAINT fk_draw_assignment_drawn_id FOREIGN KEY (drawn_id) REFERENCES drawn_object (id) ON DELETE RESTRICT,
    CONSTRAINT fk_draw_assignment_inspector_id FOREIGN KEY (inspector_id) REFERENCES inspector (id) ON DELETE RESTRICT,
    CONSTRAINT ck_draw_assignment_version CHECK (version >= 1),
    CONSTRAINT ck_draw_assignment_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_draw_assignment_ordinal CHECK (ordinal >= 1)
);

CREATE INDEX ix_draw_assignment_inspector ON draw_assignment (inspector_id);
