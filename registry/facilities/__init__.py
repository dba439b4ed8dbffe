"""
Command facilities: what stands, what works from it, when it is out, and who maintains it.

`register` (facilities and what works from them) · `outages` (proposed, approved, withdrawn, ended) ·
`availability` (hours out of hours, no database) · `readiness` (the always-on state) · `contracts`.
"""
