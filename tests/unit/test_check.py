"""A programme rules on a person's own file: every clause told, unknown left open, everything wrong in one list."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from mangrove.check import check
from mangrove.cli import main
from mangrove.errors import DataError
from mangrove.explain import explain, notes, show_table
from mangrove.records import columns_ever, columns_on, read_records
from mangrove.regions.shenzhen.programmes.hnte_accreditation import BY_RULE
from mangrove.rulebook import read_rulebook

NAME = "hnte_accreditation"
DAY = "2017-06-30"
FIRM = {"id": "f1", **BY_RULE["2016"], "licences_core_ip": 0, "rnd_staff": 10, "college_staff": 30}
RULES = read_rulebook("mangrove.regions.shenzhen")
CLAUSES = [
    "supported_field", "registered", "core_ip", "technical_staff", "rnd_intensity", "domestic_rnd",
    "high_tech_revenue", "score", "no_offence",
]  # fmt: skip


def told(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, words)], prog_name="mangrove")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of firms, each with its changes; as CSV or Parquet."""

    def write(*changes: dict[str, object], drop: str = "", name: str = "firms.csv") -> Path:
        table = pl.DataFrame([{**FIRM, "id": f"f{n}", **change} for n, change in enumerate(changes, 1)], strict=False)
        table = table.drop(drop) if drop else table
        if name.endswith("csv"):
            table.write_csv(tmp_path / name)
        else:
            table.write_parquet(tmp_path / name)
        return tmp_path / name

    return write


