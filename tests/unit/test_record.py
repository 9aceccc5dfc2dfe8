"""The record's reading, choosing and checking, on small invented records."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mangrove.errors import DataError
from mangrove.record import Record, describe, read_record, region_record

FIGURES = "series,place,year,value,unit,bound,quality,published_on,page_itself,source,note,scope,echo\n"
SERIES = """series,title,title_local,kind,unit,part_year,definition
firms,Firms,,stock,firm,no,
new_firms,New firms,,flow,firm/yr,no,
spend,Spending,,flow,CNY/yr,no,
gdp,Output,,flow,CNY/yr,no,
spend_share,Spending as a share of output,,share,share,no,
trained,Trained so far,,cumulative,person,no,
men,Men,,stock,person,no,
women,Women,,stock,person,no,
people,People,,stock,person,no,
"""
IDENTITIES = """kind,left,a,b,note
stock_flow,firms,new_firms,,
ratio,spend_share,spend,gdp,
sum,people,men women,,
"""
Reader = Callable[..., Record]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Read a record of the given rows: series, year, value, unit, then what differs from a plain row."""

    def read_rows(*rows: str, additions: tuple[str, ...] = ()) -> Record:
        (tmp_path / "series.csv").write_text(SERIES, encoding="utf-8")
        (tmp_path / "identities.csv").write_text(IDENTITIES, encoding="utf-8")
        (tmp_path / "figures.csv").write_text(FIGURES + "\n".join(map(plain, rows)), encoding="utf-8")
        if additions:
            text = FIGURES + "\n".join(map(plain, additions))
            (tmp_path / "additions.csv").write_text(text, encoding="utf-8")
        return read_record(tmp_path)

    return read_rows


def plain(row: str) -> str:
    """A full CSV row from `series year value unit key=value ...`."""
    series, year, value, unit, *rest = row.split("|")
    cells = {"place": "Toytown", "bound": "exact", "quality": "official", "source": "invented"}
    cells |= dict(part.split("=", 1) for part in rest)
    cells |= {"series": series, "year": year, "value": value, "unit": unit}
    return ",".join(cells.get(column, "") for column in FIGURES.strip().split(","))


def messages(record: Record, check: str) -> list[str]:
    return [problem.message for problem in record.check() if problem.check == check]


def test_a_printed_percentage_becomes_a_share_between_0_and_1(read: Reader) -> None:
    (figure,) = read("spend_share|2017|4.13|%").figures
    assert (figure.value, figure.unit, figure.printed) == (0.0413, "share", "4.13")


def test_a_flow_in_100_million_yuan_becomes_yuan_a_year(read: Reader) -> None:
    (figure,) = read("spend|2017|900|100m yuan").figures
    assert (figure.value, figure.unit) == (9e10, "CNY/yr")


def test_additions_are_read_after_the_figures(read: Reader) -> None:
    record = read("firms|2017|5|firms", additions=("firms|2016|4|firms",))
    assert [figure.period for figure in record.figures] == ["2017", "2016"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("firms|2017|5|furlongs", "printed unit 'furlongs' is unknown"),
        ("firms|2017|5|%", "'%' is share, but firms is in firm"),
        ("firms|2017|five|firms", "'five' is no number"),
        ("firms|2017|1_000|firms", "'1_000' is no number"),
        ("firms|2017|NaN|firms", "'NaN' is no number"),
        ("firms|17|5|firms", "'17' is no date"),
        ("firms|2017-13|5|firms", "'2017-13' is no date"),
        ("frims|2017|5|firms", "did you mean 'firms'?"),
        ("firms|2017|5|firms|bound=exakt", "did you mean 'exact'?"),
        ("firms|2017|5|firms|quality=oficial", "did you mean 'official'?"),
        ("firms|2017|5|firms|published_on=2017-02-30", "'2017-02-30' is no date"),
        ("firms|2017|5|firms|published_on=2015", "2015 is before 2017 began"),
        ("firms|2017|5|firms|page_itself=maybe", "'maybe' is neither yes nor no"),
        ("firms|2017|5|firms|echo=maybe", "'maybe' is neither yes nor no"),
        ("firms|2017|5|firms|source=", "source: is empty"),
        ("firms|2017|5|firms|place=", "place: is empty"),
        ("firms|2017|5|firms|note=a,b", "has 14 cells instead of 13"),
    ],
)
def test_a_broken_row_is_refused_with_its_place_and_the_reason(read: Reader, row: str, said: str) -> None:
    with pytest.raises(DataError) as refused:
        read("firms|2016|4|firms", row)
    assert "figures.csv row 3" in str(refused.value)
    assert said in str(refused.value)


def test_all_faults_are_reported_in_one_list(read: Reader) -> None:
    with pytest.raises(DataError, match="has 3 problems") as refused:
        read("firms|2017|five|firms|bound=exakt", "frims|2017|5|firms")
    assert str(refused.value).count("\n") == 3


