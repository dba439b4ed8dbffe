CREATE TABLE calendar_day (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    day DATE NOT NULL,
    kind VARCHAR(40) NOT NULL,
    status VARCHAR(40) NOT NULL,
    name VARCHAR(60) NOT NULL,
    source VARCHAR(120) NOT NULL,
    CONSTRAINT uq_calendar_day_day UNIQUE (day),
    CONSTRAINT ck_calendar_day_kind CHECK (kind IN ('workday', 'make_up', 'weekend', 'holiday')),
    CONSTRAINT ck_calendar_day_status CHECK (status IN ('announced', 'estimated')),
    CONSTRAINT ck_calendar_day_version CHECK (version >= 1),
    CONSTRAINT ck_calendar_day_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE syllabus_rule (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    number SMALLINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    categories JSONB NOT NULL,
    grouping VARCHAR(40) NOT NULL,
    attendees VARCHAR(40) NOT NULL,
    times_per_year SMALLINT NOT NULL,
    every_years SMALLINT NOT NULL,
    per_period VARCHAR(10) NOT NULL,
    months JSONB NOT NULL,
    duration_half_days SMALLINT NOT NULL,
    min_gap_days SMALLINT NOT NULL,
    periodicity_days SMALLINT NOT NULL,
    notice_days SMALLINT NOT NULL,
    priority SMALLINT NOT NULL,
    weight SMALLINT NOT NULL,
    away BOOLEAN NOT NULL,
    unannounced SMALLINT NOT NULL,
    fixed_month SMALLINT,
    fixed_day SMALLINT,
    min_categories SMALLINT NOT NULL,
    needs JSONB NOT NULL,
    satisfies JSONB NOT NULL,
    mark VARCHAR(40) NOT NULL,
    citation VARCHAR(200) NOT NULL,
    region_id UUID,
    source_id UUID NOT NULL,
    CONSTRAINT ck_syllabus_rule_kind CHECK (kind IN ('opening', 'muster', 'concentrated', 'hands_on', 'turn_out', 'realistic', 'interconnection', 'cross_region', 'area_joint', 'zone_common', 'new_domain', 'siren_trial', 'assessment', 'special', 'comprehensive', 'production')),
    CONSTRAINT ck_syllabus_rule_grouping CHECK (grouping IN ('team', 'district', 'district_batch', 'mixed', 'network', 'zone', 'city', 'paired_regions', 'given', 'center')),
    CONSTRAINT ck_syllabus_rule_attendees CHECK (attendees IN ('whole_team', 'crew_third', 'key_posts')),
    CONSTRAINT ck_syllabus_rule_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT fk_syllabus_rule_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_syllabus_rule_source_id FOREIGN KEY (source_id) REFERENCES rule_source (id) ON DELETE RESTRICT,
    CONSTRAINT ck_syllabus_rule_version CHECK (version >= 1),
    CONSTRAINT ck_syllabus_rule_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_syllabus_rule_times_per_year CHECK (times_per_year > 0 AND every_years > 0),
    CONSTRAINT ck_syllabus_rule_duration_half_days CHECK (duration_half_days > 0),
    CONSTRAINT ck_syllabus_rule_days CHECK (min_gap_days >= 0 AND periodicity_days > 0 AND notice_days >= 0),
    CONSTRAINT ck_syllabus_rule_weights CHECK (priority > 0 AND weight > 0),
    CONSTRAINT ck_syllabus_rule_fixed_day CHECK ((fixed_month IS NULL) = (fixed_day IS NULL)),
    CONSTRAINT ck_syllabus_rule_per_period CHECK (per_period IN ('year','quarter','month'))
);

CREATE INDEX ix_syllabus_rule_number ON syllabus_rule (number, valid_from);

CREATE INDEX ix_syllabus_rule_region ON syllabus_rule (region_id);

CREATE TABLE external_event (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(60) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(160) NOT NULL,
    title_en VARCHAR(160) NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    given_by VARCHAR(160) NOT NULL,
    host_id UUID NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT uq_external_event_code UNIQUE (code),
    CONSTRAINT ck_external_event_kind CHECK (kind IN ('opening', 'muster', 'concentrated', 'hands_on', 'turn_out', 'realistic', 'interconnection', 'cross_region', 'area_joint', 'zone_common', 'new_domain', 'siren_trial', 'assessment', 'special', 'comprehensive', 'production')),
    CONSTRAINT fk_external_event_host_id FOREIGN KEY (host_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_external_event_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_external_event_version CHECK (version >= 1),
    CONSTRAINT ck_external_event_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_external_event_days CHECK (last_day >= first_day)
);

CREATE INDEX ix_external_event_region ON external_event (region_id, first_day);

CREATE TABLE training_plan (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    year SMALLINT NOT NULL,
    number SMALLINT NOT NULL,
    state VARCHAR(40) NOT NULL,
    issued_at TIMESTAMPTZ,
    objective JSONB NOT NULL,
    total BIGINT NOT NULL,
    bound BIGINT,
    proven_optimal BOOLEAN NOT NULL,
    solve_seconds DOUBLE PRECISION NOT NULL,
    seed INT NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    problem JSONB NOT NULL,
    estimated_days BOOLEAN NOT NULL,
    approved_by_id UUID,
    parent_id UUID,
    planned_by_id UUID NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT ck_training_plan_state CHECK (state IN ('draft', 'consulted', 'submitted', 'approved', 'issued', 'amended', 'closed', 'discarded')),
    CONSTRAINT fk_training_plan_approved_by_id FOREIGN KEY (approved_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_training_plan_parent_id FOREIGN KEY (parent_id) REFERENCES training_plan (id) ON DELETE RESTRICT,
    CONSTRAINT fk_training_plan_planned_by_id FOREIGN KEY (planned_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_training_plan_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_training_plan_version CHECK (version >= 1),
    CONSTRAINT ck_training_plan_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_training_plan_number CHECK (number > 0),
    CONSTRAINT ck_training_plan_total CHECK (total >= 0),
    CONSTRAINT ck_training_plan_year CHECK (year BETWEEN 2000 AND 2200),
    CONSTRAINT ck_training_plan_four_eyes CHECK (approved_by_id IS NULL OR approved_by_id <> planned_by_id)
);

CREATE UNIQUE INDEX ix_training_plan_region ON training_plan (region_id, year, number);

CREATE UNIQUE INDEX ix_training_plan_issued ON training_plan (region_id, year) WHERE state = 'issued';

CREATE TABLE plan_run (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    year SMALLINT NOT NULL,
    state VARCHAR(40) NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    seed INT NOT NULL,
    budget_seconds INT NOT NULL,
    workers SMALLINT NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    problem JSONB NOT NULL,
    checkpoint JSONB,
    progress JSONB,
    attempts SMALLINT NOT NULL,
    cancel_requested BOOLEAN NOT NULL,
    message JSONB,
    plan_id UUID,
    region_id UUID NOT NULL,
    requested_by_id UUID NOT NULL,
    CONSTRAINT ck_plan_run_state CHECK (state IN ('requested', 'running', 'planned', 'infeasible', 'cancelled', 'failed')),
    CONSTRAINT fk_plan_run_plan_id FOREIGN KEY (plan_id) REFERENCES training_plan (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_plan_run_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_run_requested_by_id FOREIGN KEY (requested_by_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT ck_plan_run_version CHECK (version >= 1),
    CONSTRAINT ck_plan_run_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_plan_run_budget_seconds CHECK (budget_seconds BETWEEN 1 AND 86400),
    CONSTRAINT ck_plan_run_workers CHECK (workers > 0),
    CONSTRAINT ck_plan_run_attempts CHECK (attempts >= 0),
    CONSTRAINT ck_plan_run_year CHECK (year BETWEEN 2000 AND 2200)
);

CREATE INDEX ix_plan_run_region ON plan_run (region_id, year, requested_at);

CREATE UNIQUE INDEX ix_plan_run_active ON plan_run (region_id, year) WHERE state IN ('requested','running');

CREATE TABLE planned_event (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    uid VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    rule_number SMALLINT,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    load_half_days SMALLINT NOT NULL,
    channel_group SMALLINT,
    state VARCHAR(40) NOT NULL,
    locked BOOLEAN NOT NULL,
    external BOOLEAN NOT NULL,
    unannounced BOOLEAN NOT NULL,
    sequence INT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    change_reason VARCHAR(300) NOT NULL,
    host_id UUID,
    plan_id UUID NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT ck_planned_event_kind CHECK (kind IN ('opening', 'muster', 'concentrated', 'hands_on', 'turn_out', 'realistic', 'interconnection', 'cross_region', 'area_joint', 'zone_common', 'new_domain', 'siren_trial', 'assessment', 'special', 'comprehensive', 'production')),
    CONSTRAINT ck_planned_event_state CHECK (state IN ('planned', 'notified', 'locked', 'conducted', 'reviewed', 'archived', 'cancelled', 'postponed')),
    CONSTRAINT fk_planned_event_host_id FOREIGN KEY (host_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_planned_event_plan_id FOREIGN KEY (plan_id) REFERENCES training_plan (id) ON DELETE RESTRICT,
    CONSTRAINT fk_planned_event_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_planned_event_version CHECK (version >= 1),
    CONSTRAINT ck_planned_event_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_planned_event_days CHECK (last_day >= first_day),
    CONSTRAINT ck_planned_event_load_half_days CHECK (load_half_days >= 0),
    CONSTRAINT ck_planned_event_sequence CHECK (sequence >= 0)
);

CREATE INDEX ix_planned_event_plan ON planned_event (plan_id, first_day);

CREATE UNIQUE INDEX ix_planned_event_plan_uid ON planned_event (plan_id, uid);

CREATE INDEX ix_planned_event_region ON planned_event (region_id, first_day);

CREATE INDEX ix_planned_event_kind ON planned_event (kind, first_day);

CREATE TABLE event_team (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    event_id UUID NOT NULL,
    team_id UUID NOT NULL,
    CONSTRAINT fk_event_team_event_id FOREIGN KEY (event_id) REFERENCES planned_event (id) ON DELETE RESTRICT,
    CONSTRAINT fk_event_team_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_event_team_version CHECK (version >= 1),
    CONSTRAINT ck_event_team_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ix_event_team_event ON event_team (event_id, team_id);

CREATE INDEX ix_event_team_team ON event_team (team_id);

CREATE TABLE event_resource (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    quantity INT NOT NULL,
    ordinal SMALLINT NOT NULL,
    event_id UUID NOT NULL,
    resource_id UUID NOT NULL,
    CONSTRAINT fk_event_resource_event_id FOREIGN KEY (event_id) REFERENCES planned_event (id) ON DELETE RESTRICT,
    CONSTRAINT fk_event_resource_resource_id FOREIGN KEY (resource_id) REFERENCES shared_resource (id) ON DELETE RESTRICT,
    CONSTRAINT ck_event_resource_version CHECK (version >= 1),
    CONSTRAINT ck_event_resource_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_event_resource_quantity CHECK (quantity > 0 AND ordinal >= 0)
);

CREATE UNIQUE INDEX ix_event_resource_event ON event_resource (event_id, ordinal);

CREATE INDEX ix_event_resource_resource ON event_resource (resource_id);

CREATE TABLE unscheduled_demand (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    uid VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    title_en VARCHAR(200) NOT NULL,
    rule_number SMALLINT,
    points INT NOT NULL,
    reasons JSONB NOT NULL,
    plan_id UUID NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT ck_unscheduled_demand_kind CHECK (kind IN ('opening', 'muster', 'concentrated', 'hands_on', 'turn_out', 'realistic', 'interconnection', 'cross_region', 'area_joint', 'zone_common', 'new_domain', 'siren_trial', 'assessment', 'special', 'comprehensive', 'production')),
    CONSTRAINT fk_unscheduled_demand_plan_id FOREIGN KEY (plan_id) REFERENCES training_plan (id) ON DELETE RESTRICT,
    CONSTRAINT fk_unscheduled_demand_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_unscheduled_demand_version CHECK (version >= 1),
    CONSTRAINT ck_unscheduled_demand_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_unscheduled_demand_points CHECK (points >= 0)
);

CREATE UNIQUE INDEX ix_unscheduled_demand_plan ON unscheduled_demand (plan_id, uid);

CREATE INDEX ix_unscheduled_demand_region ON unscheduled_demand (region_id);

CREATE TABLE execution (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    event_id UUID,
    host_id UUID,
    region_id UUID NOT NULL,
    CONSTRAINT ck_execution_kind CHECK (kind IN ('opening', 'muster', 'concentrated', 'hands_on', 'turn_out', 'realistic', 'interconnection', 'cross_region', 'area_joint', 'zone_common', 'new_domain', 'siren_trial', 'assessment', 'special', 'comprehensive', 'production')),
    CONSTRAINT fk_execution_event_id FOREIGN KEY (event_id) REFERENCES planned_event (id) ON DELETE RESTRICT,
    CONSTRAINT fk_execution_host_id FOREIGN KEY (host_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_execution_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_execution_version CHECK (version >= 1),
    CONSTRAINT ck_execution_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_execution_days CHECK (last_day >= first_day)
);

CREATE INDEX ix_execution_region ON execution (region_id, first_day);

CREATE INDEX ix_execution_kind ON execution (kind, first_day);

CREATE INDEX ix_execution_event ON execution (event_id);

CREATE TABLE execution_team (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    present_persons INT NOT NULL,
    authorized_persons INT NOT NULL,
    grade VARCHAR(40) NOT NULL,
    execution_id UUID NOT NULL,
    team_id UUID NOT NULL,
    CONSTRAINT ck_execution_team_grade CHECK (grade IN ('excellent', 'good', 'passed', 'failed')),
    CONSTRAINT fk_execution_team_execution_id FOREIGN KEY (execution_id) REFERENCES execution (id) ON DELETE RESTRICT,
    CONSTRAINT fk_execution_team_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_execution_team_version CHECK (version >= 1),
    CONSTRAINT ck_execution_team_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_execution_team_present_persons CHECK (present_persons >= 0 AND authorized_persons > 0)
);

CREATE UNIQUE INDEX ix_execution_team_execution ON execution_team (execution_id, team_id);

CREATE INDEX ix_execution_team_team ON execution_team (team_id);

CREATE TABLE link_test (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    means VARCHAR(40) NOT NULL,
    success BOOLEAN NOT NULL,
    setup_seconds INT,
    quality SMALLINT,
    execution_id UUID NOT NULL,
    from_region_id UUID NOT NULL,
    to_region_id UUID NOT NULL,
    CONSTRAINT ck_link_test_means CHECK (means IN ('satellite', 'hf', 'vhf', 'cellular', 'image_relay', 'video')),
    CONSTRAINT fk_link_test_execution_id FOREIGN KEY (execution_id) REFERENCES execution (id) ON DELETE RESTRICT,
    CONSTRAINT fk_link_test_from_region_id FOREIGN KEY (from_region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_link_test_to_region_id FOREIGN KEY (to_region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_link_test_version CHECK (version >= 1),
    CONSTRAINT ck_link_test_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_link_test_quality CHECK (quality BETWEEN 1 AND 5),
    CONSTRAINT ck_link_test_setup_seconds CHECK (setup_seconds >= 0),
    CONSTRAINT ck_link_test_regions CHECK (from_region_id <> to_region_id)
);

CREATE INDEX ix_link_test_execution ON link_test (execution_id);

CREATE INDEX ix_link_test_pair ON link_test (from_region_id, to_region_id);
