"""Run management commands as an operator would, and see that a refused one changes nothing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hub.accounts.models import User
from privacy.audit.models import AuditEvent
from privacy.keys.models import DataKey
from sharing.groups.models import Agreement, GroupMembership, SharingGroup
from sharing.members.models import AccessToken, Institution, MachineCredential, Membership
from sharing.routing.models import Subscription

STORED = (
    User,
    Membership,
    Institution,
    MachineCredential,
    AccessToken,
    DataKey,
    SharingGroup,
    GroupMembership,
    Agreement,
    Subscription,
    AuditEvent,
)


def run(line, *words):
    """Run a command as the shell would split it; `words` may hold spaces."""
    output = StringIO()
    name, *arguments = line.split()
    call_command(name, *arguments, *words, stdout=output)
    return output.getvalue()


def refuse(line, *words):
    """Run a command that must fail; return its sentence and check that nothing has changed."""
    before = snapshot()
    with pytest.raises(CommandError) as refused:
        run(line, *words)
    assert snapshot() == before
    return str(refused.value)


def snapshot():
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in STORED}


def last_events(count):
    newest = list(AuditEvent.objects.order_by("-id")[:count])
    return [(event.action, event.actor, event.subject, event.details) for event in reversed(newest)]
