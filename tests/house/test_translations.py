"""Every text that people can be shown is there in both Chinese scripts."""

import ast

import pytest
from babel.messages.pofile import read_po

from tests.house.messages import list_messages, read_python, read_template
from tests.house.tree import ROOT

LANGUAGES = ("zh_Hans", "zh_Hant")


def read_catalogue(language):
    path = ROOT / "hub" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return read_po(source, locale=language)


def find_untranslated(language):
    catalogue = read_catalogue(language)
    for context, text in sorted(list_messages(), key=str):
        message = catalogue.get(text, context)
        if message is None or message.fuzzy or not all(_as_list(message.string)):
            yield text


def _as_list(string):
    return list(string) if isinstance(string, tuple) else [string]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    assert list_messages()
    assert list(find_untranslated(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    wrong = [
        message.id
        for message in read_catalogue(language)
        if message.id and message.python_format and any(message.check())
    ]

    assert wrong == []


def test_messages_are_found_in_templates():
    source = (
        '{% load i18n %}{% translate "Sign in" %}{% translate "May" context "month" %}'
        "{% blocktranslate count n=n trimmed %}One alert{% plural %}{{ n }} alerts{% endblocktranslate %}"
    )

    assert set(read_template(source)) == {(None, "Sign in"), ("month", "May"), (None, "One alert")}


def test_messages_are_found_in_code():
    tree = ast.parse('a = _("Case")\nb = ngettext("one", "many", n)\nc = pgettext("month", "May")')

    assert set(read_python(tree)) == {(None, "Case"), (None, "one"), ("month", "May")}