def rows(path: Path, *words: str, on: str = DAY, programme: str = NAME) -> list[dict]:
    done = told(programme, path, "--on", on, "--json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refused(path: Path, on: str = DAY, programme: str = NAME) -> str:
    done = told(programme, path, "--on", on, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    return done.stderr


def test_a_ruling_has_every_clause_with_value_threshold_and_source(written) -> None:
    (row,) = rows(written({}))
    assert list(row) == ["id", "eligible", "amount", "unit", "clauses"]
    assert (row["id"], row["eligible"], row["amount"], row["unit"]) == ("f1", True, 3.0, "yr")
    assert [clause["clause"] for clause in row["clauses"]] == CLAUSES
    intensity = row["clauses"][CLAUSES.index("rnd_intensity")]
    law = "高新技术企业认定管理办法 国科发火〔2016〕32号, Article 11(5)1"
    assert intensity == {"clause": "rnd_intensity", "holds": True, "value": 0.05, "threshold": 0.05, "source": law}


def test_the_source_is_that_of_the_value_in_force_and_of_the_firms_size(written) -> None:
    large = {"sales_y1": 3e8, "sales_y2": 3e8, "sales_y3": 3e8}
    path = written({}, large, {"sales_y3": None})

    def sources(on: str) -> list[str]:
        return [
            next(c["source"].partition("号")[2] for c in row["clauses"] if c["clause"] == "rnd_intensity")
            for row in rows(path, on=on)
        ]

    assert sources("2015-12-31")[:2] == [", Article 10(4)1", ", Article 10(4)3"]
    assert sources("2016-01-01")[:2] == [", Article 11(5)1", ", Article 11(5)3"]
    assert [article in sources("2016-01-01")[2] for article in ("11(5)1", "11(5)2", "11(5)3")] == [True] * 3
    assert all(
        "(estimated)" in c["source"] for c in rows(path, on="2005-06-30")[0]["clauses"] if "rnd_i" in c["clause"]
    )


def test_an_empty_cell_is_unknown_and_decides_nothing(written) -> None:
    row, other = rows(written({"owns_core_ip": None}, {"owns_core_ip": None, "score": 70}))
    core = row["clauses"][CLAUSES.index("core_ip")]
    assert (row["eligible"], row["amount"], core["holds"], core["value"]) == (None, None, None, None)
    assert other["eligible"] is False


@pytest.mark.parametrize("column", ["founded_on", "rnd_y2", "sales_y3", "domestic_rnd_share", "staff", "score"])
def test_any_empty_cell_leaves_a_firm_open(written, column: str) -> None:
    assert rows(written({column: None}))[0]["eligible"] is None


def test_one_yuan_too_little_is_too_little_for_the_largest_firm(written) -> None:
    size = {f"sales_y{year}": 1e12 for year in (1, 2, 3)} | {f"rnd_y{year}": 3e10 for year in (1, 2, 3)}
    assert [row["eligible"] for row in rows(written(size, size | {"rnd_y3": 3e10 - 1}))] == [True, False]


def test_one_yuan_more_puts_a_firm_in_another_class(written) -> None:
    path = written({"sales_y3": 50_000_000, "rnd_y3": 0.4e6}, {"sales_y3": 50_000_001, "rnd_y3": 400_001})
    assert [row["eligible"] for row in rows(path)] == [False, True]


def test_before_the_first_rule_nobody_is_eligible_and_it_says_so(written) -> None:
    path = written({}, {"in_supported_field": 0})
    done = told(NAME, path, "--on", "1999-12-31", "--json")
    assert [(row["eligible"], row["clauses"]) for row in json.loads(done.stdout)] == [(False, [])] * 2
    assert "no rule of this programme is in force; its first begins on 2000-07-23" in done.stderr
    assert "Nobody is eligible" in told(NAME, path, "--on", "1999-12-31").stdout
    assert "无人符合条件" in told(NAME, path, "--on", "1999-12-31", "--lang", "zh").stdout
    assert "Nobody is eligible" in told(NAME, path, "--on", "1999-12-31", "--explain", "f1").stdout


def test_where_no_rule_was_known_yet_nobody_is_eligible(written) -> None:
    shown = told(NAME, written({}), "--on", DAY, "--known-by", "1999-12-31").stdout
    assert f"On {DAY} no rule of this programme is in force. Nobody is eligible." in shown


def test_an_illustrative_programme_says_so_in_every_form(written) -> None:
    programme = replace(RULES.programmes[NAME], illustrative=True)
    rules = replace(RULES, programmes={NAME: programme})
    day = date.fromisoformat(DAY)
    checked = check(read_records(written({}), rules, NAME, day), rules, NAME, day)
    assert "illustrative" in show_table(checked, "en")
    assert "仅供示意" in explain(checked, "f1", "zh")
    assert notes(checked, "en") == ["This programme is illustrative: no source gives a number that it needs."]


def test_a_rule_known_later_is_left_out(written) -> None:
    path = written({}, {"rnd_y3": 3e6})
    assert [row["eligible"] for row in rows(path, on="2016-01-15")] == [True, True]
    known = told(NAME, path, "--on", "2016-01-15", "--known-by", "2016-01-15", "--json")
    assert [row["eligible"] for row in json.loads(known.stdout)] == [False, True]
    assert "国科发火〔2016〕32号" not in known.stdout
    assert "as known by 2016-01-15" in known.stderr
    later = rows(path, "--known-by", "2016-01-29", on="2016-01-15")
    assert [row["eligible"] for row in later] == [True, True]


@pytest.mark.parametrize("ids", [["f1", "甲公司"], ["007", "8"], [7, 8], [9007199254740993, 2]])
def test_an_id_is_given_back_as_it_was_given(written, ids: list) -> None:
    told_back = [row["id"] for row in rows(written(*({"id": one} for one in ids)))]
    assert told_back == (ids if max(map(len, map(str, ids))) < 16 else list(map(str, ids)))


def test_parquet_is_read_as_csv_is(written) -> None:
    day = {"founded_on": date(2000, 5, 17)}
    changes = [day | {"owns_core_ip": True}, day | {"owns_core_ip": False}, day | {"owns_core_ip": None}]
    found = rows(written(*changes, name="firms.parquet"))
    assert [row["eligible"] for row in found] == [True, False, None]
    assert found == rows(written(*changes))


def test_a_day_with_a_clock_is_its_day(written, tmp_path: Path) -> None:
    path = written({}, name="firms.parquet")
    pl.read_parquet(path).with_columns(pl.col("founded_on").str.to_datetime()).write_parquet(path)
    assert rows(path)[0]["eligible"] is True


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sales_y3": "4000万"}, "sales_y3: row 3 '4000万' are no number; write yuan in digits alone"),
        ({"rnd_y1": "1,000"}, "rnd_y1: row 3 '1,000' are no number"),
        ({"rnd_y1": -1}, "rnd_y1: row 3 '-1.0' are below 0"),
        ({"domestic_rnd_share": 60}, "domestic_rnd_share: row 3 '60.0' are above 1 and look like per cent"),
        ({"domestic_rnd_share": 6000}, "domestic_rnd_share: row 3 '6000.0' are above 1 share"),
        ({"high_tech_revenue_share": "60%"}, "high_tech_revenue_share: row 3 '60%' are no number; write 0.6 for 60 %"),
        ({"founded_on": "2017-02-30"}, "founded_on: row 3 '2017-02-30' are no day"),
        ({"founded_on": "30/06/2016"}, "founded_on: row 3 '30/06/2016' are no day"),
        ({"owns_core_ip": "maybe"}, "owns_core_ip: row 3 'maybe' is neither yes nor no; write yes, no or nothing"),
        ({"score": 101}, "score: row 3 '101' are above 100."),
        ({"score": "inf"}, "score: row 3 'inf' are no number"),
        ({"college_staff": "ten"}, "college_staff: row 3 'ten' are no number"),
        ({"id": "f1"}, "id: 1 are used twice or more: f1 (rows 2, 3)"),
        ({"id": None}, "id: row 3 are empty"),
    ],
)
def test_a_wrong_cell_is_told_by_column_and_row(written, change: dict, message: str) -> None:
    assert message in refused(written({}, change))


