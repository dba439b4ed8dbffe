-- Intake batches and exports
SELECT 1;
