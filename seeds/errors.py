"""
What loading refuses.

SeedsError
 └ OtherWorldLoaded(seed)
"""

from __future__ import annotations

from typing import ClassVar


class SeedsError(Exception):
    """Anything seeding refuses."""

    code: ClassVar[str] = "SEEDS_ERROR"


class OtherWorldLoaded(SeedsError):
    """The database holds synthetic units made from another seed; two worlds would share their codes."""

    code: ClassVar[str] = "OTHER_WORLD_LOADED"

    def __init__(self, seed: int) -> None:
        self.seed = seed
        super().__init__(f"This database holds synthetic units of a seed other than {seed}.")

    @property
    def message_zh(self) -> str:
        """Return the sentence in Chinese."""
        return f"数据库中的示例单位不是由种子 {self.seed} 生成的。"
