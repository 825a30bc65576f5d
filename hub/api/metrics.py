"""Numbers for operators, in the format of Prometheus: counts and ages, nothing of any institution."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from rest_framework.exceptions import AuthenticationFailed

from hub.api.authentication import read_credentials
from hub.api.problems import answer, document
from sharing.ingest.progress import count_states, oldest_due


class QueueCollector(Collector):
    """Read the state of the queue when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yield submissions by state, and how long the oldest due one has waited."""
        states = GaugeMetricFamily("riskhub_submissions", "Submissions by state.", labels=["state"])
        for state, count in sorted(count_states().items()):
            states.add_metric([state], count)
        yield states
        now = timezone.now()
        due = oldest_due(now=now)
        yield GaugeMetricFamily(
            "riskhub_oldest_due_seconds",
            "How long the oldest submission that is due has waited.",
            value=(now - due).total_seconds() if due else 0,
        )


REGISTRY = CollectorRegistry()
REGISTRY.register(QueueCollector())


@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics to the holder of HUB_METRICS_TOKEN; without such a token there are none."""
    if not settings.METRICS_TOKEN:
        return answer(document("not-found"))
    if not _holds_token(request):
        response = answer(document("not-authenticated"))
        response["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return response
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _holds_token(request: HttpRequest) -> bool:
    try:
        token = read_credentials(request, "bearer") or ""
    except AuthenticationFailed:
        return False
    return hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
