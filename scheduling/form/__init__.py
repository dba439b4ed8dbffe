"""
The JSON form of problems, plans and outcomes: what each field means, its schema, how faults are told.

`fields` is the table behind it all, `schema` makes JSON Schema of it, `faults` puts what a reader found
wrong in words. Reading and writing themselves are `scheduling.serial`.
"""
