"""Set-wide readiness, measured against rating team after team."""
