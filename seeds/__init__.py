"""
Synthetic worlds: the real tree of districts, invented units, and one seed number behind them.

Nothing here can be taken for real but the regions and the calendar: every name says 示例, every
telephone number begins with 000, every person is a number.

Reading order: `worlds` (identifiers and chance from the seed) → `sheets` and `data/*.csv` (reviewed
reference tables, each row with its source) → `places` → `references` → `layout` (which teams a city
has) → `organizations` → `centers` → `teams` → `people` → `resources` → `closures` → `executions` and
`fixed_dates` (what was held, what is dated already) → `cities` → `scales` → `load`. Apart from it:
`cheating` (schemes planted for the inflation screen).
"""
