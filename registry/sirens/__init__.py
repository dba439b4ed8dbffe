"""
Sirens: their points and lives, the tests in which they sounded, their faults, and whom they reach.

`life` (register, change, move) · `faults` · `soundings` (record, rate) · `geometry` (who hears what:
arrays only, no database) · `coverage` (area and population reached).
"""
