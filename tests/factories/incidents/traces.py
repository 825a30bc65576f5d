"""What an event leaves behind, and the many ways to write it: text, object, pattern."""

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass

_SCO_SPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_TLDS = ("test", "invalid", "example")
_LURES = ("verify", "kyc", "refund", "vip", "app-dl", "m", "secure", "bonus", "unfreeze", "h5")
# Documentation and benchmark ranges that the exercise treats as public.
_RANGES = (("203.0.113", "198.51.100", "198.18", "198.19"), (1, 1, 30, 30))
PUBLIC_HOSTS = {
    0: ("s.tinyhop.example", "go.shrt.test", "t.linkbit.example"),
    1: ("static.widecdn.example", "cdn.edgeworks.test", "img.assetnet.example"),
    2: ("8.8.8.8", "1.1.1.1", "223.5.5.5", "114.114.114.114"),
    4: ("198.18.7.7", "203.0.113.9", "198.19.200.200"),
    3: ("bucket-7.cloudshelf.example", "oss.skystore.test", "blob.cumulus.example"),
}

FREE_HOSTS = ("pages.freenest.example", "sites.padhost.test")


@dataclass(frozen=True, slots=True)
class Trace:
    """One observable: host, url, ip, sha256, email, phone, account or filename."""

    kind: str
    value: str


def draw_host(slug, rng):
    """Return a look-alike host of a brand under a reserved top-level domain."""
    word = "".join(rng.choice("bcdfghjklmnpqrstvwz") + rng.choice("aeiou") for _ in range(3))
    parts = rng.sample((slug[:12], rng.choice(_LURES), word), 3)
    name = rng.choice(("-", "", "-")).join(parts)
    return rng.choice((name, f"{rng.choice(_LURES)}.{name}")) + "." + rng.choice(_TLDS)


def draw_free_page(slug, rng):
    """Return a page at a free host, where anybody's pages stand beside each other."""
    return f"https://{rng.choice(FREE_HOSTS)}/{slug[:6]}-{rng.getrandbits(24):06x}/form"


def draw_address(rng, taken, near=""):
    """Return an IPv4 address nobody else has; ``near`` another one, in the same /24."""
    while True:
        head = near.rpartition(".")[0] or rng.choices(*_RANGES)[0]
        while head.count(".") < 2:
            head += f".{rng.randint(0, 255)}"
        address = f"{head}.{rng.randint(1, 254)}"
        if address not in taken and address not in PUBLIC_HOSTS[4]:
            taken.add(address)
            return address


def draw_digest(rng):
    """Return a SHA-256 in hexadecimal."""
    return f"{rng.getrandbits(256):064x}"


def draw_account(rng, taken, block=""):
    """Return an account number of a last four nobody else has, with a wrong Luhn digit."""
    while True:
        stem = (
            block + "".join(rng.choices("0123456789", k=3))
            if block
            else rng.choice(("6299", "6277", "9558", "0120"))
            + "".join(rng.choices("0123456789", k=rng.choice((8, 11, 14))))
        )
        number = stem + str((_luhn(stem) + rng.randint(1, 9)) % 10)
        if number[-4:] not in taken:
            taken.add(number[-4:])
            return number


def _luhn(stem):
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(stem)))
    return -sum(value - 9 * (value > 9) for value in doubled) % 10


def write_account(number, rng, lang):
    """Return (text, tag): the account in full or masked in one of several styles."""
    last = number[-4:]
    if rng.random() < 0.4:
        grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
        dashed = f"{number[:3]}-{number[3:6]}-{number[6:]}"
        return rng.choice((number, number, grouped, dashed)), ""
    forms = [f"{number[:4]} **** {last}", f"{number[:6]}{'*' * (len(number) - 10)}{last}"]
    if lang == "en":
        forms += [f"a/c ending in {last}", f"account xxxx-{last}", f"card ...{last}"]
    else:
        forms += [f"尾号{last}", f"末四位{last}", f"账号***{last}"]
    return rng.choice(forms), "masked_account"


def write_trace(trace, rng):
    """Return (text, tag) of the trace as somebody types it, perhaps defanged."""
    value = trace.value
    if trace.kind == "account":
        return value, ""
    if trace.kind not in ("host", "url", "ip", "email") or rng.random() < 0.35:
        return (value.upper() if trace.kind == "sha256" and rng.random() < 0.3 else value), ""
    value = _vary(trace.kind, value, rng)
    dot = rng.choice(("[.]", "(.)", "[dot]", " [.] ", "(dot)", "{.}", "."))
    if trace.kind == "email":
        name, _, host = value.partition("@")
        return name + rng.choice(("[at]", "(at)", "@")) + host.replace(".", dot), "defanged"
    if trace.kind == "url":
        scheme, _, rest = value.partition("://")
        host, slash, path = rest.partition("/")
        scheme = rng.choice((scheme.replace("tt", "xx"), scheme.replace("tt", "XX"), scheme))
        return f"{scheme}://{host.replace('.', dot)}{slash}{path}", "defanged"
    return value.replace(".", dot), "defanged"


