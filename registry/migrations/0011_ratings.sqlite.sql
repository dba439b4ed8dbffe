-- Ratings kept: the current one of each team, their counts by region and category, and each night's
CREATE TABLE team_readiness (
    team_id CHAR(36) PRIMARY KEY NOT NULL,
    rated_on DATE NOT NULL,
    region_id CHAR(36) NOT NULL,
    category VARCHAR(40) NOT NULL,
    level SMALLINT,
    computed SMALLINT,
    shown SMALLINT,
    unverified INT NOT NULL,
    areas VARCHAR(4) NOT NULL,
    ages VARCHAR(4) NOT NULL,
    fractions JSON NOT NULL,
    caps JSON NOT NULL,
    rule_version VARCHAR(64) NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    known_at TIMESTAMP NOT NULL,
    CONSTRAINT fk_team_readiness_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE,
    CONSTRAINT fk_team_readiness_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE CASCADE,
    CONSTRAINT ck_team_readiness_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_team_readiness_levels CHECK (level BETWEEN 1 AND 5 AND shown BETWEEN 1 AND 5 AND (computed IS NULL OR computed BETWEEN 1 AND 4)),
    CONSTRAINT ck_team_readiness_rated CHECK ((level IS NULL) = (shown IS NULL)),
    CONSTRAINT ck_team_readiness_letters CHECK (length(areas) = 4 AND length(ages) = 4 AND length(rule_version) = 64 AND length(input_hash) = 64)
);

CREATE INDEX ix_team_readiness_cell ON team_readiness (region_id, category);

CREATE TABLE readiness_rollup (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    region_id CHAR(36) NOT NULL,
    category VARCHAR(40) NOT NULL,
    teams INT NOT NULL,
    level_1 INT NOT NULL,
    level_2 INT NOT NULL,
    level_3 INT NOT NULL,
    level_4 INT NOT NULL,
    level_5 INT NOT NULL,
    unrated INT NOT NULL,
    unverified INT NOT NULL,
    overridden INT NOT NULL,
    sums JSON NOT NULL,
    CONSTRAINT fk_readiness_rollup_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE CASCADE,
    CONSTRAINT ck_readiness_rollup_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_readiness_rollup_teams CHECK (teams = level_1 + level_2 + level_3 + level_4 + level_5 + unrated),
    CONSTRAINT uq_readiness_rollup_cell UNIQUE (region_id, category)
);

CREATE TABLE readiness_snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id CHAR(36) NOT NULL,
    day DATE NOT NULL,
    task_state VARCHAR(40) NOT NULL,
    region_id CHAR(36) NOT NULL,
    category VARCHAR(40) NOT NULL,
    level SMALLINT,
    computed SMALLINT,
    shown SMALLINT,
    unverified INT NOT NULL,
    areas VARCHAR(4) NOT NULL,
    ages VARCHAR(4) NOT NULL,
    fractions JSON NOT NULL,
    caps JSON NOT NULL,
    rule_version VARCHAR(64) NOT NULL,
    input_hash VARCHAR(64) NOT NULL,
    known_at TIMESTAMP NOT NULL,
    CONSTRAINT ck_readiness_snapshot_task_state CHECK (task_state IN ('peace', 'emergency', 'war')),
    CONSTRAINT ck_readiness_snapshot_category CHECK (category IN ('RRP', 'MED', 'FIR', 'SEC', 'CBR', 'COM', 'TRN', 'PSY', 'INF', 'CAM', 'UAV', 'CUA', 'ROB', 'NET', 'GAV', 'SAT', 'MCP', 'SRN', 'I_TRANSPORT', 'I_POST', 'I_HEALTH', 'I_FOOD', 'I_CONSTRUCTION', 'I_ENERGY', 'I_WATER', 'I_NUCLEAR', 'I_MEDIA', 'I_DEFENCE', 'I_MUNICIPAL')),
    CONSTRAINT ck_readiness_snapshot_levels CHECK (level BETWEEN 1 AND 5 AND shown BETWEEN 1 AND 5 AND (computed IS NULL OR computed BETWEEN 1 AND 4)),
    CONSTRAINT ck_readiness_snapshot_rated CHECK ((level IS NULL) = (shown IS NULL)),
    CONSTRAINT ck_readiness_snapshot_letters CHECK (length(areas) = 4 AND length(ages) = 4 AND length(rule_version) = 64 AND length(input_hash) = 64),
    CONSTRAINT uq_readiness_snapshot_team UNIQUE (team_id, day, task_state)
);

CREATE INDEX ix_readiness_snapshot_curve ON readiness_snapshot (region_id, day);
