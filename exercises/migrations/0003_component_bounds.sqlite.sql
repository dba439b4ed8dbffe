-- What is proven of each component of a plan's cost
ALTER TABLE training_plan ADD COLUMN component_bounds JSON;
