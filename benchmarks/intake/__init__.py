"""How long a spreadsheet of 100,000 rows takes from file to ledger, and how much memory, on both databases."""
