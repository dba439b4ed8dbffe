"""
The training year: what must be trained, when it is planned, and what came of it.

Reading order: `codes` → `tables` → `workdays` → `default_syllabus` → `syllabus` → `planning` → `runs`
→ `storing` → `plans` → `events` → `links` → `calendars`, `workbook`. `scopes` registers the tables with
the registry's gate and is imported with `exercises.tables`' users.
"""
