"""Moving one event by hand: what a move breaks, and better places with what they change."""

from scheduling.moves.moving import Suggestion, check_move, moved, suggest

__all__ = ["Suggestion", "check_move", "moved", "suggest"]
