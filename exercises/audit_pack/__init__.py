"""
The audit pack 审计材料: all an auditor needs to judge the readiness of a region, on paper and as a workbook.

Reading order: `pack` (what is in it) → `gathering` (out of the past, at two times) → `teams`, `records`,
`rules`, `closing` (its topics) → `workbook` and `printing` (the two files) → `files` (both, with digests).
"""
