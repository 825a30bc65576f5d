"""The REST face: alerts in, lists and renditions out, and how one's own submissions stand.

Views parse, make one call and render. They declare the scope of each method (`required_scopes`) and
raise domain errors; hub.api enforces and translates, this room knows nothing of it.
"""
