"""The ASGI entrance: the stream, and everything else for who wants it in one process.

Why one process may serve both, and what it costs: deploy/decisions/0009-stream.md.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

site = get_wsgi_application()

# It needs the settings, which stand from here on; with it every face is loaded at the start.
from hub.api.entrance import Entrance  # noqa: E402

application = Entrance(site)
