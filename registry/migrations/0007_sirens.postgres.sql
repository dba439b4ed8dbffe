CREATE TABLE siren_point (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    control VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    power_watts INT,
    audible_radius_m INT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    installed_on DATE,
    organization_id UUID,
    region_id UUID NOT NULL,
    CONSTRAINT uq_siren_point_code UNIQUE (code),
    CONSTRAINT ck_siren_point_kind CHECK (kind IN ('electric', 'electro_acoustic', 'mobile', 'hand', 'public_address')),
    CONSTRAINT ck_siren_point_control CHECK (control IN ('wired', 'radio', 'satellite', 'cellular', 'local')),
    CONSTRAINT ck_siren_point_state CHECK (state IN ('planned', 'installed', 'in_service', 'faulty', 'out_of_service', 'removed')),
    CONSTRAINT fk_siren_point_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_siren_point_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_siren_point_version CHECK (version >= 1),
    CONSTRAINT ck_siren_point_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_siren_point_power_watts CHECK (power_watts IS NULL OR power_watts BETWEEN 1 AND 100000),
    CONSTRAINT ck_siren_point_audible_radius_m CHECK (audible_radius_m BETWEEN 1 AND 20000),
    CONSTRAINT ck_siren_point_latitude CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT ck_siren_point_longitude CHECK (longitude BETWEEN -180 AND 180),
    CONSTRAINT ck_siren_point_installed_on CHECK (installed_on IS NOT NULL OR state IN ('planned', 'removed'))
);

CREATE INDEX ix_siren_point_region ON siren_point (region_id, code);

CREATE INDEX ix_siren_point_organization ON siren_point (organization_id);

CREATE INDEX ix_siren_point_state ON siren_point (state, code);

CREATE TABLE sounding_test (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    held_on DATE NOT NULL,
    occasion VARCHAR(40) NOT NULL,
    signal VARCHAR(40) NOT NULL,
    sounded BOOLEAN NOT NULL,
    cause VARCHAR(200) NOT NULL,
    measured_db DOUBLE PRECISION,
    tester VARCHAR(120) NOT NULL,
    siren_id UUID NOT NULL,
    CONSTRAINT uq_sounding_test_siren UNIQUE (siren_id, held_on, occasion, signal),
    CONSTRAINT ck_sounding_test_occasion CHECK (occasion IN ('trial', 'check')),
    CONSTRAINT ck_sounding_test_signal CHECK (signal IN ('preparatory', 'attack', 'all_clear')),
    CONSTRAINT fk_sounding_test_siren_id FOREIGN KEY (siren_id) REFERENCES siren_point (id) ON DELETE RESTRICT,
    CONSTRAINT ck_sounding_test_version CHECK (version >= 1),
    CONSTRAINT ck_sounding_test_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_sounding_test_measured_db CHECK (measured_db IS NULL OR measured_db BETWEEN 0 AND 200)
);

CREATE INDEX ix_sounding_test_held_on ON sounding_test (held_on, occasion);

