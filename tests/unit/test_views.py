"""Views: quantiles by hand, every bound as its mark, and no line across a break. All numbers are invented."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from mangrove.fact import Curve
from mangrove.figure import Bound, Figure, Quality
from mangrove.results import RESULTS_SCHEMA
from mangrove.views.chart import bands
from mangrove.views.curve import bars
from mangrove.views.published import Mark, breaks, mark, points, preferred, segments
from mangrove.views.scale import digits, ratio, scale_for
from mangrove.views.spending import stacked, streams
from mangrove.views.spread import Spread, spreads
from mangrove.views.table import rows
from mangrove.views.verdicts import counts


def figure(year: int, value: float, **changes: object) -> Figure:
    base = Figure(
        series="planted",
        place="Town",
        period=str(year),
        value=value,
        unit="firm",
        printed=f"{value:g}",
        printed_unit="firms",
        bound=Bound.EXACT,
        quality=Quality.OFFICIAL,
        published_on="",
        page_itself=False,
        source=f"invented source of {year}",
        note="an invented note",
    )
    return replace(base, **changes)


def results(values: dict[int, list[float]], variable: str = "planted", unit: str = "firm") -> pl.DataFrame:
    table = [
        (member, "base", year, "Town", variable, unit, value)
        for year, members in values.items()
        for member, value in enumerate(members)
    ]
    return pl.DataFrame(table, RESULTS_SCHEMA, orient="row")


def spread(values: dict[int, list[float]], **names: str) -> Spread:
    return next(iter(spreads(results(values, **names), "Town", "base").values()))


def trace(chart: dict, name: str) -> dict:
    return next(one for one in chart["data"] if one["name"] == name)


def test_the_spread_is_the_one_computed_by_hand() -> None:
    # 0, 10, 20, 30, 40: a quantile q lies at 40 q
    found = spread({2010: [30.0, 0.0, 40.0, 10.0, 20.0]})
    assert (found.low_90, found.low_50, found.median, found.high_50, found.high_90) == (
        pytest.approx((2.0,)),
        (10.0,),
        (20.0,),
        (30.0,),
        pytest.approx((38.0,)),
    )


def test_an_even_number_of_members_has_the_middle_of_two_as_its_median() -> None:
    assert spread({2010: [1.0, 2.0, 4.0, 100.0]}).median == (3.0,)


def test_what_could_not_be_measured_is_left_out() -> None:
    found = spread({2010: [math.nan, math.nan], 2011: [math.nan, 5.0]})
    assert (found.years, found.median) == ((2011,), (5.0,))
    assert found.at(2010) is None


def test_other_places_and_scenarios_are_not_mixed_in() -> None:
    table = results({2010: [1.0]})
    others = [table.with_columns(pl.lit(word).alias(name)) for name, word in (("place", "X"), ("scenario", "Y"))]
    mixed = pl.concat([table, *[other.with_columns(value=pl.lit(99.0)) for other in others]])
    assert spreads(mixed, "Town", "base")["planted"].high_90 == (1.0,)


@pytest.mark.parametrize(
    ("changes", "expected", "symbol"),
    [
        ({}, Mark.EXACT, "circle"),
        ({"bound": Bound.ABOUT}, Mark.ABOUT, "circle-open"),
        ({"bound": Bound.AT_LEAST}, Mark.AT_LEAST, "triangle-up"),
        ({"bound": Bound.EXPECTED}, Mark.EXPECTED, "circle-open"),
        ({"page_itself": True}, Mark.CLAIM, "diamond-open"),
        ({"echo": True, "bound": Bound.AT_LEAST}, Mark.CLAIM, "diamond-open"),
    ],
)
def test_every_bound_has_its_mark(changes: dict, expected: Mark, symbol: str) -> None:
    found = figure(2010, 100.0, **changes)
    assert mark(found) is expected
    drawn = trace(bands("Planted", "firm", None, [found]), f"published: {expected.value}")
    assert (drawn["marker"]["symbol"], drawn["x"], drawn["y"]) == (symbol, [2010], [100.0])


def test_a_floor_has_a_stem_upwards_only() -> None:
    bar = trace(bands("P", "firm", None, [figure(2010, 100.0, bound=Bound.AT_LEAST)]), "published: at least")["error_y"]
    assert (bar["array"], bar["arrayminus"]) == ([pytest.approx(7.0)], [0.0])


def test_an_approximate_figure_has_its_rounding_as_whisker() -> None:
    found = figure(2010, 3.2e9, unit="CNY/yr", printed="32", printed_unit="100m yuan", bound=Bound.ABOUT)
    bar = trace(bands("P", "CNY/yr", None, [found]), "published: about")["error_y"]
    assert bar["array"] == [pytest.approx(0.05)]  # half of 100 million yuan, in billions


def test_no_line_crosses_a_break_of_scope_or_a_missing_year() -> None:
    told = [
        *(figure(year, 10.0, scope="old") for year in (2008, 2009)),
        *(figure(year, 20.0, scope="new") for year in (2010, 2011, 2013)),
    ]
    assert [[f.year for f in run] for run in segments(told)] == [[2008, 2009], [2010, 2011], [2013]]
    lines = [one["x"] for one in bands("P", "firm", None, told)["data"] if one["mode"] == "lines"]
    assert lines == [[2008, 2009], [2010, 2011]]
    assert [(b.last, b.first, b.before, b.after) for b in breaks(told)] == [(2009, 2010, "old", "new")]
    assert [shape["x0"] for shape in bands("P", "firm", None, told)["layout"]["shapes"]] == [2009.5]


def test_a_line_joins_evidence_only() -> None:
    told = [figure(2010, 1.0), figure(2011, 2.0, bound=Bound.AT_LEAST), figure(2012, 3.0, page_itself=True)]
    assert [[f.year for f in run] for run in segments(told)] == [[2010]]


def test_the_figure_beside_a_run_is_evidence_before_claim_and_official_before_press() -> None:
    claim = figure(2010, 1.0, page_itself=True, published_on="2018")
    press = figure(2010, 2.0, quality=Quality.PRESS, published_on="2017")
    early, late = (figure(2010, value, published_on=day) for value, day in ((3.0, "2011"), (4.0, "2012")))
    assert preferred([late, early, press, claim])[2010] is late
    assert preferred([claim, press])[2010] is press
    assert preferred([claim])[2010] is claim


def test_two_sources_of_one_number_are_one_point_that_names_both() -> None:
    told = [figure(2010, 5.0), figure(2010, 5.0, source="another <invented> source")]
    assert [len(point.figures) for point in points(told)] == [2]
    (hover,) = trace(bands("P", "firm", None, told), "published: exact")["text"]
    assert "invented source of 2010" in hover
    assert "another &lt;invented&gt; source" in hover


def test_bands_close_around_the_run() -> None:
    chart = bands("P", "share", spread({2010: [0.1, 0.2, 0.3], 2011: [0.2, 0.3, 0.4]}, unit="share"), [])
    band = trace(chart, "90 % of members")
    assert band["x"] == [2010, 2011, 2011, 2010]
    assert band["y"] == pytest.approx([29.0, 39.0, 21.0, 11.0])
    assert trace(chart, "median of members")["y"] == pytest.approx([20.0, 30.0])
    assert chart["layout"]["title"]["text"] == "%"


def test_a_chart_without_run_and_without_record_says_so() -> None:
    chart = bands("Planted", "firm", None, [])
    assert chart["data"] == []
    assert chart["layout"]["meta"] == "Planted: the run has no value; nothing published is on record."


def test_the_table_sets_run_beside_record() -> None:
    told = [figure(2010, 40.0), figure(2010, 50.0, quality=Quality.PRESS), figure(2012, 7.0)]
    first, second, third = rows("firm", spread({2010: [20.0, 20.0], 2011: [1.0, 2.0]}), told)
    assert (first["median"], first["published"], first["ratio"], first["others"]) == ("20", "40", "0.50", "1")
    assert (second["median"], second["published"], second["ratio"]) == ("1.50", "", "")
    assert (third["median"], third["published"], third["mark"]) == ("", "7", "exact")


def test_spending_is_stacked_and_tax_forgone_is_called_so() -> None:
    found = {
        name: spread({2010: [value, value]}, unit="CNY/yr")
        for name, value in {
            "spending.one.tax_rate": 2e9,
            "spending.one.rnd_cash": 1e9,
            "spending.two.rnd_price": 0.0,
            "granted.one": 5.0,
        }.items()
    }
    kept = streams(found, {"one": "Programme one"})
    assert [stream.label for stream in kept] == [
        "Programme one: R&D cash (money paid)",
        "Programme one: tax rate (tax forgone)",
    ]
    assert kept[0].color == kept[1].color
    assert kept[0].pattern != kept[1].pattern
    chart = stacked(kept)
    assert (chart["layout"]["barmode"], chart["layout"]["title"]["text"]) == ("stack", "bn yuan a year")
    assert [one["y"] for one in chart["data"]] == [[1.0], [2.0]]


def test_verdicts_are_counted_from_the_best_known_to_the_least() -> None:
    found = counts(["unverifiable", "confirmed", "unverifiable", "odd"])
    assert [(c.verdict, c.number, c.share) for c in found] == [
        ("confirmed", 1, 0.25),
        ("unverifiable", 2, 0.5),
        ("odd", 1, 0.25),
    ]


@pytest.mark.parametrize(
    ("unit", "largest", "expected"),
    [
        ("CNY/yr", 2.2e12, (1e9, "bn yuan a year")),
        ("CNY", 5e6, (1e6, "million yuan")),
        ("share", 0.04, (0.01, "%")),
        ("firm", 11_230, (1.0, "enterprises")),
        ("entity", 3e6, (1e6, "million market entities")),
        ("application/yr", 3e5, (1e3, "thousand applications a year")),
        ("1", 3.0, (1.0, "")),
    ],
)
def test_scales_suit_what_is_shown(unit: str, largest: float, expected: tuple[float, str]) -> None:
    scale = scale_for(unit, largest)
    assert (scale.divisor, scale.unit) == expected


def test_digits_are_thin_and_three() -> None:
    assert [digits(x) for x in (0.0413, 999.4, 1234567.0, -12.34, math.nan)] == [
        "0.0413",
        "999",
        "1\u202f234\u202f567",
        "−12.3",
        "–",
    ]
    assert [ratio(1.0, 3.0), ratio(40.0, 1.0), ratio(-1.0, 2.0), ratio(math.nan, 1.0)] == ["0.33", "40.0", "–", "–"]


def curve(**changes: object) -> Curve:
    base = Curve("Invented", "share", "age", ("young", "old"), lambda _: np.array([0.2, 0.8]), (0.3, None))
    return replace(base, **changes)


def test_a_curve_has_the_run_beside_what_was_published() -> None:
    places = [spread({2017: [0.1, 0.2, 0.3]}, unit="share"), None]
    found = bars(curve(), places, date(2017, 12, 31))
    assert trace(found, "run, median")["y"] == pytest.approx([20.0, None])
    assert trace(found, "published")["y"] == [30.0, None]
    assert found["layout"]["xaxis"]["ticktext"] == ["young", "old"]
    assert "highest at young, 20.0 %; published, it is highest at young, 30.0 %" in found["layout"]["meta"]


def test_a_curve_of_classes_has_its_line_between_them() -> None:
    labels = tuple(str(place) for place in range(24))
    many = curve(labels=labels, published=(), edges=True, line=lambda _: 10.0, line_says="<here>")
    found = bars(many, [None] * 24, date(2017, 12, 31))
    assert [one["name"] for one in found["data"]] == ["run, median"]
    assert found["layout"]["shapes"][0]["x0"] == 9.5
    assert found["layout"]["annotations"][0]["text"] == "&lt;here&gt;"
    assert found["layout"]["xaxis"]["tickvals"][:2] == [-0.5, 3.5]
    assert "too few firms" in found["layout"]["meta"]
