"""
Double-random inspections 双随机一公开: draws that nobody can steer and anybody can run again.

Reading order: `chance` (draw/v1) → `drawing` (the rules, pure) → `manifests` → `inspectors`, `plans`,
`freezing`, `revealing` (the steps, each once) → `reading`. What is published: docs/reference/draw-format.md.
"""
