"""
Intake and export: spreadsheets checked against the register, shown as a difference, applied as one act.

Reading order: `register` (what a register is) → `registers` (the registers there are) → `planned` (a row
on its way) → `checking` (file to difference) → `workspace` (the difference on disk) → `applying` and
`undoing` (difference to rows) → `batches` (the life of a batch) → `exporting`. Files themselves, without
any database: `files`.
"""