def test_everything_wrong_is_told_in_one_list(written) -> None:
    bad = {"id": "f1", "staff": "x", "founded_on": "soon", "score": -1, "owns_core_ip": "?", "rnd_y1": "1万"}
    told_all = refused(written({}, bad, {"domestic_rnd_share": 70}, drop="sales_y2"))
    assert "8 problem(s)" in told_all
    names = ("id", "staff", "founded_on", "score", "owns_core_ip", "rnd_y1", "domestic_rnd_share", "sales_y2")
    assert all(f"- {name}: " in told_all for name in names)


def test_a_missing_column_offers_the_one_that_was_meant(written, tmp_path: Path) -> None:
    path = written({})
    pl.read_csv(path).rename({"sales_y3": "sales_y3 (万元)"}).write_csv(path)
    assert "sales_y3: no such column; the file has another: did you mean 'sales_y3 (万元)'?" in refused(path)


def test_the_columns_asked_for_are_those_the_rule_reads_on_the_day(written) -> None:
    assert rows(written({}, drop="college_staff"))[0]["eligible"] is True
    assert "college_staff: no such column" in refused(written({}, drop="college_staff"), on="2012-06-30")
    assert rows(written({}, drop="major_offence_last_year"), on="2012-06-30")[0]["eligible"] is False
    programme = RULES.programmes[NAME]
    ever = {field.name for field in columns_ever(programme, RULES, NAME)}
    assert ever == set(FIRM) - {"id"}
    on = {field.name for field in columns_on(programme, RULES.on(date(2017, 6, 30)).of(NAME))}
    assert ever - on == {"licences_core_ip", "college_staff", "rnd_staff"}


def test_a_firm_founded_after_the_day_is_not_eligible(written) -> None:
    (row,) = rows(written({"founded_on": "2017-07-01"}))
    registered = row["clauses"][CLAUSES.index("registered")]
    assert (row["eligible"], registered["holds"], registered["value"]) == (False, False, -1.0)


def test_empty_lines_at_the_end_of_a_file_are_no_firms(written) -> None:
    path = written({})
    path.write_text(path.read_text("utf-8") + "\r\n\n", "utf-8")
    assert len(rows(path)) == 1


def test_what_is_no_plain_column_is_refused_and_ids_stay_words(written) -> None:
    path = written({}, {}, name="firms.parquet")
    table = pl.read_parquet(path).with_columns(score=pl.Series([[71], [72]]), id=pl.Series([1.5, float("nan")]))
    table.write_parquet(path)
    assert "score: row 1 '[71]', row 2 '[72]' are no number" in refused(path)
    assert "id: row 2 are empty" in refused(path)
    table.with_columns(score=pl.Series([71, 72]), id=pl.Series([1.5, 2.0])).write_parquet(path)
    assert [row["id"] for row in rows(path)] == ["1.5", "2.0"]


