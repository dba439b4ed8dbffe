-- Reviews, checklists and verification of mobilization centers
SELECT 1;
