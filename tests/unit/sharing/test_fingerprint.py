"""Two sendings of one report share a key; a drill never shares one with a real alert."""

from copy import deepcopy

from sharing.cases.fingerprint import Key, digest_content, fingerprint
from sharing.stix.observables import Observable
from tests.factories.bundles import make_bundle


def test_a_resend_under_new_ids_has_the_same_content_digest():
    assert digest_content(make_bundle()) == digest_content(make_bundle())


def test_other_words_make_another_content_digest():
    assert digest_content(make_bundle()) != digest_content(make_bundle(name="Something else"))


def test_the_markings_and_the_author_do_not_change_the_content_digest():
    bundle = make_bundle()
    other = deepcopy(bundle)
    other["objects"][0]["created_by_ref"] = "identity--1"
    other["objects"][1]["object_marking_refs"] = ["marking-definition--1"]

    assert digest_content(bundle) == digest_content(other)


def test_keys_come_strongest_first_and_only_from_strong_observables():
    bundle = make_bundle()
    observables = [
        Observable("domain", "b.example", strong=True),
        Observable("ipv4", "192.0.2.1", strong=False),
        Observable("url", "https://b.example/x", strong=True),
    ]

    keys = fingerprint(
        bundle=bundle, root=("bank", "report--1"), exercise=False, observables=observables
    )

    assert [key.rule for key in keys] == ["root", "content", "observable", "observable"]
    assert keys[0] == Key("root", "bank\x1freport--1")
    assert keys[2:] == (
        Key("observable", "domain\x1fb.example"),
        Key("observable", "url\x1fhttps://b.example/x"),
    )


def test_an_exercise_shares_no_key_with_the_same_alert_in_earnest():
    bundle = make_bundle()
    real = fingerprint(bundle=bundle, root=("bank", "report--1"), exercise=False, observables=())
    drill = fingerprint(bundle=bundle, root=("bank", "report--1"), exercise=True, observables=())

    assert not {key.value for key in real} & {key.value for key in drill}
