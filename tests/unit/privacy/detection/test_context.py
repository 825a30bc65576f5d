"""What the words around a number say it is."""

import re

import pytest

from privacy.detection import context
from privacy.detection.context import Context, context_after, context_before
from tests.factories.narratives import make_narratives


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("订单的账户：1", Context.ACCOUNT),
        ("账户的订单：1", Context.OTHER),
        ("Order no. 1", Context.OTHER),
        ("permit for Taiwan residents no. 1", Context.TW_PERMIT),
        ("手机。编号已改为客户 1", Context.OTHER),
        ("TX1", Context.OTHER),
        ("imei1", Context.IMEI),
        ("nothing 1", Context.NONE),
        ("客户1", Context.NONE),
        ("人头户1", Context.ACCOUNT),
    ],
)
def test_the_nearest_key_word_before_a_number_names_it(text, sense):
    assert context_before(text, text.index("1")) is sense


def test_a_key_word_right_behind_a_number_names_it():
    assert context_after("E12345678号护照", 9) is Context.PASSPORT
    assert context_after("E12345678，护照", 9) is Context.NONE


def test_the_first_look_skips_no_key_word():
    every = re.compile("|".join(f"(?P<{sense}>{words})" for sense, words in context._WORDS.items()))
    for record in make_narratives(seed=8, count=300):
        text = record["text"].lower()
        assert [m.span() for m in context._NEAREST.finditer(text)] == [
            m.span() for m in every.finditer(text)
        ]
