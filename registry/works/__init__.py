"""
Civil-defence works: their register, what was found out about them, and what becomes of them.

Reading order: `dated` (facts that follow one another) → `register` → `findings` (surveys and tests) →
`classes` (the four-way class) → `projects` (stages, acceptance) → `certificate_state` → `certificates`
→ `certificate_changes` → `openings` (shelters, parking bays) → `clocks` (what falls due) → `figures`.

The written rules behind the class and the certificate are not public: what stands here instead is
assumed, and each assumed number is a `RuleFigure` an office can replace (`registry.rules`).
"""
