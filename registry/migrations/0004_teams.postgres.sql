CREATE TABLE evidence_file (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    sha256 VARCHAR(64) NOT NULL,
    size_bytes INT NOT NULL,
    media_type VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    salt VARCHAR(32) NOT NULL,
    uploaded_at TIMESTAMPTZ NOT NULL,
    region_id UUID NOT NULL,
    author_id UUID NOT NULL,
    CONSTRAINT ck_evidence_file_media_type CHECK (media_type IN ('pdf', 'png', 'jpeg', 'xlsx', 'docx', 'txt', 'ofd')),
    CONSTRAINT uq_evidence_file_content UNIQUE (region_id, sha256),
    CONSTRAINT ck_evidence_file_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT ck_evidence_file_size_bytes CHECK (size_bytes > 0),
    CONSTRAINT fk_evidence_file_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_evidence_file_version CHECK (version >= 1),
    CONSTRAINT ck_evidence_file_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE TABLE evidence_link (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    record_table VARCHAR(60) NOT NULL,
    record_id UUID NOT NULL,
    change_id UUID NOT NULL,
    note VARCHAR(300) NOT NULL,
    evidence_id UUID NOT NULL,
    CONSTRAINT uq_evidence_link_once UNIQUE (evidence_id, record_table, record_id, change_id),
    CONSTRAINT fk_evidence_link_evidence_id FOREIGN KEY (evidence_id) REFERENCES evidence_file (id) ON DELETE RESTRICT,
    CONSTRAINT ck_evidence_link_version CHECK (version >= 1),
    CONSTRAINT ck_evidence_link_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_evidence_link_record ON evidence_link (record_table, record_id);

CREATE TABLE membership_rule (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    double_service VARCHAR(40) NOT NULL,
    mark VARCHAR(40) NOT NULL,
    citation TEXT NOT NULL,
    region_id UUID,
    CONSTRAINT ck_membership_rule_double_service CHECK (double_service IN ('forbidden', 'militia', 'teams')),
    CONSTRAINT ck_membership_rule_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT fk_membership_rule_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_membership_rule_version CHECK (version >= 1),
    CONSTRAINT ck_membership_rule_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_membership_rule_region ON membership_rule (region_id, valid_from);

CREATE TABLE outside_service (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    unit VARCHAR(120) NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT ck_outside_service_kind CHECK (kind IN ('militia', 'reserve')),
    CONSTRAINT fk_outside_service_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT ck_outside_service_version CHECK (version >= 1),
    CONSTRAINT ck_outside_service_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_outside_service_person ON outside_service (person_id, valid_from);

CREATE TABLE commitment_letter (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    signed_on DATE NOT NULL,
    membership_id UUID NOT NULL,
    organization_id UUID,
    CONSTRAINT fk_commitment_letter_membership_id FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE RESTRICT,
    CONSTRAINT fk_commitment_letter_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_commitment_letter_version CHECK (version >= 1),
    CONSTRAINT ck_commitment_letter_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_commitment_letter_membership ON commitment_letter (membership_id, valid_from);

CREATE INDEX ix_commitment_letter_organization ON commitment_letter (organization_id);

CREATE INDEX ix_commitment_letter_end ON commitment_letter (valid_to);

CREATE TABLE employer_notice (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    training_on DATE NOT NULL,
    sent_on DATE NOT NULL,
    method VARCHAR(40) NOT NULL,
    sender VARCHAR(120) NOT NULL,
    persons INT NOT NULL,
    event_uid VARCHAR(80),
    note VARCHAR(300) NOT NULL,
    organization_id UUID NOT NULL,
    team_id UUID NOT NULL,
    CONSTRAINT ck_employer_notice_method CHECK (method IN ('letter', 'email', 'telephone', 'in_person', 'platform')),
    CONSTRAINT ck_employer_notice_sent_on CHECK (sent_on <= training_on),
    CONSTRAINT ck_employer_notice_persons CHECK (persons > 0),
    CONSTRAINT fk_employer_notice_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_employer_notice_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_employer_notice_version CHECK (version >= 1),
    CONSTRAINT ck_employer_notice_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_employer_notice_organization ON employer_notice (organization_id, training_on);

CREATE INDEX ix_employer_notice_team ON employer_notice (team_id, training_on);

CREATE TABLE reorganization (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    year SMALLINT NOT NULL,
    state VARCHAR(40) NOT NULL,
    muster_on DATE,
    muster_place VARCHAR(120),
    closed_on DATE,
    strength_before INT,
    strength_after INT,
    joined INT,
    departed INT,
    mustered INT,
    present INT,
    missing INT,
    surplus INT,
    team_id UUID NOT NULL,
    CONSTRAINT ck_reorganization_state CHECK (state IN ('open', 'completed', 'cancelled')),
    CONSTRAINT ck_reorganization_year CHECK (year BETWEEN 1949 AND 2200),
    CONSTRAINT ck_reorganization_closed_on CHECK ((state = 'open') = (closed_on IS NULL)),
    CONSTRAINT ck_reorganization_muster_on CHECK ((muster_on IS NULL) = (muster_place IS NULL)),
    CONSTRAINT fk_reorganization_team_id FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT ck_reorganization_version CHECK (version >= 1),
    CONSTRAINT ck_reorganization_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ux_reorganization_year ON reorganization (team_id, year) WHERE state <> 'cancelled';

CREATE TABLE reorganization_move (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(40) NOT NULL,
    role VARCHAR(40),
    reason VARCHAR(40),
    effective_on DATE NOT NULL,
    special_expertise VARCHAR(200),
    note VARCHAR(300) NOT NULL,
    reorganization_id UUID NOT NULL,
    membership_id UUID,
    person_id UUID,
    post_id UUID,
    CONSTRAINT ck_reorganization_move_kind CHECK (kind IN ('join', 'leave', 'change')),
    CONSTRAINT ck_reorganization_move_role CHECK (role IN ('leader', 'deputy', 'member')),
    CONSTRAINT ck_reorganization_move_reason CHECK (reason IN ('age', 'health', 'moved', 'employer', 'own_request', 'discipline', 'exempt', 'death', 'other')),
    CONSTRAINT uq_reorganization_move_membership UNIQUE (reorganization_id, membership_id),
    CONSTRAINT uq_reorganization_move_person UNIQUE (reorganization_id, person_id),
    CONSTRAINT ck_reorganization_move_subject CHECK ((kind = 'join') = (person_id IS NOT NULL) AND (kind = 'join') = (membership_id IS NULL)),
    CONSTRAINT ck_reorganization_move_leaving CHECK ((kind = 'leave') = (reason IS NOT NULL)),
    CONSTRAINT fk_reorganization_move_reorganization_id FOREIGN KEY (reorganization_id) REFERENCES reorganization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganization_move_membership_id FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganization_move_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganization_move_post_id FOREIGN KEY (post_id) REFERENCES post (id) ON DELETE RESTRICT,
    CONSTRAINT ck_reorganization_move_version CHECK (version >= 1),
    CONSTRAINT ck_reorganization_move_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_reorganization_move_member ON reorganization_move (membership_id);

CREATE INDEX ix_reorganization_move_person ON reorganization_move (person_id);

CREATE INDEX ix_reorganization_move_post ON reorganization_move (post_id);

CREATE TABLE reorganization_count (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    counted INT NOT NULL,
    recorded INT NOT NULL,
    note VARCHAR(300) NOT NULL,
    reorganization_id UUID NOT NULL,
    item_id UUID NOT NULL,
    CONSTRAINT uq_reorganization_count_item UNIQUE (reorganization_id, item_id),
    CONSTRAINT ck_reorganization_count_counted CHECK (counted >= 0),
    CONSTRAINT ck_reorganization_count_recorded CHECK (recorded >= 0),
    CONSTRAINT fk_reorganization_count_reorganization_id FOREIGN KEY (reorganization_id) REFERENCES reorganization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganization_count_item_id FOREIGN KEY (item_id) REFERENCES equipment_item (id) ON DELETE RESTRICT,
    CONSTRAINT ck_reorganization_count_version CHECK (version >= 1),
    CONSTRAINT ck_reorganization_count_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_reorganization_count_item ON reorganization_count (item_id);

CREATE TABLE reorganization_presence (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    presence VARCHAR(40) NOT NULL,
    note VARCHAR(300) NOT NULL,
    reorganization_id UUID NOT NULL,
    membership_id UUID NOT NULL,
    CONSTRAINT ck_reorganization_presence_presence CHECK (presence IN ('present', 'excused', 'absent')),
    CONSTRAINT uq_reorganization_presence_member UNIQUE (reorganization_id, membership_id),
    CONSTRAINT fk_reorganization_presence_reorganization_id FOREIGN KEY (reorganization_id) REFERENCES reorganization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganization_presence_membership_id FOREIGN KEY (membership_id) REFERENCES membership (id) ON DELETE RESTRICT,
    CONSTRAINT ck_reorganization_presence_version CHECK (version >= 1),
    CONSTRAINT ck_reorganization_presence_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_reorganization_presence_member ON reorganization_presence (membership_id);

CREATE TABLE inspection_schedule (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    kind VARCHAR(60) NOT NULL,
    interval_days INT NOT NULL,
    lead_days INT NOT NULL,
    mark VARCHAR(40) NOT NULL,
    citation TEXT NOT NULL,
    region_id UUID,
    CONSTRAINT ck_inspection_schedule_mark CHECK (mark IN ('S', 'R', 'I', 'A')),
    CONSTRAINT ck_inspection_schedule_interval_days CHECK (interval_days > 0),
    CONSTRAINT ck_inspection_schedule_lead_days CHECK (lead_days >= 0),
    CONSTRAINT fk_inspection_schedule_region_id FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT ck_inspection_schedule_version CHECK (version >= 1),
    CONSTRAINT ck_inspection_schedule_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_inspection_schedule_kind ON inspection_schedule (kind, valid_from);

CREATE INDEX ix_inspection_schedule_region ON inspection_schedule (region_id);

CREATE TABLE equipment_inspection (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    inspected_on DATE NOT NULL,
    result VARCHAR(40) NOT NULL,
    inspector VARCHAR(120) NOT NULL,
    next_due_on DATE,
    note VARCHAR(300) NOT NULL,
    item_id UUID NOT NULL,
    CONSTRAINT ck_equipment_inspection_result CHECK (result IN ('operational', 'monitor', 'repair_required', 'unserviceable', 'retired', 'lost', 'incomplete')),
    CONSTRAINT ck_equipment_inspection_next_due_on CHECK (next_due_on > inspected_on),
    CONSTRAINT fk_equipment_inspection_item_id FOREIGN KEY (item_id) REFERENCES equipment_item (id) ON DELETE RESTRICT,
    CONSTRAINT ck_equipment_inspection_version CHECK (version >= 1),
    CONSTRAINT ck_equipment_inspection_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_equipment_inspection_item ON equipment_inspection (item_id, inspected_on);

CREATE TABLE equipment_transfer (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    quantity INT NOT NULL,
    moved_on DATE NOT NULL,
    note VARCHAR(300) NOT NULL,
    item_id UUID NOT NULL,
    received_id UUID NOT NULL,
    from_team_id UUID NOT NULL,
    to_team_id UUID NOT NULL,
    from_owner_id UUID NOT NULL,
    to_owner_id UUID NOT NULL,
    CONSTRAINT ck_equipment_transfer_quantity CHECK (quantity > 0),
    CONSTRAINT fk_equipment_transfer_item_id FOREIGN KEY (item_id) REFERENCES equipment_item (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_transfer_received_id FOREIGN KEY (received_id) REFERENCES equipment_item (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_transfer_from_team_id FOREIGN KEY (from_team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_transfer_to_team_id FOREIGN KEY (to_team_id) REFERENCES team (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_transfer_from_owner_id FOREIGN KEY (from_owner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_equipment_transfer_to_owner_id FOREIGN KEY (to_owner_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT ck_equipment_transfer_version CHECK (version >= 1),
    CONSTRAINT ck_equipment_transfer_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE INDEX ix_equipment_transfer_item ON equipment_transfer (item_id, moved_on);

CREATE INDEX ix_equipment_transfer_received ON equipment_transfer (received_id);

CREATE INDEX ix_equipment_transfer_from_team ON equipment_transfer (from_team_id);

CREATE INDEX ix_equipment_transfer_to_team ON equipment_transfer (to_team_id);

CREATE INDEX ix_equipment_transfer_from_owner ON equipment_transfer (from_owner_id);

CREATE INDEX ix_equipment_transfer_to_owner ON equipment_transfer (to_owner_id);

ALTER TABLE qualification_type ADD COLUMN lead_days INT CONSTRAINT ck_qualification_type_lead_days CHECK (lead_days >= 0);

ALTER TABLE qualification_type ADD COLUMN supersedes_id UUID CONSTRAINT fk_qualification_type_supersedes_id REFERENCES qualification_type (id) ON DELETE RESTRICT;

ALTER TABLE qualification_grant ADD COLUMN revocation_reason VARCHAR(300);

ALTER TABLE qualification_grant ADD COLUMN renewal_of_id UUID CONSTRAINT fk_qualification_grant_renewal_of_id REFERENCES qualification_grant (id) ON DELETE RESTRICT;

ALTER TABLE membership ADD COLUMN special_expertise VARCHAR(200);

ALTER TABLE membership ADD COLUMN leave_reason VARCHAR(40) CONSTRAINT ck_membership_leave_reason CHECK (leave_reason IN ('age', 'health', 'moved', 'employer', 'own_request', 'discipline', 'exempt', 'death', 'other'));

CREATE INDEX ix_qualification_type_supersedes ON qualification_type (supersedes_id);

CREATE UNIQUE INDEX ux_qualification_grant_renewal ON qualification_grant (renewal_of_id);

CREATE INDEX ix_qualification_grant_end ON qualification_grant (valid_to);

CREATE INDEX ix_equipment_item_inspection ON equipment_item (next_inspection_on);
