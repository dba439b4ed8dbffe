CREATE TABLE region (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(12) NOT NULL,
    name VARCHAR(60) NOT NULL,
    level VARCHAR(40) NOT NULL,
    latitude REAL,
    longitude REAL,
    parent_id CHAR(36),
    CONSTRAINT uq_region_code UNIQUE (code),
    CONSTRAINT ck_region_level CHECK (level IN ('nation', 'province', 'prefecture', 'county')),
    CONSTRAINT fk_region_parent_id FOREIGN KEY (parent_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_region_version CHECK (version >= 1),
    CONSTRAINT ck_region_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_region_latitude CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT ck_region_longitude CHECK (longitude BETWEEN -180 AND 180)
);

CREATE INDEX ix_region_parent ON region (parent_id);

CREATE TABLE region_closure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    depth SMALLINT NOT NULL,
    ancestor_id CHAR(36) NOT NULL,
    descendant_id CHAR(36) NOT NULL,
    CONSTRAINT fk_region_closure_ancestor_id FOREIGN KEY (ancestor_id) REFERENCES region (id) ON DELETE CASCADE,
    CONSTRAINT fk_region_closure_descendant_id FOREIGN KEY (descendant_id) REFERENCES region (id) ON DELETE CASCADE,
    CONSTRAINT ck_region_closure_depth CHECK (depth >= 0),
    CONSTRAINT uq_region_closure_pair UNIQUE (ancestor_id, descendant_id)
);

CREATE INDEX ix_region_closure_descendant ON region_closure (descendant_id, ancestor_id);

