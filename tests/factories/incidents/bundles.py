"""A report as a STIX 2.1 bundle, in one of the forms that members' tools make."""

import uuid

from tests.factories.incidents.traces import Trace, make_object, make_pattern, make_token

_RISK_ALERT = "extension-definition--3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60"
_EXCHANGE = "extension-definition--5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79"
_TOKEN = "extension-definition--8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35"
_TLP_2 = (
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
)
_TLP_1 = {
    "white": "613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "f88d31f6-486f-44da-b317-01333bde0b82",
}
_CATEGORY = {"fund-misappropriation": "misappropriation"}


class Bundler:
    """Builds the bundle of one report; ids come from the generator, so that a seed gives one corpus."""

    def __init__(self, rng, *, author, party, event, lang, created):
        self.rng, self.event, self.party = rng, event, party
        self.created = stamp(created)
        self.objects = [author]
        self.common = {
            "spec_version": "2.1",
            "created_by_ref": author["id"],
            "created": self.created,
            "modified": self.created,
            **({"lang": lang} if rng.random() < 0.8 else {}),
            "object_marking_refs": [self._mark()],
        }

    def _mark(self):
        if self.rng.random() < 0.5:
            return self.rng.choice(_TLP_2)
        colour = self.rng.choice(tuple(_TLP_1))
        marking = {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": f"marking-definition--{_TLP_1[colour]}",
            "created": "2017-01-20T00:00:00.000Z",
            "definition_type": "tlp",
            "name": f"TLP:{colour.upper()}",
            "definition": {"tlp": colour},
        }
        self.objects.append(marking)
        return marking["id"]

    def add(self, kind, **properties):
        """Add an object with the common properties and return its id."""
        made = {"type": kind, "id": f"{kind}--{make_id(self.rng)}", **self.common, **properties}
        self.objects.append(made)
        return made["id"]

    def add_party(self, name):
        """Add the firm that the event is about, by that name."""
        return self.add("identity", name=name, identity_class="organization")

    def add_objects(self, traces):
        """Add the observable objects of the traces and return their ids."""
        made = {one["id"]: one for one in (make_object(trace, self.rng) for trace in traces)}
        account = self.event.details.get("account")
        if account and traces and self.rng.random() < 0.4:
            epoch = "2026h1" if self.rng.random() < 0.8 else "2026h2"
            token = make_token(account, _TOKEN, epoch)
            made = {token["id"]: token}
        self.objects += made.values()
        if made and self.rng.random() < 0.12:
            return [self._observe(list(made))]
        return list(made)

    def _observe(self, ids):
        """Add observed data around the observables."""
        moments = {"first_observed": self.created, "last_observed": self.created}
        count = self.rng.randint(1, 9)
        return self.add("observed-data", **moments, number_observed=count, object_refs=ids)

    def add_public(self, hosts):
        """Add hosts that everybody uses as if they were part of the event."""
        kinds = [Trace("ip" if host[0].isdigit() else "host", host) for host in hosts]
        made = {one["id"]: one for one in (make_object(trace, self.rng) for trace in kinds)}
        known = {member["id"] for member in self.objects}
        self.objects += [one for key, one in made.items() if key not in known]
        return list(made)

    def add_indicators(self, traces, title):
        """Add indicators for the traces, one or two patterns, and return their ids."""
        if not traces:
            return []
        halves = [traces] if self.rng.random() < 0.7 else [traces[::2], traces[1::2]]
        return [
            self.add(
                "indicator",
                name=title,
                pattern=make_pattern(half, self.rng),
                pattern_type="stix",
                pattern_version="2.1",
                valid_from=self.created,
                indicator_types=[self.rng.choice(("malicious-activity", "anomalous-activity"))],
            )
            for half in halves
            if half
        ]

    def _list_labels(self):
        labels = []
        if self.rng.random() < 0.75:
            labels.append(f"severity:{self.rng.choice(('low', 'medium', 'high', 'critical'))}")
        if self.rng.random() < 0.75:
            labels.append(f"jurisdiction:{self.event.party.region}")
        if self.rng.random() < 0.55:
            labels.append(f"{self.rng.choice(('risk-type', 'category'))}:{self.event.kind}")
        if self.event.drill:
            labels.append(self.rng.choice(("exercise", "drill")))
        return {"labels": labels} if labels else {}

    def finish(self, told, linked, party_id):
        """Add the root object in one of its forms and return (bundle, id of the root)."""
        forms = (self._as_incident, self._as_report, self._as_grouping, self._as_profile)
        form = self.rng.choices(forms, (4, 4, 1.5, 2))[0]
        if not linked and form == self._as_grouping:
            form = self._as_report
        if len(linked) == 1 and linked[0].startswith("indicator--") and self.rng.random() < 0.5:
            form = self._as_indicator
        root = form(told, linked, party_id)
        made = {"type": "bundle", "id": f"bundle--{make_id(self.rng)}"}
        if self.rng.random() < 0.5:
            self.rng.shuffle(self.objects)
        return {**made, "objects": self.objects}, root

    def _as_incident(self, told, linked, party_id):
        root = self.add("incident", **_describe(told), **self._list_labels())
        for target in linked:
            self.add(
                "relationship", relationship_type="related-to", source_ref=target, target_ref=root
            )
        if party_id and self.rng.random() < 0.6:
            self.add(
                "relationship", relationship_type="targets", source_ref=root, target_ref=party_id
            )
        return root

    def _as_report(self, told, linked, party_id):
        refs = [*linked, *([party_id] if party_id else [])] or [self.objects[0]["id"]]
        return self.add(
            "report",
            **_describe(told),
            published=self.created,
            report_types=["threat-report"],
            object_refs=refs,
            **self._list_labels(),
        )

    def _as_indicator(self, told, linked, _party_id):
        indicator = next(one for one in self.objects if one["id"] == linked[0])
        indicator |= {**_describe(told), **self._list_labels()}
        return linked[0]

    def _as_grouping(self, told, linked, party_id):
        note = self.add("note", abstract=told.title, content=told.text, object_refs=linked)
        refs = [*linked, note, *([party_id] if party_id else [])]
        handling = self._rehearse() if self.event.drill else self._list_labels()
        return self.add(
            "grouping",
            name=told.title,
            context="suspicious-activity",
            object_refs=refs,
            **handling,
        )

    def _rehearse(self):
        """Return the envelope of a drill (profile f6)."""
        envelope = {
            "extension_type": "property-extension",
            "mode": "exercise",
            "thread": make_id(self.rng),
            "audience": ["group:rehearsal-circle"],
        }
        return {"extensions": {_EXCHANGE: envelope}}

    def _as_profile(self, told, linked, party_id):
        rng, event = self.rng, self.event
        party_id = party_id or self.add_party(event.party.en_short)
        reference = f"RA-2026-{rng.randint(1, 999_999):06}"
        alert = {
            "extension_type": "property-extension",
            "alert_reference": reference,
            "categories": [_CATEGORY.get(event.kind, event.kind)],
            "stage": rng.choice(("signal", "suspected", "confirmed", "contained")),
            "severity": rng.randint(20, 95),
            "likelihood": rng.randint(20, 95),
            "detected_at": self.created,
            "subject_refs": [party_id],
            "personal_data": "none",
            "exercise": event.drill,
        }
        if rng.random() < 0.4:
            at = f"{event.day.isoformat()}T00:00:00.000Z"
            alert |= {"occurred_from": at, "occurred_to": at.replace("T00:00:00", "T23:59:59")}
        root = self.add(
            "incident",
            name=f"{reference} {told.title}",
            description=told.text,
            extensions={_RISK_ALERT: alert},
        )
        for target in linked:
            self.add(
                "relationship", relationship_type="related-to", source_ref=target, target_ref=root
            )
        return root


def _describe(told):
    return {"name": told.title, "description": told.text}


def make_author(organisation, lang, rng):
    """Return the identity object of a reporter; its id is the same in each of its reports."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{make_id(rng)}",
        "created": "2026-01-02T00:00:00.000Z",
        "modified": "2026-01-02T00:00:00.000Z",
        "name": organisation.en if lang == "en" else organisation.zh,
        "identity_class": "organization",
    }


def make_id(rng):
    """Return a version 4 UUID from the generator."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def stamp(moment):
    """Return the moment as STIX writes it, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