def _vary(kind, value, rng):
    """Return another spelling of the same thing: case, last dot, default port, /32, escapes."""
    if kind == "url":
        scheme, _, rest = value.partition("://")
        host, _, path = rest.partition("/")
        port = {"https": ":443", "http": ":80"}[scheme]
        escaped = path.replace("e", "%65", 1)
        forms = (f"{host.upper()}/{path}", f"{host}{port}/{path}", f"{host}/./{path}")
        return f"{scheme}://{rng.choice((*forms, f'{host}/{escaped}'))}"
    if kind == "host":
        return rng.choice((value, value.upper(), value + "."))
    return rng.choice((value, value, value + "/32")) if kind == "ip" else value


_TYPES = {
    "host": ("domain-name", "value"),
    "url": ("url", "value"),
    "ip": ("ipv4-addr", "value"),
    "email": ("email-addr", "value"),
    "account": ("user-account", "user_id"),
    "phone": ("user-account", "account_login"),
    "filename": ("file", "name"),
}


def make_object(trace, rng):
    """Return the observable object of the trace, its id as STIX 2.1 computes it."""
    if trace.kind == "sha256":
        body = {"type": "file", "hashes": {"SHA-256": trace.value}}
    else:
        kind, name = _TYPES[trace.kind]
        value = trace.value
        if trace.kind in ("host", "ip", "url") and rng.random() < 0.3:
            value = _vary(trace.kind, value, rng)
        body = {"type": kind, name: value.rstrip(".")}
        if trace.kind == "phone":
            body["account_type"] = "phone"
    seen = {key: value for key, value in body.items() if key not in ("type", "name")} or body
    digest = uuid.uuid5(_SCO_SPACE, json.dumps(seen, sort_keys=True, separators=(",", ":")))
    return {**body, "spec_version": "2.1", "id": f"{body['type']}--{digest}"}


def make_token(number, extension, epoch):
    """Return the subject-token of an account under the key of that epoch."""
    raw = hashlib.sha256(f"{epoch}/{number}".encode()).digest()
    token = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    seen = json.dumps({"kind": "bank-account", "token": token, "token_domain": epoch})
    return {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": f"subject-token--{uuid.uuid5(_SCO_SPACE, seen)}",
        "kind": "bank-account",
        "token": token,
        "token_domain": epoch,
        "role": "mule",
        "masked": f"****{number[-4:]}",
        "extensions": {extension: {"extension_type": "new-sco"}},
    }


def _path_of(kind):
    if kind == "sha256":
        return "file", "hashes.'SHA-256'"
    return _TYPES[kind]


def _compare(trace, rng):
    kind, name = _path_of(trace.kind)
    value = trace.value
    forms = [f"{kind}:{name} = '{value}'"] * 3 + [f"{kind}:{name} IN ('{value}')"]
    if trace.kind == "host":
        escaped = value.replace(".", "\\\\.")
        forms += [f"{kind}:{name} LIKE '{value}'", f"{kind}:{name} MATCHES '^{escaped}$'"]
    if trace.kind == "ip":
        forms += [
            f"ipv4-addr:value ISSUBSET '{value}/32'",
            f"network-traffic:dst_ref.value = '{value}'",
        ]
    return rng.choice(forms)


def make_pattern(traces, rng):
    """Return one STIX pattern that names all the traces, joined in one of several ways."""
    kind, name = _path_of(traces[0].kind)
    if (
        len(traces) > 1
        and {trace.kind for trace in traces} == {traces[0].kind}
        and rng.random() < 0.4
    ):
        return f"[{kind}:{name} IN ({', '.join(repr(trace.value) for trace in traces)})]"
    terms = [_compare(trace, rng) for trace in traces]
    joined = rng.choice(("OR", "AND", "FOLLOWEDBY", "same"))
    if joined == "same" and len({trace.kind for trace in traces}) == 1:
        return "[" + " OR ".join(terms) + "]"
    operator = f" {'OR' if joined == 'same' else joined} "
    pattern = operator.join(f"[{term}]" for term in terms)
    return f"({pattern}) WITHIN 3600 SECONDS" if len(terms) > 1 and rng.random() < 0.15 else pattern
