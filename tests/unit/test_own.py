"""`mangrove load`: a register of one's own is checked, shown in tables that can be published, and written."""

import json
import socket
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from mangrove.cli import main
from mangrove.load import read_register
from mangrove.own import REGISTERS
from mangrove.pack import find_pack
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.register import schema

DISTRICTS = find_pack("toytown").districts
ASKED = ("--region", "toytown")


def told(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["load", *map(str, words), *ASKED], prog_name="mangrove")


def person(number: int, **changes: object) -> dict[str, object]:
    plain = {
        "id": number, "field": "computing", "level": "bachelor", "birth_year": 1980, "origin": "local", "arrived": 2005,
        "district": "Harbour", "employer": -1, "skill": 1.5, "wage": 80_000 + 100 * number, "status": "none",
    }  # fmt: skip
    return plain | changes


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A hundred people: 4 doctors, 20 masters, 76 bachelors; 3 foreign and 2 returnees."""
    levels = ["doctor"] * 4 + ["master"] * 20 + ["bachelor"] * 76
    origins = ["foreign"] * 3 + ["returnee"] * 2 + ["local"] * 95
    rows = [person(n, level=levels[n], origin=origins[n]) for n in range(100)]
    pl.DataFrame(rows).write_csv(tmp_path / "people.csv")
    return tmp_path / "people.csv"


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    """Toytown's drawn firms as a user would hold them."""
    plan = make_plan("toytown", to=2010, scale=1.0, members=1)
    drawn = open_region(plan, set_stage(plan)).region.firms
    table = drawn.to_frame().drop([name for name, field in schema(type(drawn)).items() if field.column.own])
    table.with_columns(pl.Series("district", np.array(DISTRICTS)[drawn.district])).write_csv(tmp_path / "firms.csv")
    return tmp_path / "firms.csv"


def test_the_command_takes_the_registers_that_can_be_held() -> None:
    assert tuple(main.commands["load"].params[0].type.choices) == tuple(REGISTERS)


def test_tables_hide_small_cells_and_what_gives_them_away(people: Path) -> None:
    done = told("people", people)
    lines = [line.split() for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert "100 rows, and nothing wrong with them" in done.stdout
    assert ["doctor", "<10"] in lines
    assert ["master", "hidden"] in lines
    assert ["bachelor", "76"] in lines
    assert ["foreign", "<10"] in lines
    assert ["returnee", "<10"] in lines
    assert ["origin", "local", "95"] in lines


def test_a_quantile_needs_rows_on_either_side(people: Path) -> None:
    found = json.loads(told("people", people, "--json").stdout)["quantiles"]["wage"]
    assert found == {
        "unit": "CNY/yr", "known": 100, "unknown": 0,
        "p5": None, "p25": 82480.0, "p50": 84950.0, "p75": 87420.0, "p95": None,
    }  # fmt: skip


def test_json_has_null_for_what_is_hidden_and_says_so(people: Path) -> None:
    found = json.loads(told("people", people, "--json").stdout)
    assert found["rows"] == 100
    assert found["smallest_cell"] == 10
    assert "null is not shown" in found["note"]
    assert found["counts"]["level"] == {
        "diploma": 0, "bachelor": 76, "master": None, "doctor": None, "academician": 0,
    }  # fmt: skip
    assert "employer" not in {**found["counts"], **found["quantiles"]}


def test_a_smaller_cell_can_be_asked_for(people: Path) -> None:
    counts = json.loads(told("people", people, "--json", "--smallest-cell", "3").stdout)["counts"]
    assert counts["level"]["doctor"] == 4
    assert counts["origin"] == {"local": 95, "domestic": 0, "returnee": None, "foreign": None}


@pytest.mark.parametrize(("register", "size"), [("people", 1), ("people", 2), ("firms", 2), ("firms", 0)])
def test_too_small_a_cell_is_refused(people: Path, register: str, size: int) -> None:
    done = told(register, people, "--smallest-cell", str(size))
    assert done.exit_code == 2
    assert f"--smallest-cell {size}: must be at least 3" in done.stderr


def test_firms_may_be_counted_to_the_last_one(firms: Path) -> None:
    found = json.loads(told("firms", firms, "--json", "--smallest-cell", "1").stdout)
    table = pl.read_csv(firms, infer_schema_length=None)
    for cells in found["counts"].values():
        assert None not in cells.values()
        assert sum(cells.values()) == len(table) == found["rows"]
    assert found["counts"]["district"] == dict(table["district"].value_counts().rows())
    unknown = int(table["accredited_on"].null_count())
    assert found["quantiles"]["accredited_on"]["unknown"] == unknown > 0


def test_few_rows_have_no_tables_and_are_not_counted(tmp_path: Path) -> None:
    pl.DataFrame([person(1), person(2)]).write_csv(tmp_path / "people.csv")
    assert "fewer than 10 rows, too few for tables" in told("people", tmp_path / "people.csv").stdout
    found = json.loads(told("people", tmp_path / "people.csv", "--json").stdout)
    assert found["rows"] is None
    assert {cell for cells in found["counts"].values() for cell in cells.values()} == {None}


def test_the_checked_register_opens_a_run_as_the_file_does(firms: Path, tmp_path: Path) -> None:
    out = tmp_path / "checked.parquet"
    assert told("firms", firms, "--out", out).exit_code == 0
    asked = {"to": 2010, "scale": 1.0, "members": 1}
    plans = [make_plan("toytown", **asked, firms=path) for path in (firms, out)]
    one, other = (open_region(plan, set_stage(plan)).region.firms for plan in plans)
    for name in schema(type(one)):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name != "id"), name
    types = pl.read_parquet(out).schema
    assert (types["id"], types["founded_on"], types["staff"], types["district"]) == (
        pl.Int64, pl.Date, pl.Float32, pl.String,
    )  # fmt: skip


