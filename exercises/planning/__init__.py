"""
From registry, syllabus and calendar to one `scheduling.Problem`.

Reading order: `facts` (what is known) → `reading` (from the database) → `windows`, `crews`, `grounds`
→ `draft` → `local`, `citywide`, `given`, `pairs` (demands become events) → `series` → `standing` (the
version already issued) → `frame`.
"""

from exercises.planning.facts import YearFacts
from exercises.planning.frame import problem_of
from exercises.planning.framing import draft_issue_date, frame_problem

__all__ = ["YearFacts", "draft_issue_date", "frame_problem", "problem_of"]
