"""Counts that isolate nobody (PC-32) and cells that no spreadsheet computes."""

from datetime import UTC, datetime
from itertools import product

import pytest

from privacy.retention.registry import Item
from privacy.rights.export import escape_formula, write_csv, write_json
from privacy.rights.statistics import quarter_bounds, suppress_small

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_a_small_cell_takes_the_next_one_with_it():
    counted = suppress_small({"a": 3, "b": 12, "c": 40})

    assert counted.cells == {"a": None, "b": None, "c": 40}
    assert counted.total == 55


def test_nothing_is_withheld_where_all_are_large():
    counted = suppress_small({"a": 10, "b": 12})

    assert (counted.cells, counted.total) == ({"a": 10, "b": 12}, 22)


def test_few_in_all_tell_not_even_a_total():
    counted = suppress_small({"a": 3, "b": 0})

    assert (counted.cells, counted.total) == ({"a": None, "b": None}, None)


def test_what_is_hidden_is_never_a_single_cell_nor_below_the_smallest():
    for values in product((0, 1, 4, 9, 10, 11, 30), repeat=4):
        counts = dict(zip("abcd", values, strict=True))

        counted = suppress_small(counts)

        hidden = [name for name, shown in counted.cells.items() if shown is None]
        assert all(counts[name] >= 10 for name in counts if name not in hidden)
        if hidden and counted.total is not None:
            assert len(hidden) > 1
            assert counted.total - sum(one or 0 for one in counted.cells.values()) >= 10


def test_quarters_meet():
    assert quarter_bounds(2026, 3)[1] == quarter_bounds(2026, 4)[0]
    assert quarter_bounds(2026, 4)[1] == quarter_bounds(2027, 1)[0]


@pytest.mark.parametrize("cell", ["=1+1", "+86 138", "-5", "@name", "\tx", " =1", "\uff1d1"])
def test_a_cell_is_never_a_formula(cell):
    assert escape_formula(cell) == f"'{cell}"


def test_csv_has_a_line_for_each_value_and_json_the_same():
    data = {"fields": [{"kind": "phone", "value": "=1"}], "open": True, "note": None, "at": AT}
    items = [Item("alert", "a-1", "identity--x", AT, data)]

    lines = write_csv(items).splitlines()

    assert lines == [
        "kind,id,controller,at,field,value",
        "alert,a-1,identity--x,2026-11-23T02:00:00Z,fields[0].kind,phone",
        "alert,a-1,identity--x,2026-11-23T02:00:00Z,fields[0].value,'=1",
        "alert,a-1,identity--x,2026-11-23T02:00:00Z,open,true",
        "alert,a-1,identity--x,2026-11-23T02:00:00Z,note,",
        "alert,a-1,identity--x,2026-11-23T02:00:00Z,at,2026-11-23T02:00:00Z",
    ]
    assert write_json(items)[0]["data"] == data
