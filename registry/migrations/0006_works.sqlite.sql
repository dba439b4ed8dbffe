-- Civil-defence works, certificates, shelters and the five-level network
SELECT 1;