def test_columns_that_no_rule_reads_are_left_alone(written) -> None:
    done = told(NAME, written({"note": "x", "district": "Futian"}), "--on", DAY)
    assert "columns that this programme never reads: note, district" in done.stdout


def test_a_file_that_may_be_in_ten_thousands_is_ruled_on_with_a_doubt(written) -> None:
    small = {f"sales_y{year}": 3000 for year in (1, 2, 3)} | {f"rnd_y{year}": 200 for year in (1, 2, 3)}
    assert "not in units of ten thousand (万元)" in told(NAME, written(small), "--on", DAY).stdout
    assert "万元" not in told(NAME, written({}), "--on", DAY).stdout


def test_a_file_of_unknowns_is_open_and_not_an_error(written) -> None:
    unknown: dict[str, object] = dict.fromkeys([name for name in FIRM if name != "id"])
    for name in ("firms.csv", "firms.parquet"):
        assert [row["eligible"] for row in rows(written(unknown, unknown, name=name))] == [None, None]


def test_what_a_register_always_knows_is_open_where_a_file_does_not(written, tmp_path: Path) -> None:
    table = pl.DataFrame({
        "id": [1, 2, 3], "technology": ["yes", "yes", None], "industry": ["electronics", None, "electronics"],
        "audited": ["yes"] * 3, "technology_sme": ["no"] * 3,
    })  # fmt: skip
    table.write_csv(tmp_path / "firms.csv")
    found = rows(tmp_path / "firms.csv", programme="rnd_super_deduction")
    assert [(row["id"], row["eligible"], row["amount"]) for row in found] == [
        (1, True, 0.5),
        (2, None, None),
        (3, None, None),
    ]
    assert found[0]["unit"] == "share"


def test_an_amount_is_paid_to_the_eligible_alone(tmp_path: Path) -> None:
    table = pl.DataFrame({"id": ["a", "b"], "technology": [1, 1], "staff": [50, 51], "rnd_y3": [100_000.5, 1e5]})
    table.write_csv(tmp_path / "firms.csv")
    found = rows(tmp_path / "firms.csv", "--region", "toytown", on="2011-06-30", programme="rnd_voucher")
    assert [(row["amount"], row["unit"]) for row in found] == [
        (pytest.approx(20_000.1), "CNY/yr"),
        (None, "CNY/yr"),
    ]
    shown = told("rnd_voucher", tmp_path / "firms.csv", "--on", "2011-06-30", "--region", "toytown").stdout
    assert "20,000.10 yuan" in shown
    assert "before any cut to the programme's budget" in shown


def test_the_table_says_verdict_amount_and_the_clause_that_decides(written) -> None:
    path = written({}, {"rnd_y3": 999_999}, {"owns_core_ip": None}, {"in_supported_field": 0})
    lines = told(NAME, path, "--on", DAY).stdout.splitlines()
    assert lines[0] == f"{NAME} (高新技术企业认定) on {DAY}: 1 eligible, 2 not, 1 undetermined, of 4"
    assert [" ".join(line.split()) for line in lines[2:]] == [
        "id verdict amount deciding clause",
        "f1 eligible 3 years",
        "f2 not eligible rnd_intensity (4.999999 %; at least 5 % is asked)",
        "f3 undetermined core_ip",
        "f4 not eligible supported_field",
    ]
    assert "不符合条件" in told(NAME, path, "--on", DAY, "--lang", "zh").stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["f2 is not eligible", "Accreditation of national high-tech enterprises", "高新技术企业认定",
                "What decides is condition 5, rnd_intensity.", "it is 4.999999 %, and at least 5 % is asked",
                "the file leaves score empty", "国科发火〔2016〕32号, Article 11(5)1"]),
        ("zh", ["f2按“高新技术企业认定”的规定：不符合条件", "第5项条件", "要求不低于5 %", "文件中score为空",
                "国科发火〔2016〕32号第11条(5)1"]),
    ],
)  # fmt: skip
def test_one_case_is_told_in_sentences(written, lang: str, words: list[str]) -> None:
    path = written({}, {"rnd_y3": 999_999, "score": None})
    shown = told(NAME, path, "--on", DAY, "--explain", "f2", "--lang", lang).stdout
    assert [word for word in words if word not in shown] == []


