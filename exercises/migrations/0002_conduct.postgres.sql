-- Who took part in an execution, when it was held, and who graded it
ALTER TABLE execution ADD COLUMN begun_at TIMESTAMPTZ;

ALTER TABLE execution ADD COLUMN ended_at TIMESTAMPTZ;

ALTER TABLE execution_team ADD COLUMN evaluator VARCHAR(120) NOT NULL DEFAULT '';

ALTER TABLE execution_team ADD COLUMN evaluator_external BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE attendance (
    id UUID PRIMARY KEY,
    version INT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    status VARCHAR(40) NOT NULL,
    arrived_at TIMESTAMPTZ,
    note VARCHAR(300) NOT NULL,
    execution_team_id UUID NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT ck_attendance_status CHECK (status IN ('present', 'late', 'excused', 'absent', 'substituted')),
    CONSTRAINT fk_attendance_execution_team_id FOREIGN KEY (execution_team_id) REFERENCES execution_team (id) ON DELETE RESTRICT,
    CONSTRAINT fk_attendance_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT ck_attendance_version CHECK (version >= 1),
    CONSTRAINT ck_attendance_validity CHECK (valid_to IS NULL OR valid_to > valid_from)
);

CREATE UNIQUE INDEX ix_attendance_execution_team ON attendance (execution_team_id, person_id);

CREATE INDEX ix_attendance_person ON attendance (person_id);
