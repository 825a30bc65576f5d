"""Say where the portal is and how to sign in, once the quick start answers; then end."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds


def is_ready(base_url: str) -> bool:
    """Tell whether the hub says that it can work."""
    try:
        with urllib.request.urlopen(f"{base_url}/health/ready", timeout=2) as answer:  # noqa: S310 -- our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(base_url: str, patience: float = PATIENCE) -> bool:
    """Ask until the hub is ready or patience ends."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if is_ready(base_url):
            return True
        time.sleep(0.1)
    return False


def list_sign_ins(demo: dict[str, Any]) -> list[str]:
    """Return one line for each person of the demo."""
    lines = []
    for institution in demo["institutions"]:
        lines.append(
            f"  {institution['name']} ({institution['kind']}, {institution['jurisdiction']})"
        )
        for user in institution["users"]:
            roles = ", ".join(user["roles"])
            lines.append(f"    {user['email']:<44} {user['password']:<24} {roles}")
    return lines


def main() -> int:
    """Print the address and the sign-ins; return 1 when the hub did not become ready."""
    base_url, data = os.environ["HUB_BASE_URL"], Path(os.environ["HUB_DATA_DIR"])
    try:
        if not wait_until_ready(base_url):
            print(f"The hub is not ready after {PATIENCE} s; see {data / 'log'}", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        return 130
    demo = json.loads((data / "demo.json").read_text(encoding="utf-8"))
    print("\nDemo sign-ins (e-mail, password, roles):")
    print("\n".join(list_sign_ins(demo)))
    print(f"\nMachine credentials, for scripts: {data / 'demo.json'}")
    print(f"Logs: {data / 'log'}\n\nPortal: {base_url}/\nCtrl-C stops everything.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
