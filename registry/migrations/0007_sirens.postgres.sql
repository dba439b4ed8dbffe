-- Sirens and command facilities
SELECT 1;
