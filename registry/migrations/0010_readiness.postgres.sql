-- What a rating rests on: requirements for each task, confirmations, overrides and findings
ALTER TABLE post_requirement ADD COLUMN task_state VARCHAR(40) CONSTRAINT ck_post_requirement_task_state CHECK (task_state IS NULL OR task_state IN ('peace', 'emergency', 'war'));

ALTER TABLE equipment_requirement ADD COLUMN task_state VARCHAR(40) CONSTRAINT ck_equipment_requirement_task_state CHECK (task_state IS NULL OR task_state IN ('peace', 'emergency', 'war'));

CREATE TABLE confirmation (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    area VARCHAR(40) NOT NULL,
    proved BOOLEAN NOT NULL,
    note VARCHAR(300) NOT NULL,
    confirmed_by_id UUID NOT NULL,
    team_id UUID NOT NULL,
    CONSTRAINT ck_confirmation_area CHECK (area IN ('P', 'S', 'R', 'T')),
    CONSTRAINT fk_confirmation_confirmed_by_id FOREIGN KEY (confirmed_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_confirmation_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_confirmation_version CHECK (version >= 1),
    CONSTRAINT ck_confirmation_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_confirmation_team ON confirmation (team_id, area, valid_from);

CREATE INDEX ix_confirmation_confirmed_by ON confirmation (confirmed_by_id, valid_from);

CREATE TABLE readiness_override (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    task_state VARCHAR(40) NOT NULL,
    from_level SMALLINT NOT NULL,
    to_level SMALLINT NOT NULL,
    reason_given VARCHAR(500) NOT NULL,
    decided_by_id UUID NOT NULL,
    team_id UUID NOT NULL,
    CONSTRAINT ck_readiness_override_task_state CHECK (task_state IN ('peace', 'emergency', 'war')),
    CONSTRAINT fk_readiness_override_decided_by_id FOREIGN KEY (decided_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_readiness_override_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_readiness_override_version CHECK (version >= 1),
    CONSTRAINT ck_readiness_override_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_readiness_override_levels CHECK (from_level BETWEEN 1 AND 4 AND to_level BETWEEN 1 AND 4 AND from_level <> to_level),
    CONSTRAINT ck_readiness_override_raise CHECK (to_level > from_level OR (to_level = from_level - 1 AND valid_to IS NOT NULL))
);

CREATE INDEX ix_readiness_override_team ON readiness_override (team_id, valid_from);

CREATE INDEX ix_readiness_override_decided_by ON readiness_override (decided_by_id);

CREATE TABLE finding (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    severity VARCHAR(40) NOT NULL,
    origin VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    due_on DATE NOT NULL,
    rectified_on DATE,
    rectification VARCHAR(500) NOT NULL,
    verified_on DATE,
    owner_id UUID,
    rectified_by_id UUID,
    region_id UUID NOT NULL,
    team_id UUID,
    verified_by_id UUID,
    CONSTRAINT ck_finding_severity CHECK (severity IN ('minor', 'considerable', 'major')),
    CONSTRAINT ck_finding_origin CHECK (origin IN ('check', 'exercise', 'hazard', 'other')),
    CONSTRAINT ck_finding_state CHECK (state IN ('open', 'rectified', 'closed', 'withdrawn')),
    CONSTRAINT fk_finding_owner_id FOREIGN KEY (owner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_rectified_by_id FOREIGN KEY (rectified_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT fk_finding_verified_by_id FOREIGN KEY (verified_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_finding_version CHECK (version >= 1),
    CONSTRAINT ck_finding_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_finding_due CHECK (due_on >= valid_from),
    CONSTRAINT ck_finding_closed CHECK (state <> 'closed' OR (verified_on IS NOT NULL AND rectified_on IS NOT NULL)),
    CONSTRAINT ck_finding_four_eyes CHECK (verified_by_id IS NULL OR rectified_by_id IS NULL OR verified_by_id <> rectified_by_id)
);

CREATE INDEX ix_finding_region ON finding (region_id, state, due_on);

CREATE INDEX ix_finding_team ON finding (team_id, state);

CREATE INDEX ix_finding_owner ON finding (owner_id);

CREATE INDEX ix_finding_rectified_by ON finding (rectified_by_id);

CREATE INDEX ix_finding_verified_by ON finding (verified_by_id);
