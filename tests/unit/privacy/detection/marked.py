"""Sentences with their data marked, one a line, and the check that exactly these are found."""

import re

from privacy.detection import scan_text

_MARK = re.compile(r"«([A-Z0-9_]+)=([^»]+)»")


def ids(classes):
    """Return the arguments of a parametrised test: each sentence of each class by its number."""
    rows = [(f"{name} {n}", s) for name, text in classes.items() for n, s in _lines(text)]
    return {"argvalues": [sentence for _, sentence in rows], "ids": [name for name, _ in rows]}


def _lines(text):
    return enumerate(text.strip().splitlines(), start=1)


def check(sentence):
    """Assert that the spans found are the marks, no more and no less; `⏎` stands for a line end."""
    plain, gold, place = "", [], 0
    for mark in _MARK.finditer(sentence):
        plain += sentence[place : mark.start()]
        gold.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        place = mark.end()
    text = (plain + sentence[place:]).replace("⏎", "\n")

    assert [(s.type.value, s.start, s.end) for s in scan_text(text)] == gold
