"""
Cheating scenarios: schemes that inflate records, and honest look-alikes, planted on top of a seeded world.

Never part of the default seed: `plant` is called by tests and benchmarks of the inflation screen only.
Reading order: `book` (what an office enters, and when) → `presence`, `records` (the schemes) → `planting`.
"""
