"""Explanations: reasons, remedies, conflicts, bottlenecks."""
