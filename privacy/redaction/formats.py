"""Members whose form a schema fixes: what may stand there instead of a datum, and stay valid.

A token or a label would break them, so they get a neutral value of the same form.
"""

from typing import Any, Final

_ADDRESSES: Final = {
    "ipv4-addr": "0.0.0.0",  # noqa: S104 - the unspecified address of RFC 1122, not a place to bind
    "ipv6-addr": "::",
    "mac-addr": "00:00:00:00:00:00",
}
# By member name, wherever it stands (STIX 2.1; profile f3 to f7).
_BY_NAME: Final = {
    "alert_reference": "RA-0000-000000",
    "thread": "00000000-0000-4000-8000-000000000000",
    "window": "P0D",
    "cpe": "cpe:2.3:a:redacted:redacted:*:*:*:*:*:*:*:*",
    "mime_type": "application/octet-stream",
    "media_type": "application/octet-stream",
    "data_type": "REG_NONE",
    "address_family": "AF_UNSPEC",
}
_ADDRESS_OF_A_PAGE: Final = frozenset({"url", "href"})
_HEX_PARENTS: Final = frozenset({"hashes", "file_header_hashes", "evidence_digests"})
# Lists and members of codes in our extensions: letters, digits and hyphens only.
_CODE_NAMES: Final = (
    "red_flags technique_ids consent_receipts threshold_rule reason_code kri unit alg"
    " categories jurisdictions audience"
)
_CODES: Final = frozenset(_CODE_NAMES.split())


def neutral_value(kind: str, path: list[str], text: str, unique: str) -> str | None:
    """Return what a member may hold instead of a datum that is all or part of it.

    None where any text may stand. `unique` tells objects apart whose value is their identity.
    """
    name = _name_of(path)
    if path == ["value"] and kind == "domain-name":
        return f"masked-{unique}.invalid" if unique else "masked.invalid"
    if path == ["value"] and kind in _ADDRESSES:
        return _ADDRESSES[kind]
    if name in _CODES and "extensions" in path:
        # Codes of one list must differ.
        code = f"masked-{path[-1]}" if path[-1].isdigit() else "masked"
        return f"group:{code}" if name == "audience" else code
    if name in _BY_NAME:
        return _BY_NAME[name]
    return "0" * len(text) if _HEX_PARENTS.intersection(path) else None


def neutral_page(kind: str, path: list[str], unique: str) -> str | None:
    """Return what may stand for the whole address of a page, None for other members."""
    if kind == "url" and path == ["value"]:
        return f"https://masked-{unique}.invalid/" if unique else "https://masked.invalid/"
    return "https://masked.invalid/" if _name_of(path) in _ADDRESS_OF_A_PAGE else None


def neutral_number(number: Any) -> Any:
    """Return what stands for a number: one of the same type."""
    return type(number)(0)


def _name_of(path: list[str]) -> str:
    return next((step for step in reversed(path) if not step.isdigit()), "")
