"""The page about the profile: true of the code, and its bundles are taken."""

from html import unescape

import orjson
import pytest

from hub.api.profile import EXAMPLES, EXTENSIONS, RULES
from sharing.stix.alert import read_alerts
from sharing.stix.vocabulary import OUR_EXTENSIONS, read_catalogue
from tests.conftest import NOW

BUNDLES = {mode: bundle for mode, _, bundle in EXAMPLES}


@pytest.mark.parametrize("mode", ["alert", "request", "provide", "retract"])
def test_the_bundles_are_read_as_what_they_are(mode):
    (alert,) = read_alerts(orjson.dumps(BUNDLES[mode]), received_at=NOW, split=False)

    assert alert.facts.mode == mode
    assert alert.facts.conversation.person_level
    assert list(alert.warnings) == []


def test_the_page_shows_each_extension_rule_and_bundle(client):
    page = unescape(client.get("/api/docs/profile").content.decode())

    assert {identifier for _, identifier, _ in EXTENSIONS} == OUR_EXTENSIONS
    for name, identifier, _ in EXTENSIONS:
        assert identifier in page
        for member in read_catalogue("profile_schemas.json")[name]["properties"]:
            assert f"<code>{member}</code>" in page
    for name, rule in RULES:
        assert f"<dt>{name}</dt>" in page
        assert rule in page
    for mode in BUNDLES:
        assert f'id="bundle-{mode}"' in page


def test_each_mode_and_each_threshold_is_explained():
    text = " ".join(rule for _, rule in RULES)
    modes = read_catalogue("profile_schemas.json")["exchange"]["properties"]["mode"]["enum"]

    assert [mode for mode in modes if mode not in text] == []
    for rule in ("two-red-flags", "one-decisive-flag", "standard-of-proof"):
        assert rule in text
