"""The keys that receipts and the log are checked with, as a JWK set (RFC 7517, RFC 8037)."""

import base64

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from privacy.keys.keyring import open_keyring, public_key


@require_safe
def list_keys(request: HttpRequest) -> JsonResponse:
    """Return the public signing key of each root: old receipts must stay checkable."""
    keys = [_describe(key_id) for key_id in sorted(open_keyring().roots)]
    response = JsonResponse({"keys": keys}, content_type="application/jwk-set+json")
    response["Cache-Control"] = "public, max-age=300"
    return response


def _describe(key_id: str) -> dict[str, str]:
    raw = public_key(key_id).public_bytes_raw()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": key_id,
        "x": base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
    }
