"""Compile the translations: .mo files are made, never committed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "hub" / "locale"


def compile_catalogues(folder: Path = LOCALE) -> int:
    """Compile each .po file that is newer than its .mo file; return how many there were."""
    stale = [path for path in sorted(folder.rglob("*.po")) if _is_stale(path)]
    for path in stale:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parents[1].name)
        draft = path.with_suffix(".mo.new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.rename(path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


if __name__ == "__main__":
    compile_catalogues()
