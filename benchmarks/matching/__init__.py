"""How fast likely duplicates are found, against comparing every pair."""
