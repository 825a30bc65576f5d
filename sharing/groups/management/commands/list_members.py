"""The register of members at a glance. A credential is live until it is revoked or expires."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db.models import Count, Q
from django.utils import timezone

from sharing.groups.models import GroupMembership
from sharing.members.models import Institution

COLUMNS = ("slug", "kind", "jurisdiction", "status", "credentials", "groups")


class Command(BaseCommand):
    """List the institutions: kind, jurisdiction, status, live credentials, groups."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the choice of JSON."""
        parser.add_argument(
            "--json", action="store_true", help="as JSON, with names and STIX ids too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print."""
        members = _describe_members(timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(members, ensure_ascii=False, indent=1))
            return
        rows = [COLUMNS, *(tuple(_as_text(one[name]) for name in COLUMNS) for one in members)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _describe_members(now: datetime) -> list[dict[str, Any]]:
    groups = _groups_by_member(now)
    live = Q(credentials__revoked_at=None, credentials__expires_at__gt=now)
    institutions = Institution.objects.annotate(live=Count("credentials", filter=live))
    return [
        {
            "slug": one.slug,
            "name": one.name,
            "stix_id": one.stix_id,
            "kind": one.kind,
            "jurisdiction": one.jurisdiction,
            "status": one.status,
            "credentials": one.live,
            "groups": groups[one.id],
        }
        for one in institutions.order_by("slug")
    ]


def _groups_by_member(now: datetime) -> defaultdict[UUID, list[str]]:
    groups: defaultdict[UUID, list[str]] = defaultdict(list)
    current = GroupMembership.objects.exclude(left_at__lte=now).order_by("group__slug")
    for institution_id, slug in current.values_list("institution_id", "group__slug"):
        groups[institution_id].append(slug)
    return groups


def _as_text(value: str | int | list[str]) -> str:
    return (",".join(value) or "-") if isinstance(value, list) else str(value)
