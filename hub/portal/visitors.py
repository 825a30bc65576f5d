"""Who looks at a page: a person, the institution they act for and what it is."""

from dataclasses import dataclass

from django.http import HttpRequest

from sharing.members.actors import Actor, Scope
from sharing.members.selectors import actor_of_person, get_institution

_KEPT = "_portal_visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person with a desk. `territory` is what the institution covers, its own first."""

    actor: Actor
    institution: str
    kind: str
    territory: tuple[str, ...]

    @property
    def supervises(self) -> bool:
        """Say whether the institution is a supervisory authority."""
        return self.kind == "regulator"

    @property
    def reads_alerts(self) -> bool:
        """Say whether any role opens the pages of alerts."""
        return self.actor.may(Scope.ALERTS_READ)

    @property
    def sends_alerts(self) -> bool:
        """Say whether any role may send alerts."""
        return self.actor.may(Scope.ALERTS_WRITE)

    @property
    def handles_privacy(self) -> bool:
        """Say whether any role opens the pages of privacy officers."""
        return self.actor.may(Scope.PRIVACY_READ)

    @property
    def reads_consents(self) -> bool:
        """Say whether any role opens notices and consents."""
        return self.actor.may(Scope.CONSENTS_READ)

    @property
    def reads_requests(self) -> bool:
        """Say whether any role opens requests and complaints of persons."""
        return self.actor.may(Scope.RIGHTS_READ)

    @property
    def home(self) -> str:
        """Return the name of the page that the visitor starts from."""
        return "portal:supervision" if self.supervises else "portal:desk"


def find_visitor(request: HttpRequest) -> Visitor | None:
    """Return who is looking, or None for strangers and people without a membership.

    Looked up once a request: the view and the frame around its page both ask.
    """
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _look_up(request))
    found: Visitor | None = getattr(request, _KEPT)
    return found


def _look_up(request: HttpRequest) -> Visitor | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    actor = actor_of_person(user.pk)
    if actor is None:
        return None
    institution = get_institution(actor.institution_id)
    return Visitor(
        actor=actor,
        institution=institution.name,
        kind=institution.kind,
        territory=tuple(dict.fromkeys([institution.jurisdiction, *institution.covers])),
    )
