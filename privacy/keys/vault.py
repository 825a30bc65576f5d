"""Root keys behind HashiCorp Vault: the file holds them encrypted by the transit engine.

They are decrypted once at start and live in memory only; whoever copies the file needs Vault as well.
The token may be limited to encrypt, decrypt and rewrap with the one transit key.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import hvac
from hvac.exceptions import VaultError

from privacy.errors import KeyUnavailable
from privacy.keys.roots import Keyring, KeyringDocument, decode_roots, encode_roots, read_document
from privacy.keys.sources import read_file, stamp_file, write_file

TIMEOUT = 10  # seconds


@dataclass(frozen=True, slots=True)
class VaultSource:
    """A JSON file of mode 0600 whose roots are transit ciphertexts, `vault:v<n>:...`."""

    path: Path
    address: str
    key: str
    token: str = field(repr=False)

    def load(self) -> Keyring:
        """Read the file and have Vault decrypt the roots. Raises KeyUnavailable."""
        ring = decode_roots(self._change(self._read(), self._decrypt))
        if ring is None:
            raise KeyUnavailable("the roots that Vault decrypted are not 32 bytes each")
        return ring

    def store(self, ring: Keyring, *, new: bool = False) -> None:
        """Have Vault encrypt the roots and write the file. Raises KeyUnavailable, FileExistsError."""
        if new and self.path.exists():
            raise FileExistsError(self.path)
        document = self._change(encode_roots(ring), self._encrypt)
        write_file(self.path, document.to_json(), new=new)

    def rewrap(self) -> int:
        """Have Vault encrypt the roots under the newest version of its key; return how many.

        The roots do not leave Vault for it. Raises KeyUnavailable.
        """
        document = self._change(self._read(), self._rewrap)
        write_file(self.path, document.to_json(), new=False)
        return len(document.roots)

    def stamp(self) -> Hashable:
        """Return the file's identity, time and size."""
        return stamp_file(self.path)

    def _read(self) -> KeyringDocument:
        text = read_file(self.path)
        document = read_document(text) if text is not None else None
        if document is None:
            raise KeyUnavailable("HUB_KEYRING names no readable keyring: run make_keyring")
        return document

    def _change(
        self, document: KeyringDocument, change: Callable[[hvac.Client, str], Any]
    ) -> KeyringDocument:
        """Return the document with every root changed by Vault."""
        client = hvac.Client(
            url=self.address, token=self.token, timeout=TIMEOUT, allow_redirects=False
        )
        try:
            roots = {name: change(client, value) for name, value in document.roots.items()}
        # What the connection raises is an OSError.
        except (VaultError, OSError, KeyError, TypeError, ValueError):
            roots = {}
        finally:
            client.adapter.close()
        # Raised out here, so that no error carries what was sent or answered along.
        if not roots or not all(isinstance(value, str) for value in roots.values()):
            raise KeyUnavailable(
                "Vault does not answer as needed: check HUB_VAULT_ADDR, HUB_VAULT_TOKEN, HUB_VAULT_KEY"
                " and that the token may encrypt and decrypt with that key"
            )
        return replace(document, roots=roots)

    # Transit takes and gives base64, which is what the document holds.

    def _encrypt(self, client: hvac.Client, value: str) -> Any:
        answer = client.secrets.transit.encrypt_data(name=self.key, plaintext=value)
        return answer["data"]["ciphertext"]

    def _decrypt(self, client: hvac.Client, value: str) -> Any:
        answer = client.secrets.transit.decrypt_data(name=self.key, ciphertext=value)
        return answer["data"]["plaintext"]

    def _rewrap(self, client: hvac.Client, value: str) -> Any:
        # The stubs know this one by name only.
        rewrap = client.secrets.transit.rewrap_data
        answer = rewrap(name=self.key, ciphertext=value)  # type: ignore[no-untyped-call]
        return answer["data"]["ciphertext"]