def test_a_registered_number_stays_with_its_row(tmp_path: Path) -> None:
    rows = ["registered_number,founded_on,kind,district,posts", "9144030071526726XG,2001-05-17,university,Hilltop,40"]
    (tmp_path / "institutes.csv").write_text("\n".join(rows), "utf-8")
    out = tmp_path / "out.parquet"
    done = told("institutes", tmp_path / "institutes.csv", "--out", out)
    assert "mangrove: ids are made of registered_number" in done.stderr
    written = pl.read_parquet(out)
    assert written["registered_number"].to_list() == ["9144030071526726XG"]
    again = read_register(out, REGISTERS["institutes"], {"district": DISTRICTS})
    assert again.to_frame()["id"].to_list() == written["id"].to_list()


@pytest.mark.parametrize("name", REGISTERS)
def test_the_template_has_every_column_that_is_asked_for(name: str) -> None:
    done = told(name, "--template")
    asked = [column for column, field in schema(REGISTERS[name]).items() if not field.column.own]
    asked += ["employer"] if name == "people" else []
    assert done.stdout == ",".join(asked) + "\n"
    lines = done.stderr.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith("registered_number")] == asked
    assert "One of Harbour, Mill Lane, Hilltop." in done.stderr
    assert ("registered_number" in done.stderr) == (name != "people")


def test_the_template_says_what_may_be_empty() -> None:
    lines = {line.split()[0]: line for line in told("firms", "--template").stderr.splitlines()}
    assert lines["staff"].endswith("May be empty.")
    assert "May be empty" not in lines["technology"]


@pytest.mark.parametrize("name", REGISTERS)
def test_the_example_is_a_register(name: str, tmp_path: Path) -> None:
    (tmp_path / "example.csv").write_text(told(name, "--example").stdout, "utf-8")
    assert len(read_register(tmp_path / "example.csv", REGISTERS[name], {"district": DISTRICTS})) == 2


def test_everything_wrong_is_one_list_and_nothing_is_written(people: Path, tmp_path: Path) -> None:
    rows = pl.read_csv(people, infer_schema=False).with_columns(
        pl.Series("level", ["professor"] + ["master"] * 99), pl.Series("id", ["7", "07"] + [str(n) for n in range(98)])
    )
    rows.drop("wage").write_csv(people)
    done = told("people", people, "--out", tmp_path / "out.parquet")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "3 problem(s)" in done.stderr
    assert "level: row 2 'professor' is not on the list" in done.stderr
    assert "wage: no such column" in done.stderr
    assert "id: 1 are used twice or more: 7 (rows 2, 3, 11)" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["people"], "say which file to load: mangrove load people FILE"),
        (["people", "gone.csv"], "gone.csv: cannot be read"),
        (["people", "people.csv", "--out", "out.csv"], "--out out.csv: the register is written as Parquet"),
        (["people", "people.csv", "--out", "nowhere/out.parquet"], "nowhere/out.parquet: cannot be written"),
        (["peopel", "people.csv"], "'peopel' is not one of 'firms', 'people', 'institutes'"),
    ],
)
def test_a_mistake_is_one_message(
    people: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(people.parent)
    done = told(*words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_columns_that_are_not_read_are_named_and_not_written(people: Path, tmp_path: Path) -> None:
    pl.read_csv(people).with_columns(note=pl.lit("n")).write_csv(people)
    done = told("people", people, "--out", tmp_path / "out.parquet")
    assert "columns that this register does not have, which are not read: 'note'" in done.stderr
    assert "note" not in pl.read_parquet(tmp_path / "out.parquet").columns


def test_loading_opens_no_connection(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        message = "a connection was opened"
        raise AssertionError(message)

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(AssertionError):
        socket.create_connection(("localhost", 1))
    assert told("people", people, "--out", tmp_path / "out.parquet", "--json").exit_code == 0
