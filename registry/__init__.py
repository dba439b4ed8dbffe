"""
What exists, since when, who may see it: regions, organizations, centers, teams, people, equipment.

Every change goes through one door (`history`), which writes the row and appends to a hash-chained
ledger; every read of a scoped table goes through one gate (`access`), which adds the caller's regions.

Reading order: `codes` → `tables` → `errors` → `periods` → `history` (the door) and `ledger` (what it
leaves behind) → `roles`, `scopes`, `access` (the gate) and `tokens` → `lifecycle` → `teams`,
`memberships`, `centers`, `organizations`, `unavailability` (what people do all day) → `coverage` →
`regions`, `credit_code` → `constraints`, `database`, `sqlite_engine`, `migrating`, `migrations` (how it
is stored).
"""
