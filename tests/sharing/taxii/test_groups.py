"""Collections of groups: what is added goes to the group and comes back to its sender; nobody else knows."""

from base64 import b64encode
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from sharing.delivery.models import FeedObject
from sharing.groups.models import SharingGroup
from sharing.groups.services import form_group, leave_group, place_group
from sharing.ingest.models import Submission
from sharing.members.actors import SYSTEM, Scope
from sharing.members.services import issue_credential
from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import EXCHANGE
from tests.factories.bundles import AT, make_bundle
from tests.factories.console import last_events, refuse, run
from tests.factories.journeys import work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"


@pytest.fixture
def members(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


@pytest.fixture
def pair(exchange, now):
    """A second group, of bank and peer alone."""
    both = [exchange["bank"].institution, exchange["peer"].institution]
    return form_group(actor=SYSTEM, now=now, slug="pair", name="Pair", members=both)


def identity(**changes):
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "A company",
        "identity_class": "organization",
        **changes,
    }


def add(client, slug, *objects, collection="circle", root=None):
    address = f"/taxii2/{root or slug}/collections/{collection}/objects/"
    raw = orjson.dumps({"objects": list(objects)})
    answer = client.post(address, raw, content_type=TAXII)
    assert answer.status_code == 202, answer.content
    work(timezone.now())
    return answer.json()


def read(client, slug, collection="circle", root=None):
    answer = client.get(f"/taxii2/{root or slug}/collections/{collection}/objects/")
    assert answer.status_code == 200, answer.content
    return answer.json().get("objects", [])


def test_what_is_added_reaches_the_members_and_its_sender_as_it_was_sent(members):
    sent = identity(labels=["fund-custody"], name="资金存管 ≤ 0.95")

    add(members["bank"], "bank", sent)

    assert read(members["bank"], "bank") == [sent]
    assert read(members["peer"], "peer") == [sent]
    assert read(members["platform"], "platform") == [sent]
    assert read(members["peer"], "peer", "inbox") == [sent]
    assert read(members["bank"], "bank", "inbox") == []
    assert members["outsider"].get("/taxii2/outsider/collections/circle/").status_code == 404
    assert read(members["outsider"], "outsider", "inbox") == []


@pytest.mark.parametrize("audience", ["role:bank", "member:{peer}"])
def test_what_is_added_goes_to_the_group_whatever_else_its_envelope_names(
    members, exchange, audience
):
    content = make_bundle()["objects"]
    envelope = {
        "type": "grouping",
        "spec_version": "2.1",
        "id": f"grouping--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "RA-1",
        "context": "suspicious-activity",
        "object_refs": [one["id"] for one in content],
        "object_marking_refs": [TLP_2_IDS[Tlp.AMBER]],
        "extensions": {
            EXCHANGE: {
                "extension_type": "property-extension",
                "mode": "alert",
                "thread": str(uuid4()),
                "audience": [audience.format(peer=exchange["peer"].stix_id)],
            }
        },
    }

    add(members["bank"], "bank", *content, envelope)

    assert len(read(members["platform"], "platform")) == 3


def test_a_stricter_marking_holds(members):
    sent = identity(object_marking_refs=[TLP_2_IDS[Tlp.RED]])

    add(members["bank"], "bank", sent)

    assert read(members["peer"], "peer") == []
    assert read(members["platform"], "platform") == []


def test_unmarked_content_stays_within_the_group(members, pair):
    add(members["bank"], "bank", identity(), collection="pair")

    assert len(read(members["peer"], "peer", "pair")) == 1
    assert read(members["peer"], "peer", "circle") == []
    assert read(members["platform"], "platform", "circle") == []
    assert read(members["platform"], "platform", "inbox") == []


def test_collections_show_what_the_credential_may_do(exchange):
    member = exchange["peer"]
    flags = {}
    for scope in (Scope.TAXII_READ, Scope.TAXII_WRITE):
        issued = issue_credential(
            actor=SYSTEM,
            now=timezone.now(),
            institution=member.institution,
            scopes=frozenset({scope}),
        )
        pair = b64encode(f"{issued.client_id}:{issued.client_secret}".encode()).decode()
        client = Client(headers={"authorization": f"Basic {pair}"})
        listed = client.get("/taxii2/peer/collections/circle/")
        flags[scope] = listed.status_code, listed.json().get("can_write")
        if scope is Scope.TAXII_READ:
            answer = client.post(
                "/taxii2/peer/collections/circle/objects/",
                orjson.dumps({"objects": [identity()]}),
                content_type=TAXII,
            )
            assert answer.status_code == 403

    # Without the scope to read not even the collection resource is shown.
    assert flags == {Scope.TAXII_READ: (200, False), Scope.TAXII_WRITE: (403, None)}
    assert Submission.objects.count() == 0