CREATE TABLE area (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    name_en VARCHAR(80) NOT NULL,
    CONSTRAINT uq_area_code UNIQUE (code),
    CONSTRAINT ck_area_version CHECK (version >= 1),
    CONSTRAINT ck_area_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE area_member (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    area_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    CONSTRAINT fk_area_member_area_id FOREIGN KEY (area_id) REFERENCES area (id) ON DELETE RESTRICT,
    CONSTRAINT fk_area_member_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_area_member_version CHECK (version >= 1),
    CONSTRAINT ck_area_member_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_area_member_area ON area_member (area_id, region_id);

CREATE INDEX ix_area_member_region ON area_member (region_id);

CREATE TABLE rule_source (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    citation TEXT NOT NULL,
    mark VARCHAR(40) NOT NULL,
    CONSTRAINT uq_rule_source_code UNIQUE (code),
    CONSTRAINT ck_rule_source_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT ck_rule_source_version CHECK (version >= 1),
    CONSTRAINT ck_rule_source_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE organization (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    credit_code VARCHAR(18) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    field VARCHAR(40) NOT NULL,
    parent_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_organization_credit_code UNIQUE (credit_code),
    CONSTRAINT ck_organization_kind CHECK (kind IN ('government', 'public_institution', 'enterprise', 'social')),
    CONSTRAINT ck_organization_field CHECK (field IN ('general_aviation', 'artificial_intelligence', 'civil_military', 'medical', 'food', 'construction', 'energy', 'transport', 'communications', 'chemicals', 'machinery', 'other')),
    CONSTRAINT fk_organization_parent_id FOREIGN KEY (parent_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_organization_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_organization_version CHECK (version >= 1),
    CONSTRAINT ck_organization_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_organization_credit_code CHECK (length(credit_code) = 18)
);

CREATE INDEX ix_organization_region ON organization (region_id, credit_code);

CREATE INDEX ix_organization_name ON organization (name, id);

CREATE INDEX ix_organization_parent ON organization (parent_id);

CREATE TABLE mobilization_center (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    field VARCHAR(40) NOT NULL,
    level VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    designation_number VARCHAR(60),
    designated_on DATE,
    reinspection_due_on DATE,
    organization_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_mobilization_center_code UNIQUE (code),
    CONSTRAINT ck_mobilization_center_field CHECK (field IN ('general_aviation', 'artificial_intelligence', 'civil_military', 'medical', 'food', 'construction', 'energy', 'transport', 'communications', 'chemicals', 'machinery', 'other')),
    CONSTRAINT ck_mobilization_center_level CHECK (level IN ('national', 'provincial', 'city')),
    CONSTRAINT ck_mobilization_center_state CHECK (state IN ('nurtured', 'applied', 'city_review', 'site_visit', 'public_notice', 'designated', 'reinspection', 'rectifying', 'withdrawn')),
    CONSTRAINT fk_mobilization_center_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_mobilization_center_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_mobilization_center_version CHECK (version >= 1),
    CONSTRAINT ck_mobilization_center_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_mobilization_center_designation CHECK (state NOT IN ('designated','reinspection','rectifying') OR designated_on IS NOT NULL)
);

CREATE INDEX ix_mobilization_center_region ON mobilization_center (region_id, code);

CREATE INDEX ix_mobilization_center_organization ON mobilization_center (organization_id);

CREATE INDEX ix_mobilization_center_state ON mobilization_center (state, code);

CREATE TABLE capability_item (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    product VARCHAR(120) NOT NULL,
    unit VARCHAR(20) NOT NULL,
    normal_per_day INT NOT NULL,
    surge_per_day INT NOT NULL,
    conversion_hours INT NOT NULL,
    sustain_days INT NOT NULL,
    reserve_stock INT NOT NULL,
    verified_on DATE,
    verifier VARCHAR(120),
    center_id CHAR(36),
    organization_id CHAR(36) NOT NULL,
    CONSTRAINT fk_capability_item_center_id FOREIGN KEY (center_id) REFERENCES mobilization_center (id) ON DELETE RESTRICT,
    CONSTRAINT fk_capability_item_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_capability_item_version CHECK (version >= 1),
    CONSTRAINT ck_capability_item_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_capability_item_outputs CHECK (normal_per_day >= 0 AND surge_per_day >= normal_per_day),
    CONSTRAINT ck_capability_item_times CHECK (conversion_hours >= 0 AND sustain_days >= 0),
    CONSTRAINT ck_capability_item_reserve_stock CHECK (reserve_stock >= 0)
);

CREATE INDEX ix_capability_item_organization ON capability_item (organization_id, product);

CREATE INDEX ix_capability_item_center ON capability_item (center_id);

CREATE TABLE qualification_type (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    name_en VARCHAR(80) NOT NULL,
    validity_months INT NOT NULL,
    issuer VARCHAR(120) NOT NULL,
    CONSTRAINT uq_qualification_type_code UNIQUE (code),
    CONSTRAINT ck_qualification_type_version CHECK (version >= 1),
    CONSTRAINT ck_qualification_type_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_qualification_type_validity_months CHECK (validity_months BETWEEN 1 AND 240)
);

CREATE TABLE team_type (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(80) NOT NULL,
    name_en VARCHAR(80) NOT NULL,
    category VARCHAR(40) NOT NULL,
    grade VARCHAR(40) NOT NULL,
    assembly_minutes INT NOT NULL,
    self_sufficiency_hours INT NOT NULL,
    source_id CHAR(36) NOT NULL,
    CONSTRAINT uq_team_type_code UNIQUE (code),
    CONSTRAINT ck_team_type_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_team_type_grade CHECK (grade IN ('I', 'II', 'III')),
    CONSTRAINT fk_team_type_source_id FOREIGN KEY (source_id) REFERENCES rule_source (id) ON DELETE RESTRICT,
    CONSTRAINT ck_team_type_version CHECK (version >= 1),
    CONSTRAINT ck_team_type_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_team_type_times CHECK (assembly_minutes > 0 AND self_sufficiency_hours >= 0)
);

CREATE INDEX ix_team_type_source ON team_type (source_id);

CREATE TABLE post_requirement (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    title VARCHAR(60) NOT NULL,
    title_en VARCHAR(60) NOT NULL,
    posts INT NOT NULL,
    key INT NOT NULL,
    qualification_type_id CHAR(36),
    team_type_id CHAR(36) NOT NULL,
    CONSTRAINT fk_post_requirement_qualification_type_id FOREIGN KEY (qualification_type_id) REFERENCES qualification_type (id) ON DELETE RESTRICT,
    CONSTRAINT fk_post_requirement_team_type_id FOREIGN KEY (team_type_id) REFERENCES team_type (id) ON DELETE RESTRICT,
    CONSTRAINT ck_post_requirement_version CHECK (version >= 1),
    CONSTRAINT ck_post_requirement_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_post_requirement_posts CHECK (posts > 0)
);

CREATE INDEX ix_post_requirement_team_type ON post_requirement (team_type_id);

CREATE TABLE equipment_requirement (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(60) NOT NULL,
    kind_en VARCHAR(60) NOT NULL,
    quantity INT NOT NULL,
    key INT NOT NULL,
    team_type_id CHAR(36) NOT NULL,
    CONSTRAINT fk_equipment_requirement_team_type_id FOREIGN KEY (team_type_id) REFERENCES team_type (id) ON DELETE RESTRICT,
    CONSTRAINT ck_equipment_requirement_version CHECK (version >= 1),
    CONSTRAINT ck_equipment_requirement_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_equipment_requirement_quantity CHECK (quantity > 0)
);

CREATE INDEX ix_equipment_requirement_team_type ON equipment_requirement (team_type_id);

CREATE TABLE team (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    category VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    authorized_strength INT NOT NULL,
    importance SMALLINT NOT NULL,
    lead_department_id CHAR(36) NOT NULL,
    organization_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    team_type_id CHAR(36) NOT NULL,
    CONSTRAINT uq_team_code UNIQUE (code),
    CONSTRAINT ck_team_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_team_state CHECK (state IN ('forming', 'awaiting_approval', 'active', 'reorganizing', 'suspended', 'disbanded')),
    CONSTRAINT fk_team_lead_department_id FOREIGN KEY (lead_department_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_team_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_team_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_team_team_type_id FOREIGN KEY (team_type_id) REFERENCES team_type (id) ON DELETE RESTRICT,
    CONSTRAINT ck_team_version CHECK (version >= 1),
    CONSTRAINT ck_team_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_team_authorized_strength CHECK (authorized_strength > 0),
    CONSTRAINT ck_team_importance CHECK (importance BETWEEN 1 AND 10)
);

CREATE INDEX ix_team_region ON team (region_id, code);

CREATE INDEX ix_team_category ON team (category, code);

CREATE INDEX ix_team_state ON team (state, code);

CREATE INDEX ix_team_name ON team (name, id);

CREATE INDEX ix_team_organization ON team (organization_id);

CREATE INDEX ix_team_team_type ON team (team_type_id);

CREATE TABLE post (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    ordinal SMALLINT NOT NULL,
    title VARCHAR(60) NOT NULL,
    title_en VARCHAR(60) NOT NULL,
    key INT NOT NULL,
    qualification_type_id CHAR(36),
    team_id CHAR(36) NOT NULL,
    CONSTRAINT fk_post_qualification_type_id FOREIGN KEY (qualification_type_id) REFERENCES qualification_type (id) ON DELETE RESTRICT,
    CONSTRAINT fk_post_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_post_version CHECK (version >= 1),
    CONSTRAINT ck_post_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_post_ordinal CHECK (ordinal > 0)
);

CREATE UNIQUE INDEX ix_post_team ON post (team_id, ordinal);

CREATE TABLE equipment_item (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(60) NOT NULL,
    kind_en VARCHAR(60) NOT NULL,
    key INT NOT NULL,
    quantity INT NOT NULL,
    serial VARCHAR(60),
    state VARCHAR(40) NOT NULL,
    next_inspection_on DATE,
    owner_id CHAR(36) NOT NULL,
    team_id CHAR(36) NOT NULL,
    CONSTRAINT ck_equipment_item_state CHECK (state IN ('serviceable', 'inspection_overdue', 'monitor', 'repair_needed', 'in_repair', 'stored', 'retired', 'lost')),
    CONSTRAINT fk_equipment_item_owner_id FOREIGN KEY (owner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_item_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_equipment_item_version CHECK (version >= 1),
    CONSTRAINT ck_equipment_item_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_equipment_item_quantity CHECK (quantity > 0)
);

CREATE INDEX ix_equipment_item_team ON equipment_item (team_id, kind);

CREATE INDEX ix_equipment_item_owner ON equipment_item (owner_id);

CREATE TABLE person (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    reference VARCHAR(40) NOT NULL,
    name VARCHAR(60) NOT NULL,
    phone VARCHAR(30),
    salt VARCHAR(32) NOT NULL,
    birth_year SMALLINT NOT NULL,
    sex VARCHAR(40) NOT NULL,
    exemption VARCHAR(40),
    employer_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_person_reference UNIQUE (reference),
    CONSTRAINT ck_person_sex CHECK (sex IN ('female', 'male')),
    CONSTRAINT ck_person_exemption CHECK (exemption IN ('care', 'health', 'education', 'pregnancy', 'essential_work', 'abroad', 'other')),
    CONSTRAINT fk_person_employer_id FOREIGN KEY (employer_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_person_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_person_version CHECK (version >= 1),
    CONSTRAINT ck_person_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_person_birth_year CHECK (birth_year BETWEEN 1900 AND 2100)
);

CREATE INDEX ix_person_region ON person (region_id, reference);

CREATE INDEX ix_person_employer ON person (employer_id);

CREATE TABLE membership (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    role VARCHAR(40) NOT NULL,
    commitment_letter_on DATE,
    person_id CHAR(36) NOT NULL,
    post_id CHAR(36),
    team_id CHAR(36) NOT NULL,
    CONSTRAINT ck_membership_role CHECK (role IN ('leader', 'deputy', 'member')),
    CONSTRAINT fk_membership_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_membership_post_id FOREIGN KEY (post_id) REFERENCES post (id) ON DELETE RESTRICT,
    CONSTRAINT fk_membership_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_membership_version CHECK (version >= 1),
    CONSTRAINT ck_membership_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_membership_team ON membership (team_id, valid_from);

CREATE INDEX ix_membership_person ON membership (person_id, valid_from);

CREATE INDEX ix_membership_post ON membership (post_id);

CREATE TABLE qualification_grant (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    certificate_number VARCHAR(60),
    revoked_on DATE,
    person_id CHAR(36) NOT NULL,
    qualification_type_id CHAR(36) NOT NULL,
    CONSTRAINT fk_qualification_grant_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_qualification_grant_qualification_type_id FOREIGN KEY (qualification_type_id) REFERENCES qualification_type (id) ON DELETE RESTRICT,
    CONSTRAINT ck_qualification_grant_version CHECK (version >= 1),
    CONSTRAINT ck_qualification_grant_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_qualification_grant_person ON qualification_grant (person_id, valid_from);

CREATE INDEX ix_qualification_grant_type ON qualification_grant (qualification_type_id);

CREATE TABLE shared_resource (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    capacity INT NOT NULL,
    latitude REAL,
    longitude REAL,
    organization_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT uq_shared_resource_code UNIQUE (code),
    CONSTRAINT ck_shared_resource_kind CHECK (kind IN ('hall', 'muster_ground', 'base', 'site', 'scenario_ground', 'range', 'lab', 'instructors', 'evaluators', 'command_vehicles', 'satellite_sets', 'channel_groups')),
    CONSTRAINT fk_shared_resource_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_shared_resource_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_shared_resource_version CHECK (version >= 1),
    CONSTRAINT ck_shared_resource_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_shared_resource_capacity CHECK (capacity > 0)
);

CREATE INDEX ix_shared_resource_region ON shared_resource (region_id, code);

CREATE INDEX ix_shared_resource_kind ON shared_resource (kind, code);

CREATE TABLE unavailability (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    reason VARCHAR(40) NOT NULL,
    note VARCHAR(200) NOT NULL,
    person_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    resource_id CHAR(36),
    team_id CHAR(36),
    CONSTRAINT ck_unavailability_reason CHECK (reason IN ('duty', 'leave', 'illness', 'deployed', 'maintenance', 'other')),
    CONSTRAINT fk_unavailability_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_unavailability_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_unavailability_resource_id FOREIGN KEY (resource_id) REFERENCES shared_resource (id) ON DELETE RESTRICT,
    CONSTRAINT fk_unavailability_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_unavailability_version CHECK (version >= 1),
    CONSTRAINT ck_unavailability_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_unavailability_subject CHECK ((team_id IS NOT NULL) + (person_id IS NOT NULL) + (resource_id IS NOT NULL) = 1)
);

CREATE INDEX ix_unavailability_team ON unavailability (team_id);

CREATE INDEX ix_unavailability_person ON unavailability (person_id);

CREATE INDEX ix_unavailability_resource ON unavailability (resource_id);

CREATE INDEX ix_unavailability_region ON unavailability (region_id, valid_from);

CREATE TABLE blackout (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    category VARCHAR(40),
    kind VARCHAR(40) NOT NULL,
    note VARCHAR(200) NOT NULL,
    organization_id CHAR(36),
    region_id CHAR(36) NOT NULL,
    CONSTRAINT ck_blackout_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_blackout_kind CHECK (kind IN ('flood_season', 'examination', 'peak_season', 'festival', 'other')),
    CONSTRAINT fk_blackout_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_blackout_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_blackout_version CHECK (version >= 1),
    CONSTRAINT ck_blackout_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_blackout_region ON blackout (region_id, valid_from);

CREATE TABLE principal (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    login VARCHAR(60) NOT NULL,
    name VARCHAR(80) NOT NULL,
    disabled INT NOT NULL,
    CONSTRAINT ck_principal_kind CHECK (kind IN ('account', 'service')),
    CONSTRAINT uq_principal_login UNIQUE (login),
    CONSTRAINT ck_principal_version CHECK (version >= 1),
    CONSTRAINT ck_principal_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE access_token (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    digest VARCHAR(64) NOT NULL,
    purpose VARCHAR(20) NOT NULL,
    label VARCHAR(80) NOT NULL,
    expires_at TIMESTAMP,
    principal_id CHAR(36) NOT NULL,
    region_id CHAR(36),
    CONSTRAINT uq_access_token_digest UNIQUE (digest),
    CONSTRAINT fk_access_token_principal_id FOREIGN KEY (principal_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_access_token_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_access_token_version CHECK (version >= 1),
    CONSTRAINT ck_access_token_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_access_token_digest CHECK (length(digest) = 64),
    CONSTRAINT ck_access_token_purpose CHECK (purpose IN ('api','calendar'))
);

CREATE INDEX ix_access_token_principal ON access_token (principal_id);

CREATE TABLE access_grant (
    id CHAR(36) PRIMARY KEY NOT NULL,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    role VARCHAR(40) NOT NULL,
    principal_id CHAR(36) NOT NULL,
    region_id CHAR(36) NOT NULL,
    CONSTRAINT ck_access_grant_role CHECK (role IN ('viewer', 'registrar', 'planner', 'approver', 'auditor', 'admin')),
    CONSTRAINT fk_access_grant_principal_id FOREIGN KEY (principal_id) REFERENCES principal (id) ON DELETE RESTRICT,
    CONSTRAINT fk_access_grant_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_access_grant_version CHECK (version >= 1),
    CONSTRAINT ck_access_grant_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_access_grant_principal ON access_grant (principal_id);

CREATE INDEX ix_access_grant_region ON access_grant (region_id);

CREATE TABLE ledger_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    record_table VARCHAR(40) NOT NULL,
    record_id CHAR(36) NOT NULL,
    sequence INT NOT NULL,
    action VARCHAR(40) NOT NULL,
    before JSON,
    after JSON,
    valid_from DATE NOT NULL,
    valid_to DATE,
    recorded_at TIMESTAMP NOT NULL,
    author_id CHAR(36) NOT NULL,
    reason VARCHAR(300) NOT NULL,
    change_id CHAR(36) NOT NULL,
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT ck_ledger_entry_action CHECK (action IN ('add', 'change', 'remove')),
    CONSTRAINT ck_ledger_entry_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_ledger_entry_sequence CHECK (sequence >= 1),
    CONSTRAINT ck_ledger_entry_hash CHECK (length(hash) = 64 AND length(previous_hash) = 64),
    CONSTRAINT ck_ledger_entry_sides CHECK (before IS NOT NULL OR after IS NOT NULL)
);

CREATE UNIQUE INDEX ix_ledger_entry_record ON ledger_entry (record_table, record_id, sequence);

CREATE INDEX ix_ledger_entry_recorded ON ledger_entry (recorded_at);

CREATE INDEX ix_ledger_entry_change ON ledger_entry (change_id);

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;

CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
