-- Matches and findings of the consistency rules
SELECT 1;
