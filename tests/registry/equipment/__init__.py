"""Tests of equipment: inspections, schedules, moves, hand-overs."""
