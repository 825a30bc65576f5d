"""What may stand in a log line: ids, codes and counts; texts of exceptions and personal data may not."""

import logging
import re
import traceback

from pythonjsonlogger.orjson import OrjsonFormatter

from privacy.detection import scan_text

# Whatever could be personal has a long number, an address sign, or letters beyond ASCII in it.
_SUSPICIOUS = re.compile(r"[0-9][0-9 .-]{4,}[0-9]|@|[^\x00-\x7f]")


class JsonFormatter(OrjsonFormatter):
    """One JSON object a line: time, level, logger, message, and the ids given with it."""

    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
        )


class Scrub(logging.Filter):
    """Replace exception texts by their type and place, and mask what looks personal."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; let it through."""
        if record.exc_info and record.exc_info[0] is not None:
            record.error, record.place = _name_error(record.exc_info[0], record.exc_info[2])
        record.exc_info = record.exc_text = record.stack_info = None
        message = record.getMessage()
        if _SUSPICIOUS.search(message):
            record.msg, record.args = mask(message), None
        return True


def mask(text: str) -> str:
    """Return the text with everything that detection takes for personal replaced by its kind."""
    parts, end = [], 0
    for span in sorted(scan_text(text), key=lambda span: span.start):
        if span.start >= end:
            parts += [text[end : span.start], f"[{span.type}]"]
        end = max(end, span.end)
    return "".join([*parts, text[end:]])


def _name_error(kind: type[BaseException], trace: object) -> tuple[str, str]:
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]  # a traceback or None
    return kind.__name__, f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
