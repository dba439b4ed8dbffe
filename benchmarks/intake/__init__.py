"""How long a large spreadsheet takes from file to ledger and back, and how much memory, on both databases."""
