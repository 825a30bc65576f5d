"""Find what an operator names, or say that there is none."""

from django.core.management.base import CommandError

from sharing.groups.models import SharingGroup
from sharing.groups.selectors import find_group


def find_named_group(slug: str) -> SharingGroup:
    """Return the group of a slug. Raises CommandError."""
    group = find_group(slug=slug)
    if group is None:
        raise CommandError("no group has this slug; list_members shows the groups")
    return group
