-- Check lists, checks, hazards; findings of checks and hazards, and later deadlines for them

CREATE TABLE check_list (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    region_id UUID,
    code VARCHAR(40) NOT NULL,
    edition INT NOT NULL,
    object_kind VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    CONSTRAINT ck_check_list_object_kind CHECK (object_kind IN ('team', 'organization', 'center', 'work', 'siren', 'facility')),
    CONSTRAINT ck_check_list_edition CHECK (edition >= 1),
    CONSTRAINT fk_check_list_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_check_list_version CHECK (version >= 1),
    CONSTRAINT ck_check_list_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_check_list_code ON check_list (code, edition);

CREATE INDEX ix_check_list_region ON check_list (region_id, code);

CREATE TABLE check_item (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    check_list_id UUID NOT NULL,
    ordinal INT NOT NULL,
    text VARCHAR(200) NOT NULL,
    text_en VARCHAR(200) NOT NULL,
    basis VARCHAR(300) NOT NULL,
    severity VARCHAR(40) NOT NULL,
    CONSTRAINT ck_check_item_severity CHECK (severity IN ('minor', 'considerable', 'major')),
    CONSTRAINT ck_check_item_ordinal CHECK (ordinal >= 1),
    CONSTRAINT fk_check_item_check_list_id FOREIGN KEY (check_list_id) REFERENCES check_list (id) ON DELETE RESTRICT,
    CONSTRAINT ck_check_item_version CHECK (version >= 1),
    CONSTRAINT ck_check_item_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_check_item_ordinal ON check_item (check_list_id, ordinal);

CREATE TABLE inspection_check (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    region_id UUID NOT NULL,
    object_kind VARCHAR(40) NOT NULL,
    object_id UUID NOT NULL,
    object_label VARCHAR(200) NOT NULL,
    team_id UUID,
    plan_id UUID,
    check_list_id UUID NOT NULL,
    corrects_id UUID,
    edition INT NOT NULL,
    state VARCHAR(40) NOT NULL,
    planned_on DATE NOT NULL,
    held_on DATE,
    result VARCHAR(40),
    note VARCHAR(1000) NOT NULL,
    published_on DATE,
    publication VARCHAR(300) NOT NULL,
    CONSTRAINT ck_inspection_check_object_kind CHECK (object_kind IN ('team', 'organization', 'center', 'work', 'siren', 'facility')),
    CONSTRAINT ck_inspection_check_state CHECK (state IN ('planned', 'held', 'published', 'cancelled')),
    CONSTRAINT ck_inspection_check_result CHECK (result IS NULL OR result IN ('nothing_found', 'rectify', 'uncooperative', 'other')),
    CONSTRAINT ck_inspection_check_edition CHECK ((edition = 1) = (corrects_id IS NULL) AND edition >= 1),
    CONSTRAINT ck_inspection_check_held_on CHECK ((state IN ('held', 'published')) = (held_on IS NOT NULL) AND (held_on IS NULL) = (result IS NULL)),
    CONSTRAINT ck_inspection_check_published_on CHECK ((state = 'published') = (published_on IS NOT NULL) AND (published_on IS NULL OR published_on >= held_on)),
    CONSTRAINT fk_inspection_check_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspection_check_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspection_check_check_list_id FOREIGN KEY (check_list_id) REFERENCES check_list (id) ON DELETE RESTRICT,
    CONSTRAINT fk_inspection_check_corrects_id FOREIGN KEY (corrects_id) REFERENCES inspection_check (id) ON DELETE RESTRICT,
    CONSTRAINT ck_inspection_check_version CHECK (version >= 1),
    CONSTRAINT ck_inspection_check_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_inspection_check_corrects ON inspection_check (corrects_id);

CREATE INDEX ix_inspection_check_region ON inspection_check (region_id, state, planned_on);

CREATE INDEX ix_inspection_check_object ON inspection_check (object_id);

CREATE INDEX ix_inspection_check_team ON inspection_check (team_id);

CREATE INDEX ix_inspection_check_plan ON inspection_check (plan_id);

CREATE INDEX ix_inspection_check_list ON inspection_check (check_list_id);

CREATE INDEX ix_inspection_check_planned ON inspection_check (planned_on);

CREATE TABLE check_inspector (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    check_id UUID NOT NULL,
    region_id UUID NOT NULL,
    organization_id UUID,
    inspector_id UUID,
    name VARCHAR(80) NOT NULL,
    salt VARCHAR(32) NOT NULL,
    third_party BOOLEAN NOT NULL,
    CONSTRAINT fk_check_inspector_check_id FOREIGN KEY (check_id) REFERENCES inspection_check (id) ON DELETE RESTRICT,
    CONSTRAINT fk_check_inspector_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_check_inspector_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_check_inspector_version CHECK (version >= 1),
    CONSTRAINT ck_check_inspector_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_check_inspector_check ON check_inspector (check_id);

CREATE INDEX ix_check_inspector_region ON check_inspector (region_id);

CREATE INDEX ix_check_inspector_organization ON check_inspector (organization_id);

CREATE INDEX ix_check_inspector_inspector ON check_inspector (inspector_id);

CREATE TABLE check_answer (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    check_id UUID NOT NULL,
    item_id UUID NOT NULL,
    answer VARCHAR(40) NOT NULL,
    note VARCHAR(300) NOT NULL,
    CONSTRAINT ck_check_answer_answer CHECK (answer IN ('yes', 'no', 'na')),
    CONSTRAINT fk_check_answer_check_id FOREIGN KEY (check_id) REFERENCES inspection_check (id) ON DELETE RESTRICT,
    CONSTRAINT fk_check_answer_item_id FOREIGN KEY (item_id) REFERENCES check_item (id) ON DELETE RESTRICT,
    CONSTRAINT ck_check_answer_version CHECK (version >= 1),
    CONSTRAINT ck_check_answer_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_check_answer_item ON check_answer (check_id, item_id);

CREATE INDEX ix_check_answer_item ON check_answer (item_id);

CREATE TABLE hazard (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    region_id UUID NOT NULL,
    handler_id UUID NOT NULL,
    work_id UUID,
    reporter_id UUID NOT NULL,
    assignee_id UUID,
    code VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    place VARCHAR(200) NOT NULL,
    description VARCHAR(1000) NOT NULL,
    severity VARCHAR(40) NOT NULL,
    level VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    arose_on DATE,
    due_on DATE NOT NULL,
    disposed_on DATE,
    disposal VARCHAR(500) NOT NULL,
    closed_on DATE,
    disposed_by_id UUID,
    closed_by_id UUID,
    CONSTRAINT ck_hazard_severity CHECK (severity IN ('minor', 'considerable', 'major')),
    CONSTRAINT ck_hazard_level CHECK (level IN ('city', 'district', 'town', 'community', 'property')),
    CONSTRAINT ck_hazard_state CHECK (state IN ('reported', 'accepted', 'assigned', 'disposed', 'closed', 'returned', 'dismissed')),
    CONSTRAINT ck_hazard_due CHECK (due_on >= valid_from),
    CONSTRAINT ck_hazard_arose CHECK (arose_on IS NULL OR arose_on <= valid_from),
    CONSTRAINT ck_hazard_disposed CHECK ((state IN ('disposed', 'closed')) = (disposed_on IS NOT NULL) AND (disposed_on IS NULL OR disposed_on >= valid_from)),
    CONSTRAINT ck_hazard_closed CHECK ((state = 'closed') = (closed_on IS NOT NULL) AND (closed_on IS NULL OR closed_on >= disposed_on)),
    CONSTRAINT ck_hazard_four_eyes CHECK (closed_by_id IS NULL OR disposed_by_id IS NULL OR closed_by_id <> disposed_by_id),
    CONSTRAINT fk_hazard_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_handler_id FOREIGN KEY (handler_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_work_id FOREIGN KEY (work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_reporter_id FOREIGN KEY (reporter_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_assignee_id FOREIGN KEY (assignee_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_disposed_by_id FOREIGN KEY (disposed_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_closed_by_id FOREIGN KEY (closed_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_hazard_version CHECK (version >= 1),
    CONSTRAINT ck_hazard_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_hazard_code ON hazard (code);

CREATE INDEX ix_hazard_region ON hazard (region_id, state, due_on);

CREATE INDEX ix_hazard_handler ON hazard (handler_id, state);

CREATE INDEX ix_hazard_work ON hazard (work_id);

CREATE INDEX ix_hazard_reporter ON hazard (reporter_id);

CREATE INDEX ix_hazard_assignee ON hazard (assignee_id);

CREATE INDEX ix_hazard_disposed_by ON hazard (disposed_by_id);

CREATE INDEX ix_hazard_closed_by ON hazard (closed_by_id);

CREATE TABLE hazard_step (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    hazard_id UUID NOT NULL,
    ordinal INT NOT NULL,
    step VARCHAR(40) NOT NULL,
    level VARCHAR(40) NOT NULL,
    organization_id UUID,
    note VARCHAR(500) NOT NULL,
    CONSTRAINT ck_hazard_step_step CHECK (step IN ('report', 'accept', 'assign', 'dispose', 'close', 'send_back', 'escalate', 'dismiss')),
    CONSTRAINT ck_hazard_step_level CHECK (level IN ('city', 'district', 'town', 'community', 'property')),
    CONSTRAINT ck_hazard_step_ordinal CHECK (ordinal >= 1),
    CONSTRAINT fk_hazard_step_hazard_id FOREIGN KEY (hazard_id) REFERENCES hazard (id) ON DELETE RESTRICT,
    CONSTRAINT fk_hazard_step_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_hazard_step_version CHECK (version >= 1),
    CONSTRAINT ck_hazard_step_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_hazard_step_ordinal ON hazard_step (hazard_id, ordinal);

CREATE INDEX ix_hazard_step_organization ON hazard_step (organization_id);

ALTER TABLE finding ADD COLUMN reopenings INT NOT NULL DEFAULT 0 CONSTRAINT ck_finding_reopenings CHECK (reopenings >= 0);

ALTER TABLE finding ADD COLUMN withdrawn_on DATE CONSTRAINT ck_finding_withdrawn_on CHECK ((state = 'withdrawn') = (withdrawn_on IS NOT NULL));

ALTER TABLE finding ADD COLUMN withdrawal VARCHAR(300) NOT NULL DEFAULT '';

ALTER TABLE finding ADD COLUMN check_id UUID CONSTRAINT fk_finding_check_id REFERENCES inspection_check (id) ON DELETE RESTRICT;

ALTER TABLE finding ADD COLUMN item_id UUID CONSTRAINT fk_finding_item_id REFERENCES check_item (id) ON DELETE RESTRICT;

ALTER TABLE finding ADD COLUMN hazard_id UUID CONSTRAINT fk_finding_hazard_id REFERENCES hazard (id) ON DELETE RESTRICT;

ALTER TABLE finding ADD COLUMN execution_id UUID;

ALTER TABLE finding ADD COLUMN record_table VARCHAR(60) NOT NULL DEFAULT '';

ALTER TABLE finding ADD COLUMN record_id UUID;

ALTER TABLE finding ADD COLUMN record_label VARCHAR(200) NOT NULL DEFAULT '';

CREATE INDEX ix_finding_check ON finding (check_id);

CREATE INDEX ix_finding_item ON finding (item_id);

CREATE INDEX ix_finding_hazard ON finding (hazard_id);

CREATE INDEX ix_finding_execution ON finding (execution_id);

CREATE INDEX ix_finding_record ON finding (record_id);

CREATE INDEX ix_finding_due ON finding (due_on);

CREATE TABLE finding_extension (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    finding_id UUID NOT NULL,
    wanted_on DATE NOT NULL,
    grounds VARCHAR(300) NOT NULL,
    accepted BOOLEAN,
    decided_on DATE,
    asked_by_id UUID NOT NULL,
    decided_by_id UUID,
    CONSTRAINT ck_finding_extension_accepted CHECK ((accepted IS NULL) = (decided_on IS NULL) AND (accepted IS NULL) = (decided_by_id IS NULL)),
    CONSTRAINT ck_finding_extension_four_eyes CHECK (decided_by_id IS NULL OR decided_by_id <> asked_by_id),
    CONSTRAINT fk_finding_extension_finding_id FOREIGN KEY (finding_id) REFERENCES finding (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_extension_asked_by_id FOREIGN KEY (asked_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_extension_decided_by_id FOREIGN KEY (decided_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_finding_extension_version CHECK (version >= 1),
    CONSTRAINT ck_finding_extension_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_finding_extension_finding ON finding_extension (finding_id);

CREATE INDEX ix_finding_extension_asked_by ON finding_extension (asked_by_id);

CREATE INDEX ix_finding_extension_decided_by ON finding_extension (decided_by_id);
