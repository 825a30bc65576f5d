"""Response: what members do about an alert, until when, and who has not.

Doors: `duties.open_duties` and `recalls.recall_alert` (called by the pipeline), `services` and `recalls` (acts
of members), `escalation.escalate`, `selectors` and `overview` (who may see whose response). A recipient sees
its own; the reporter sees by name those it may know and counts the others; a regulator that received the
alert sees all. Where the reporter is hidden from a recipient, nothing here names it, gives its words or
shows it by elimination.
"""
