"""Make the exchange that a measurement needs: demo, further members, a filled inbox."""

import argparse
import json
import os
from pathlib import Path

import django
from django.core.management import call_command


def main() -> None:
    """Migrate, make keys, seed the demo, then add what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=0, help="least number of institutions")
    parser.add_argument("--stored", type=int, default=0, help="objects in the first bank's inbox")
    options = parser.parse_args()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("make_keyring")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", base_url=os.environ["HUB_BASE_URL"])
    # Models can be imported only now.
    from deploy.benchmarks.filling import add_members, fill_inbox

    add_members(options.members)
    fill_inbox(_find_slug("bank"), _find_slug("platform"), options.stored)


def _find_slug(kind: str) -> str:
    demo = json.loads((Path(os.environ["HUB_DATA_DIR"]) / "demo.json").read_text(encoding="utf-8"))
    slug: str = next(one["slug"] for one in demo["institutions"] if one["kind"] == kind)
    return slug


if __name__ == "__main__":
    main()
