"""Officers of the bank at their pages, and what may wait for them."""

import pytest

from privacy.transfers.models import Assessment
from sharing.holds.models import Hold
from sharing.members.actors import Role
from tests.factories.journeys import send, work

PHONE = "13800138000"


@pytest.fixture
def officer(exchange, as_person):
    """A privacy officer of the bank."""
    return as_person(exchange["bank"], Role.PRIVACY_OFFICER)


@pytest.fixture
def second(exchange, as_person):
    """Another one, who may approve what the first proposed."""
    return as_person(exchange["bank"], Role.PRIVACY_OFFICER)


@pytest.fixture
def waiting(exchange, clock):
    """Copies of one alert that wait because the programme has no assessment; return their holds."""
    Assessment.objects.all().delete()
    send(exchange["bank"], now=clock, description=f"Call {PHONE}.")
    work(clock)
    return list(Hold.objects.select_related("recipient").order_by("id"))