def test_who_leaves_sees_the_collection_no_longer(members, exchange, now):
    add(members["bank"], "bank", identity())
    group = SharingGroup.objects.get(slug="circle")

    leave_group(
        actor=SYSTEM, now=timezone.now(), group=group, institution=exchange["peer"].institution
    )

    for tail in ("", "objects/", "manifest/"):
        left = members["peer"].get(f"/taxii2/peer/collections/circle/{tail}")
        never = members["peer"].get(f"/taxii2/peer/collections/nowhere/{tail}")
        assert (left.status_code, left.content) == (404, never.content)
    refused = members["peer"].post(
        "/taxii2/peer/collections/circle/objects/",
        orjson.dumps({"objects": [identity()]}),
        content_type=TAXII,
    )
    assert refused.status_code == 404
    assert Submission.objects.count() == 1
    listed = members["peer"].get("/taxii2/peer/collections/").json()["collections"]
    assert [one["alias"] for one in listed] == ["inbox", "submit"]


def test_positions_of_one_feed_tell_nothing_of_another(members, pair, exchange):
    for _ in range(3):
        add(members["bank"], "bank", identity(), collection="pair")
    add(members["bank"], "bank", identity())

    platform = members["platform"].get("/taxii2/platform/collections/circle/manifest/").json()
    token = members["peer"].get("/taxii2/peer/collections/pair/objects/?limit=1").json()["next"]

    assert len(platform["objects"]) == 1
    for slug, collection in (("peer", "circle"), ("peer", "inbox"), ("bank", "pair")):
        address = f"/taxii2/{slug}/collections/{collection}/objects/"
        assert members[slug].get(address, {"next": token}).status_code == 400
    assert not FeedObject.objects.filter(feed__recipient=exchange["outsider"].institution).exists()


# Further API roots -------------------------------------------------------------------------------


@pytest.fixture
def abroad(exchange, pair, now):
    place_group(
        actor=SYSTEM,
        now=now,
        group=pair,
        institution=exchange["bank"].institution,
        root="bank-abroad",
        title="Abroad",
    )
    return "bank-abroad"


def test_a_group_stands_in_one_root_and_the_default_comes_first(members, abroad):
    found = members["bank"].get("/taxii2/").json()

    roots = [f"http://testserver/taxii2/{slug}/" for slug in ("bank", abroad)]
    assert (found["default"], found["api_roots"]) == (roots[0], roots)
    assert members["bank"].get(f"/taxii2/{abroad}/").json()["title"] == "Abroad"
    aliases = {
        slug: [
            one["alias"]
            for one in members["bank"].get(f"/taxii2/{slug}/collections/").json()["collections"]
        ]
        for slug in ("bank", abroad)
    }
    assert aliases == {"bank": ["inbox", "submit", "circle"], abroad: ["pair"]}


def test_what_is_in_one_root_is_missing_in_the_other(members, abroad):
    sent = identity()
    there = add(members["bank"], "bank", sent, collection="pair", root=abroad)
    here = add(members["bank"], "bank", identity())
    bank = members["bank"]
    collection = bank.get(f"/taxii2/{abroad}/collections/pair/").json()["id"]

    assert read(bank, "bank", "pair", root=abroad) == [sent]
    assert bank.get(f"/taxii2/{abroad}/status/{there['id']}/").status_code == 200
    for missing in (
        f"/taxii2/bank/status/{there['id']}/",
        f"/taxii2/{abroad}/status/{here['id']}/",
        f"/taxii2/bank/collections/{collection}/",
        f"/taxii2/bank/collections/{collection}/objects/",
        f"/taxii2/bank/collections/circle/objects/{sent['id']}/",
        f"/taxii2/{abroad}/collections/inbox/",
        f"/taxii2/{abroad}/collections/circle/objects/",
    ):
        assert bank.get(missing).status_code == 404, missing
    assert members["peer"].get(f"/taxii2/{abroad}/").status_code == 404
    assert read(members["peer"], "peer", "pair") == [sent]


def test_an_operator_places_a_group_and_brings_it_back(exchange, members, pair):
    output = run("place_group pair bank bank-abroad --title Abroad")
    details = {"institution": exchange["bank"].stix_id, "api_root": "bank-abroad"}

    assert output == "pair of bank is in bank-abroad\n"
    assert last_events(1) == [("groups.group.placed", "operator", "group:pair", details)]
    run("place_group pair bank bank")
    assert members["bank"].get("/taxii2/bank/collections/pair/").status_code == 200
    assert members["bank"].get("/taxii2/bank-abroad/").status_code == 404


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("place_group nowhere bank abroad", "no group has this slug"),
        ("place_group circle nobody abroad", "no institution has this slug"),
        ("place_group circle outsider abroad", "the institution is not in the group"),
        ("place_group circle bank peer", "the API root is another's"),
        ("place_group circle peer bank-abroad", "the API root is another's"),
        ("place_group circle bank Abroad!", "argument root: must be lower-case"),
    ],
)
def test_a_wrong_word_about_a_place_changes_nothing(exchange, abroad, line, rule):
    assert rule in refuse(line)
