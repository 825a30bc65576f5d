"""The addresses of the privacy topics, mounted under /api/v1; each topic lists its own."""

from typing import Any

from hub.api.privacy import (
    acts,
    assessments,
    complaints,
    consents,
    holds,
    incidents,
    legal_holds,
    mechanisms,
    notice_exceptions,
    notices,
    persons,
    registers,
    retention,
    rights,
)

urlpatterns: list[Any] = [
    *acts.urlpatterns,
    *assessments.urlpatterns,
    *complaints.urlpatterns,
    *consents.urlpatterns,
    *holds.urlpatterns,
    *incidents.urlpatterns,
    *legal_holds.urlpatterns,
    *mechanisms.urlpatterns,
    *notice_exceptions.urlpatterns,
    *notices.urlpatterns,
    *persons.urlpatterns,
    *registers.urlpatterns,
    *retention.urlpatterns,
    *rights.urlpatterns,
]