CREATE TABLE siren_fault (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    description VARCHAR(200) NOT NULL,
    repair VARCHAR(200) NOT NULL,
    repaired_by_id UUID,
    siren_id UUID NOT NULL,
    CONSTRAINT fk_siren_fault_repaired_by_id FOREIGN KEY (repaired_by_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_siren_fault_siren_id FOREIGN KEY (siren_id) REFERENCES siren_point (id) ON DELETE RESTRICT,
    CONSTRAINT ck_siren_fault_version CHECK (version >= 1),
    CONSTRAINT ck_siren_fault_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_siren_fault_siren ON siren_fault (siren_id, valid_from);

CREATE INDEX ix_siren_fault_repaired_by ON siren_fault (repaired_by_id);

CREATE TABLE population_cell (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    population INT NOT NULL,
    area_km2 DOUBLE PRECISION NOT NULL,
    region_id UUID NOT NULL,
    CONSTRAINT uq_population_cell_code UNIQUE (code),
    CONSTRAINT fk_population_cell_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_population_cell_version CHECK (version >= 1),
    CONSTRAINT ck_population_cell_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_population_cell_latitude CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT ck_population_cell_longitude CHECK (longitude BETWEEN -180 AND 180),
    CONSTRAINT ck_population_cell_population CHECK (population >= 0),
    CONSTRAINT ck_population_cell_area_km2 CHECK (area_km2 > 0)
);

CREATE INDEX ix_population_cell_region ON population_cell (region_id, code);

CREATE TABLE command_facility (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    always_on BOOLEAN NOT NULL,
    organization_id UUID,
    region_id UUID NOT NULL,
    CONSTRAINT uq_command_facility_code UNIQUE (code),
    CONSTRAINT ck_command_facility_kind CHECK (kind IN ('command_center', 'display_control', 'vehicle_bay', 'backup_power', 'communications_room')),
    CONSTRAINT fk_command_facility_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_command_facility_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_command_facility_version CHECK (version >= 1),
    CONSTRAINT ck_command_facility_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_command_facility_region ON command_facility (region_id, code);

CREATE INDEX ix_command_facility_organization ON command_facility (organization_id);

CREATE TABLE facility_resource (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    facility_id UUID NOT NULL,
    resource_id UUID,
    team_id UUID,
    CONSTRAINT fk_facility_resource_facility_id FOREIGN KEY (facility_id) REFERENCES command_facility (id) ON DELETE RESTRICT,
    CONSTRAINT fk_facility_resource_resource_id FOREIGN KEY (resource_id) REFERENCES shared_resource (id) ON DELETE RESTRICT,
    CONSTRAINT fk_facility_resource_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_facility_resource_version CHECK (version >= 1),
    CONSTRAINT ck_facility_resource_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_facility_resource_subject CHECK (num_nonnulls(resource_id, team_id) = 1)
);

CREATE INDEX ix_facility_resource_facility ON facility_resource (facility_id);

CREATE INDEX ix_facility_resource_resource ON facility_resource (resource_id);

CREATE INDEX ix_facility_resource_team ON facility_resource (team_id);

CREATE TABLE facility_outage (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    state VARCHAR(40) NOT NULL,
    first_hour INT NOT NULL,
    until_hour INT NOT NULL,
    description VARCHAR(200) NOT NULL,
    decided_by_id UUID,
    decided_on DATE,
    facility_id UUID NOT NULL,
    CONSTRAINT ck_facility_outage_kind CHECK (kind IN ('upgrade', 'maintenance', 'failure')),
    CONSTRAINT ck_facility_outage_state CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
    CONSTRAINT fk_facility_outage_facility_id FOREIGN KEY (facility_id) REFERENCES command_facility (id) ON DELETE RESTRICT,
    CONSTRAINT ck_facility_outage_version CHECK (version >= 1),
    CONSTRAINT ck_facility_outage_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_facility_outage_hours CHECK (first_hour BETWEEN 0 AND 23 AND until_hour BETWEEN 1 AND 24)
);

CREATE INDEX ix_facility_outage_facility ON facility_outage (facility_id, valid_from);

CREATE TABLE maintenance_contract (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    number VARCHAR(60) NOT NULL,
    scope VARCHAR(200) NOT NULL,
    response_hours INT NOT NULL,
    cost_yuan BIGINT,
    contractor_id UUID NOT NULL,
    facility_id UUID NOT NULL,
    renews_id UUID,
    CONSTRAINT uq_maintenance_contract_number UNIQUE (number),
    CONSTRAINT fk_maintenance_contract_contractor_id FOREIGN KEY (contractor_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_maintenance_contract_facility_id FOREIGN KEY (facility_id) REFERENCES command_facility (id) ON DELETE RESTRICT,
    CONSTRAINT fk_maintenance_contract_renews_id FOREIGN KEY (renews_id) REFERENCES maintenance_contract (id) ON DELETE RESTRICT,
    CONSTRAINT ck_maintenance_contract_version CHECK (version >= 1),
    CONSTRAINT ck_maintenance_contract_validity CHECK (valid_to IS NULL OR valid_to > valid_from),
    CONSTRAINT ck_maintenance_contract_response_hours CHECK (response_hours BETWEEN 1 AND 8760),
    CONSTRAINT ck_maintenance_contract_cost_yuan CHECK (cost_yuan IS NULL OR cost_yuan >= 0)
);

CREATE INDEX ix_maintenance_contract_facility ON maintenance_contract (facility_id, valid_from);

CREATE INDEX ix_maintenance_contract_contractor ON maintenance_contract (contractor_id);

CREATE INDEX ix_maintenance_contract_renews ON maintenance_contract (renews_id);
