"""Two years side by side: by component, by event with reasons, by month and by region."""

from scheduling.compare.comparing import Comparison, Difference, EventChange, Share, compare, difference

__all__ = ["Comparison", "Difference", "EventChange", "Share", "compare", "difference"]
