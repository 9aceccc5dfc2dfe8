"""A register of one's own: read from CSV or Parquet, or refused with everything that is wrong."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mangrove.errors import DataError, SourceError
from mangrove.load import read_register
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.register import schema
from mangrove.registers.firms import Firms

DISTRICTS = ("Futian", "Nanshan")
CELLS = {
    "id": "1",
    "founded_on": "2001-05-17",
    "district": "Nanshan",
    "industry": "electronics",
    "ownership": "private",
    "technology": "yes",
    "staff": "12",
    "high_tech_revenue_share": "0.7",
    "sales_y3": "2500000",
}


def rows(*changes: dict[str, str]) -> list[dict[str, str]]:
    """Rows that keep the schema but for the changes; what a row does not say is unknown."""
    asked = [name for name, field in schema(Firms).items() if not field.column.own]
    return [
        {**{name: CELLS.get(name, "") for name in asked}, "id": str(number), **change}
        for number, change in enumerate(changes, start=1)
    ]


def written(folder: Path, *changes: dict[str, str], drop: str = "", rename: tuple[str, str] | None = None) -> Path:
    table = pl.DataFrame(rows(*changes))
    table = table.drop(drop) if drop else table
    table = table.rename({rename[0]: rename[1]}) if rename else table
    table.write_csv(folder / "firms.csv")
    return folder / "firms.csv"


def read(path: Path) -> Firms:
    return read_register(path, Firms, {"district": DISTRICTS})


def refused(path: Path) -> str:
    with pytest.raises(DataError) as error:
        read(path)
    return str(error.value)


def test_a_register_is_read_with_its_units_and_unknowns(tmp_path: Path) -> None:
    firms = read(written(tmp_path, {}, {"staff": "", "technology": "no", "accredited_on": "2016-11-15"}))
    assert firms.id.tolist() == [1, 2]
    assert firms.district.tolist() == [1, 1]
    assert firms.technology.tolist() == [1, 0]
    assert firms.audited.tolist() == [-1, -1]
    assert firms.staff[0] == 12
    assert np.isnan(firms.staff[1])
    assert np.isnat(firms.accredited_on[0])
    assert firms.accredited_on[1] == np.datetime64("2016-11-15")
    assert firms.tax_relief.tolist() == [0.0, 0.0]
    assert firms.founder.tolist() == [-1, -1]


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    path = written(tmp_path, {}, {"staff": "3.5"})
    pl.read_csv(path, try_parse_dates=True).write_parquet(tmp_path / "firms.parquet")
    one, other = read(path), read(tmp_path / "firms.parquet")
    for name in schema(Firms):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name not in ("id",)), name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sales_y3": "a lot"}, "sales_y3: row 3 'a lot' are no number"),
        ({"sales_y3": "inf"}, "sales_y3: row 3 'inf' are no number"),
        ({"sales_y3": "-1"}, "sales_y3: row 3 '-1' are below 0"),
        ({"high_tech_revenue_share": "70"}, "high_tech_revenue_share: row 3 '70' are above 1"),
        ({"founded_on": "2001-02-30"}, "founded_on: row 3 '2001-02-30' are no day"),
        ({"founded_on": ""}, "founded_on: row 3 are empty"),
        ({"industry": "electronic"}, "'electronic' is not on the list; did you mean 'electronics'?"),
        ({"district": "Nanshan District"}, "district: row 3 'Nanshan District'"),
        ({"technology": "maybe"}, "technology: row 3 'maybe' is neither yes nor no"),
        ({"id": "x"}, "id: row 3 'x' are no whole number"),
        ({"id": "1"}, "id: 1 are used twice or more: 1 (rows 2, 3)"),
    ],
)
def test_a_wrong_cell_is_told_by_column_and_row(tmp_path: Path, change: dict[str, str], message: str) -> None:
    assert message in refused(written(tmp_path, {}, change))


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    told = refused(written(tmp_path, {"staff": "x"}, {"founded_on": "soon"}, {"industry": "steel"}, drop="score"))
    assert "4 problem(s)" in told


def test_a_missing_column_offers_the_nearest(tmp_path: Path) -> None:
    told = refused(written(tmp_path, {}, rename=("sales_y3", "sales_3")))
    assert "sales_y3: no such column; the file has another: did you mean 'sales_3'?" in told


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("firms.csv", b"", "is empty"),
        ("firms.csv", b"\n \n", "is empty"),
        ("firms.csv", b"\x00\x01\x02id\n", "is no text"),
        ("firms.csv", b"\xff\xfe\x89PNG", "byte 0 is not UTF-8"),
        ("firms.csv", "id,name\n1,深圳\n".encode("utf-16"), "nor is the file GB 18030"),
        ("firms.csv", b"id,staff\n1,2\n2\n3,4,5\n", "row 3: 1 cells, the header has 2"),
        ("firms.csv", b'id,staff\n1,"2\n', "not valid CSV"),
        ("firms.csv", b"id,id\n1,2\n", "column 'id' is named twice"),
        ("firms.csv", ",".join(CELLS).encode() + b"\n", "a header and no rows"),
        ("firms.parquet", b"junk that is no parquet", "cannot be read as parquet"),
    ],
)
def test_a_broken_file_is_one_message(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert message in refused(tmp_path / name)


def test_a_ragged_file_is_told_in_a_few_lines(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text("a,b\n" + "1\n" * 1000, "utf-8")
    assert len(refused(tmp_path / "firms.csv").splitlines()) < 15


@pytest.mark.parametrize(("name", "message"), [("firms.xlsx", "neither CSV nor Parquet"), ("gone.csv", "no such file")])
def test_a_file_that_cannot_be_opened_is_one_message(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tmp_path / name)


def test_a_region_opens_with_ones_own_firms(tmp_path: Path) -> None:
    plan = make_plan("shenzhen", to=2010, scale=0.001, members=1)
    stage = set_stage(plan)
    drawn = open_region(plan, stage)
    table = drawn.region.firms.to_frame()
    names = np.array(drawn.region.districts)[drawn.region.firms.district]
    table.with_columns(pl.Series("district", names)).write_csv(tmp_path / "firms.csv")
    own = make_plan("shenzhen", to=2010, scale=0.001, members=1, firms=tmp_path / "firms.csv")
    opened = open_region(own, stage)
    assert np.array_equal(opened.region.firms.id, drawn.region.firms.id)
    assert np.allclose(opened.region.firms.sales_y3, drawn.region.firms.sales_y3, rtol=1e-6, equal_nan=True)
    assert opened.matched == ()
    assert opened.assumed[0].what == "firms"
