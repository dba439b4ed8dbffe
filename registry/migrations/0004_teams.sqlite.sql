-- Reorganization of teams, commitment letters, inspections and evidence
SELECT 1;
