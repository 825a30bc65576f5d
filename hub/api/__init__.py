"""What every endpoint shares: who is calling, what they may do, how errors look, logs and the schema.

The endpoints of alerts live in sharing.api and those of TAXII in sharing.taxii; they declare the scopes
they need (`required_scopes`) and raise domain errors, and this room enforces and translates.
"""
