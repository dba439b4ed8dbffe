"""
Earliest finish, and nothing else: the year as a project with scarce resources (RCPSP).

Where only leaving out and the finish of the year's work cost anything, and every event has one way to be
held, start integers and intervals say the problem in a fraction of the rows, and fifty years of project
scheduling apply. Reading order: `shape` (which problems these are, as jobs), `lower` (bounds before any
search), `generation` (a list of jobs becomes a schedule), `sampling` (good lists), `model` (CP-SAT on
intervals), `course` (who runs when). What it cannot say is left to the time-indexed model.
"""
