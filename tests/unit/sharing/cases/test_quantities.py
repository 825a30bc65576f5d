import pytest

from sharing.cases.matching.quantities import Count, find_amounts, find_counts
from sharing.stix.simplified import simplify


@pytest.mark.parametrize(
    "text",
    [
        "约1900万元",
        "1853.55万元",
        "人民币18,535,500元",
        "CNY 18.54m",
        "RMB 18,535,500.00",
        "18.5355 million yuan",
        "0.185355亿元",
        "壹仟约1854万人民币",
    ],
)
def test_one_sum_is_read_in_any_unit_and_rounding(text):
    (found,) = find_amounts(simplify(text))

    assert found.low <= 18_550_000
    assert found.high >= 18_530_000


def test_a_rough_sum_leaves_more_open_than_a_plain_one():
    (rough,), (plain,) = find_amounts("约1900万元"), find_amounts("18535500元")

    assert rough.high - rough.low > 1000 * (plain.high - plain.low)


def test_a_band_is_what_it_says():
    (found,) = find_amounts("100,000-200,000 CNY")

    assert (found.low, found.high) == (100_000, 200_000)


def test_what_is_known_so_far_is_part_of_a_sum():
    assert find_amounts("其中已核实120万元")[0].is_part
    assert not find_amounts("转出120万元")[0].is_part


@pytest.mark.parametrize(
    "text", ["账户6204 8303 6102 2163 159", "3 customers", "LedgerSync 7", "158名"]
)
def test_other_numbers_are_no_sums(text):
    assert find_amounts(text) == ()


def test_counts_are_of_people_or_of_things():
    assert find_counts("收到505名无关联付款人转入，共506笔") == (
        Count(505, True),
        Count(506, False),
    )
    assert find_counts("from 158 unrelated payers") == (Count(158, True),)
