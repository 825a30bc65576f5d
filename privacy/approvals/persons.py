"""Who may ask and decide: persons only, and two different ones (control matrix PC-41)."""

# As actors are named in the audit log: machine credentials, and the hub at work by itself.
MACHINE = "client:"
HUB = "hub"


def is_person(actor: str) -> bool:
    """Say whether a person acts, not a machine credential nor the hub by itself."""
    return bool(actor) and actor != HUB and not actor.startswith(MACHINE)


def are_one(first: str, second: str) -> bool:
    """Say whether two actors are one person, who may act for several institutions.

    Actors are named `user:<id>@<institution>`; what stands before the sign names the person.
    """
    return first.partition("@")[0] == second.partition("@")[0]
