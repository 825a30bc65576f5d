"""What a person prefers of the look; kept in a cookie, so that it holds before signing in too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
THEMES = ("auto", "light", "dark")
_ONE_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """Return `light` or `dark` as chosen, else `auto`: as the device is set."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


@require_POST
def keep_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to the page, which must be one of ours."""
    answer = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme", "auto")
    if chosen in THEMES:
        answer.set_cookie(
            COOKIE,
            chosen,
            max_age=_ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"
