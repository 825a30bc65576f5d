"""Members: institutions, the people and machines that act for them, and what each may do.

Doors: `actors.Actor` (who acts), `services` (register, grant, issue, rotate, revoke, authenticate),
`selectors`. Knows nothing of alerts.
"""