def test_the_eligible_are_told_what_they_receive(written) -> None:
    english = told(NAME, written({}), "--on", DAY, "--explain", "f1").stdout
    assert "Years for which the certificate is valid: 3 years." in english
    assert "As long as it holds the certificate" in english
    assert "10 %" in english
    chinese = told(NAME, written({}), "--on", DAY, "--explain", "f1", "--lang", "zh").stdout
    assert "证书有效的年数：3 年。" in chinese


def test_a_rule_whose_number_is_unknown_says_so(written) -> None:
    shown = told(NAME, written({}), "--on", "2005-06-30", "--explain", "f1").stdout
    assert "the rule's own number is not known" in shown
    nobody = told(NAME, written({"staff": 0}), "--on", "2012-06-30", "--explain", "f1").stdout
    assert "no number can be formed of what the file gives" in nobody


def test_one_case_can_be_had_as_json(written) -> None:
    assert [row["id"] for row in rows(written({}, {}, {}), "--explain", "f2")] == ["f2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["hnte_acreditation", "firms.csv", "--on", DAY], "did you mean 'hnte_accreditation'?"),
        ([NAME, "gone.csv", "--on", DAY], "gone.csv: cannot be read"),
        ([NAME, "firms.csv"], "say what to rule on and when"),
        ([NAME, "--on", DAY], "say what to rule on and when"),
        ([NAME, "firms.csv", "--on", "2017-02-30"], "--on 2017-02-30: there is no such day"),
        ([NAME, "firms.csv", "--on", DAY, "--known-by", "soon"], "--known-by soon: there is no such day"),
        ([NAME, "firms.csv", "--on", DAY, "--explain", "f"], "--explain f: no row has this id; did you mean 'f1'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_message(written, monkeypatch, tmp_path: Path, words: list[str], message: str) -> None:
    written({})
    monkeypatch.chdir(tmp_path)
    done = told(*words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_template_has_the_columns_and_says_their_units(tmp_path: Path) -> None:
    done = told("--template", NAME)
    assert set(done.stdout.strip().split(",")) == set(FIRM)
    assert "rnd_y1                   yuan" in done.stderr
    assert "share, 0 to 1" in done.stderr
    on_day = told(NAME, "--template", "--on", DAY).stdout.strip().split(",")
    assert "college_staff" not in on_day
    (tmp_path / "empty.csv").write_text(done.stdout, "utf-8")
    assert "a header and no rows" in refused(tmp_path / "empty.csv")


@pytest.mark.parametrize("name", RULES.programmes)
def test_the_columns_of_every_programme_are_found(name: str) -> None:
    assert columns_ever(RULES.programmes[name], RULES, name)


@pytest.mark.parametrize("name", [NAME, "rnd_super_deduction"])
def test_every_clause_and_award_speaks_chinese(name: str) -> None:
    programme = RULES.programmes[name]
    assert all(told.meaning_local for told in (*programme.clauses, *programme.awards))


def test_a_hundred_thousand_rows_take_seconds(written, tmp_path: Path) -> None:
    size = 100_000
    table = pl.DataFrame({**{name: [value] * size for name, value in FIRM.items()}, "id": np.arange(size)})
    table.write_csv(tmp_path / "many.csv")
    begun = perf_counter()
    found = rows(tmp_path / "many.csv")
    assert perf_counter() - begun < 60
    assert len(found) == size
    assert all(row["eligible"] for row in found)


def test_a_column_of_texts_is_refused_at_once(tmp_path: Path) -> None:
    size = 50_000
    texts = [f"patent {number}" for number in range(size)]
    wrong = {name: [value] * size for name, value in FIRM.items()} | {"id": list(range(size)), "owns_core_ip": texts}
    pl.DataFrame(wrong).write_csv(tmp_path / "many.csv")
    begun = perf_counter()
    with pytest.raises(DataError, match="and 49,980 more is neither yes nor no"):
        read_records(tmp_path / "many.csv", RULES, NAME, date(2017, 6, 30))
    assert perf_counter() - begun < 30
