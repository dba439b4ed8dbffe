-- What is proven of each component of a plan's cost; runs that repair a version, and what they interrupt
ALTER TABLE training_plan ADD COLUMN component_bounds JSON;

ALTER TABLE training_plan ADD COLUMN interrupted JSON;

ALTER TABLE plan_run ADD COLUMN mode VARCHAR(40) NOT NULL DEFAULT 'plan' CONSTRAINT ck_plan_run_mode CHECK (mode IN ('plan', 'only_repair', 'repair_and_improve'));

ALTER TABLE plan_run ADD COLUMN repaired JSON;
