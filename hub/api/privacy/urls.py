"""The addresses of the privacy topics, mounted under /api/v1; each topic lists its own."""

from typing import Any

urlpatterns: list[Any] = []
