"""The WSGI entrance: API, TAXII and portal."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

application = get_wsgi_application()
# Load every face now: the first caller should not wait for the imports.
get_resolver().url_patterns  # noqa: B018  # reading it is what loads