def test_an_expected_figure_may_be_published_before_its_year(read: Reader) -> None:
    assert read("firms|2017|5|firms|published_on=2015|bound=expected").figures


def test_the_same_number_from_the_same_source_is_refused_across_files(read: Reader) -> None:
    with pytest.raises(DataError, match=r"additions.csv row 2: repeats figures.csv row 2"):
        read("firms|2017|5|firms", additions=("firms|2017|5|firms",))


def test_a_folder_without_a_record_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"series.csv is missing"):
        read_record(tmp_path / "nowhere")


def test_a_file_that_is_no_text_is_refused_in_words(read: Reader, tmp_path: Path) -> None:
    read("firms|2017|5|firms")
    (tmp_path / "figures.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=r"figures.csv: is no CSV in UTF-8"):
        read_record(tmp_path)


def test_a_header_with_a_misspelt_column_is_refused(read: Reader, tmp_path: Path) -> None:
    read("firms|2017|5|firms")
    text = (tmp_path / "figures.csv").read_text(encoding="utf-8")
    (tmp_path / "figures.csv").write_text(text.replace("quality", "qualitty", 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"header lacks \['quality'\]"):
        read_record(tmp_path)


def test_a_broken_list_of_series_or_identities_is_refused(read: Reader, tmp_path: Path) -> None:
    read("firms|2017|5|firms")
    (tmp_path / "series.csv").write_text(SERIES + "firms,Twice,,stok,firmm,perhaps,\n", encoding="utf-8")
    (tmp_path / "identities.csv").write_text(IDENTITIES + "ratio,firms,nothing,,\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_record(tmp_path)
    for said in ("stands twice", "did you mean 'stock'", "did you mean 'firm'", "'perhaps'", "'nothing'"):
        assert said in str(refused.value)


def test_an_unknown_region_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DataError, match="did you mean 'shenzhen'"):
        region_record("shenzen")


def test_an_unknown_series_is_refused_with_the_nearest_name(read: Reader) -> None:
    with pytest.raises(DataError, match="did you mean 'new_firms'"):
        read("firms|2017|5|firms").select("new_firm")


def test_figures_are_chosen_by_series_place_and_year(read: Reader) -> None:
    rows = ("firms|2017|5|firms", "firms|2016|4|firms", "firms|2017|1|firms|place=Toytown/North")
    record = read(*rows, "spend|2017|9|100m yuan")
    assert [f.printed for f in record.select("firms")] == ["5", "4", "1"]
    assert [f.printed for f in record.select("firms", "Toytown")] == ["5", "4"]
    assert [f.printed for f in record.select("firms", "Toytown", 2016)] == ["4"]


@pytest.mark.parametrize(
    ("published", "day", "known"),
    [
        ("2014-06-30", "2014-06-30", True),
        ("2014-06-30", "2014-06-29", False),
        ("2014-06", "2014-06-30", True),
        ("2014-06", "2014-06-29", False),
        ("2014", "2014-12-31", True),
        ("2014", "2014-12-30", False),
        ("2012-02", "2012-02-28", False),
        ("", "2030-01-01", False),
    ],
)
def test_a_figure_is_known_from_the_end_of_its_day_month_or_year(
    read: Reader, published: str, day: str, known: bool
) -> None:
    record = read(f"firms|2010|5|firms|published_on={published}")
    assert bool(record.known_by(day).figures) is known


@pytest.mark.parametrize("day", ["2014", "2014-02-30", "tomorrow", "2014-1-1"])
def test_known_by_wants_a_day(read: Reader, day: str) -> None:
    with pytest.raises(DataError):
        read("firms|2010|5|firms").known_by(day)


def test_without_the_page_its_own_figures_are_gone(read: Reader) -> None:
    record = read("firms|2017|5|firms|page_itself=yes", "firms|2017|5|firms|source=other|echo=yes")
    assert [figure.source for figure in record.without_page().figures] == ["other"]


def test_a_stock_that_is_not_last_years_plus_the_net_change_is_found(read: Reader) -> None:
    rows = ("firms|2016|8037|firms", "new_firms|2017|3193|firms")
    assert not read(*rows, "firms|2017|11230|firms").check()
    found = messages(read(*rows, "firms|2017|11231|firms"), "stock_flow")
    assert found == ["2016 8,037 + new_firms 3,193 = 11,230; printed 11,231 firms"]


def test_a_stock_fits_when_one_of_its_vintages_does(read: Reader) -> None:
    rows = ("firms|2016|8000|firms|source=a", "firms|2016|8037|firms|source=b", "new_firms|2017|3193|firms")
    assert not messages(read(*rows, "firms|2017|11230|firms"), "stock_flow")


def test_a_ratio_that_its_part_and_whole_do_not_give_is_found_with_the_arithmetic(read: Reader) -> None:
    rows = ("gdp|2017|22438.39|100m yuan", "spend_share|2017|4.13|%")
    (found,) = read(*rows, "spend|2017|900|100m yuan").check()
    assert found.severity == "warning"
    assert found.message == "900 / 0.0413 = 21,791.8; gdp 22,438.39 -> 4.01 %, printed 4.13 %"


def test_a_ratio_that_fits_only_because_a_figure_is_a_floor_is_a_note(read: Reader) -> None:
    rows = ("gdp|2017|22438.39|100m yuan", "spend_share|2017|4.13|%")
    (found,) = read(*rows, "spend|2017|900|100m yuan|bound=at_least").check()
    assert found.severity == "note"
    assert "fits only as 900 may be more (926.7 would give 4.13 %)" in found.message


def test_a_ratio_within_the_rounding_of_all_printed_digits_fits(read: Reader) -> None:
    assert not read("spend_share|2014|35.3|%", "spend|2014|5645.3|100m yuan", "gdp|2014|16001.82|100m yuan").check()


def test_a_whole_of_nothing_is_not_divided_by(read: Reader) -> None:
    assert not read("spend_share|2014|0|%", "spend|2014|5|100m yuan", "gdp|2014|0|100m yuan").check()


def test_an_approximate_part_keeps_its_margin(read: Reader) -> None:
    rows = ("spend_share|2014|35.3|%", "gdp|2014|16000|100m yuan")
    assert not read(*rows, "spend|2014|5600|100m yuan|bound=about").check()
    assert messages(read(*rows, "spend|2014|5500|100m yuan|bound=about"), "ratio")


def test_parts_that_do_not_add_up_are_found_with_the_difference(read: Reader) -> None:
    rows = ("men|2010|5614027|persons", "women|2010|4743911|persons")
    assert not read(*rows, "people|2010|10357938|persons").check()
    found = messages(read(*rows, "people|2010|10357940|persons"), "sum")
    assert found == ["5,614,027 + 4,743,911 = 10,357,938; printed 10,357,940 persons, 2 more"]


def test_a_sum_with_a_part_missing_is_not_judged(read: Reader) -> None:
    assert not read("men|2010|1|persons", "people|2010|10|persons").check()


def test_two_exact_figures_that_differ_are_in_conflict(read: Reader) -> None:
    rows = ("firms|2010|1353|firms|published_on=2011-08", "firms|2010|1750|firms|quality=press")
    assert messages(read(*rows), "conflict") == [
        "1,353 firms (official, 2011-08) against 1,750 firms (press)",
    ]


def test_figures_that_rounding_or_a_floor_explains_are_in_no_conflict(read: Reader) -> None:
    rows = ("spend|2010|10176|100m yuan", "spend|2010|10176.19|100m yuan")
    assert not read(*rows, "spend|2010|9000|100m yuan|bound=at_least").check()
    assert messages(read(*rows, "spend|2010|11000|100m yuan|bound=at_least"), "conflict")


def test_an_expectation_contradicts_no_outturn(read: Reader) -> None:
    assert not read("firms|2013|3833|firms|bound=expected", "firms|2013|3000|firms").check()


def test_vintages_of_different_scope_are_a_note_and_no_conflict(read: Reader) -> None:
    record = read("firms|2010|10|firms|scope=first", "firms|2010|20|firms|scope=final")
    assert [problem.check for problem in record.check()] == ["vintages"]


def test_a_change_of_scope_is_never_passed_in_silence(read: Reader) -> None:
    record = read(
        "firms|2004|10|firms|scope=before",
        "firms|2005|20|firms|scope=after",
        "firms|2006|21|firms|scope=after",
    )
    (found,) = record.check()
    assert (found.check, found.where) == ("scope", "firms Toytown 2004-2005")


def test_a_total_that_falls_is_found_unless_its_scope_changed(read: Reader) -> None:
    assert messages(read("trained|2015|240|persons", "trained|2016|230|persons"), "cumulative")
    rows = ("trained|2015|240|persons|scope=all", "trained|2016|30|persons|scope=graduates")
    assert not messages(read(*rows), "cumulative")


def test_june_and_november_of_one_year_are_two_periods(read: Reader) -> None:
    record = read("firms|2010-06|2|firms", "firms|2010-11|3|firms")
    assert [figure.year for figure in record.figures] == [2010, 2010]
    assert not record.check()


def test_the_description_counts_and_lists_what_does_not_fit(read: Reader) -> None:
    text = describe(read("firms|2010|1|firms", "firms|2010|2|firms|quality=press"))
    assert "2 figures of 1 series, 2010 to 2010" in text
    assert "official 1, press 1" in text
    assert "firms Toytown 2010: 1 firms (official) against 2 firms (press)" in text
    assert "everything fits" in describe(read("firms|2010|1|firms"))


def test_an_empty_record_can_be_described() -> None:
    assert describe(Record((), {})).startswith("0 figures of 0 series")
