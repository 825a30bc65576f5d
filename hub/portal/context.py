"""What the frame around every page needs to know."""

from typing import Any

from django.http import HttpRequest

from hub.portal.preferences import theme_of
from hub.portal.visitors import find_visitor


def describe_visitor(request: HttpRequest) -> dict[str, Any]:
    """Return the visitor (None for strangers) and the theme that the page is drawn in."""
    return {"visitor": find_visitor(request), "theme": theme_of(request)}
