"""People and institutes of a user's own open in place of the drawn ones, and work where their file says."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.errors import DataError
from mangrove.indicator import find_indicators
from mangrove.load import load_register
from mangrove.own import REGISTERS
from mangrove.pack import Opening, find_pack
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.register import schema
from mangrove.registers.firms import Firms
from mangrove.registers.institutes import Institutes
from mangrove.registers.people import NOBODY, People
from mangrove.rulebook import read_rulebook
from mangrove.run import simulate_member

DISTRICTS = find_pack("toytown").districts
NUMBER = "9144030071526726XG"
FIRST_INSTITUTE = 7_000_000
"""Added to the ids of institutes: drawn ones begin at 1."""


class Files(NamedTuple):
    """Toytown as a user would hold it."""

    firms: Path
    people: Path
    institutes: Path


def written(register, columns: dict[str, object], path: Path) -> Path:
    """A register without the model's own columns, districts by name, in no order."""
    own = [name for name, field in schema(type(register)).items() if field.column.own]
    table = register.to_frame().drop(own).with_columns(pl.Series("district", np.array(DISTRICTS)[register.district]))
    table.with_columns(**columns).sample(fraction=1, shuffle=True, seed=3).write_csv(path)
    return path


@pytest.fixture(scope="module")
def drawn():
    pack = find_pack("toytown")
    return pack.open(1.0, 7, read_rulebook(pack.package)).region


@pytest.fixture(scope="module")
def files(tmp_path_factory, drawn) -> Files:
    """Every tenth person is of unknown employer, and the registers are those of the drawn town."""
    folder = tmp_path_factory.mktemp("own")
    others = drawn.businesses.to_frame().drop("professionals", "wages")
    own = [name for name, field in schema(Firms).items() if field.column.own]
    firms = pl.concat([drawn.firms.to_frame().drop(own), others], how="diagonal").with_columns(
        pl.Series("district", np.array(DISTRICTS)[drawn.enterprises("district")]),
        pl.col("rnd_y3", "technology").fill_null(0),
    )
    firms.write_csv(folder / "firms.csv")
    ids = np.concatenate([drawn.firms.id, drawn.businesses.id, drawn.institutes.id + FIRST_INSTITUTE])
    place = drawn.people.employer
    employer = pl.Series(np.where(place >= 0, ids[place], NOBODY))
    told = pl.when(pl.int_range(pl.len()) % 10 > 0).then(employer)
    return Files(
        folder / "firms.csv",
        written(drawn.people, {"employer": told}, folder / "people.csv"),
        written(drawn.institutes, {"id": drawn.institutes.id + FIRST_INSTITUTE}, folder / "institutes.csv"),
    )


def opened(scale: float = 1.0, **own: Path) -> Opening:
    plan = make_plan("toytown", to=2012, scale=scale, members=1, seed=7, **own)
    return open_region(plan, set_stage(plan))


def workplaces(region) -> dict[int, int]:
    """Id of each person's employer, by the person's id."""
    ids = np.concatenate([region.firms.id, region.businesses.id, region.institutes.id, [NOBODY]])
    return dict(zip(region.people.id.tolist(), ids[region.people.employer].tolist(), strict=True))


def edited(file: Path, folder: Path, *changes: pl.Expr) -> Path:
    path = folder / file.name
    pl.read_csv(file, infer_schema_length=None).with_columns(*changes).write_csv(path)
    return path


@pytest.fixture(scope="module")
def whole(files) -> Opening:
    return opened(**files._asdict())


def test_people_work_where_their_file_says_and_the_idle_stay_idle(files, whole) -> None:
    table = pl.read_csv(files.people, infer_schema_length=None)
    found = workplaces(whole.region)
    assert len(found) == len(table)
    told = dict(table.filter(pl.col("employer").is_not_null()).select("id", "employer").rows())
    assert len(told) > 0.8 * len(table)
    assert NOBODY in told.values()
    assert {person: found[person] for person in told} == told


def test_who_is_of_unknown_employer_is_hired_anew_and_one_line_says_how_many(files, whole) -> None:
    table = pl.read_csv(files.people, infer_schema_length=None)
    lost = table.filter(pl.col("employer").is_null())["id"].to_list()
    found = workplaces(whole.region)
    idle = sum(found[person] == NOBODY for person in lost)
    assert idle < 0.3 * len(lost)
    assert whole.remarks == (
        f"people: {len(lost):,} of {len(table):,} have no known employer in the registers given and were hired anew; "
        f"{idle:,} of them found no vacancy",
    )
    assert whole.matched == ()


def test_people_keep_the_wages_of_their_file_and_employers_pay_them(files, whole) -> None:
    region = whole.region
    told = dict(pl.read_csv(files.people).select("id", "wage").rows())
    np.testing.assert_allclose(region.people.wage, [told[person] for person in region.people.id.tolist()], rtol=1e-6)
    paid = sum(float(register.wages.sum()) for register in (region.firms, region.businesses, region.institutes))
    assert paid == pytest.approx(float(region.people.wage[region.people.employer >= 0].sum(dtype=float)), rel=1e-9)


def test_a_run_from_registers_of_ones_own_keeps_every_law(files) -> None:
    plan = make_plan("toytown", to=2011, scale=1.0, members=1, seed=7, **files._asdict())
    stage = set_stage(plan)
    region = open_region(plan, stage).region
    results, _ = simulate_member(plan, stage, region, find_indicators(), 0, check=True)
    talent = results.filter(pl.col("variable") == "talent_total").sort("year")["value"].to_list()
    assert talent[0] == len(region.people)
    assert talent[-1] == pytest.approx(talent[0], rel=0.3)


def test_the_order_of_rows_changes_nobodys_work(files, whole, tmp_path) -> None:
    path = tmp_path / "people.csv"
    pl.read_csv(files.people, infer_schema=False).sample(fraction=1, shuffle=True, seed=9).write_csv(path)
    assert workplaces(opened(**files._replace(people=path)._asdict()).region) == workplaces(whole.region)


def test_people_alone_are_all_hired_anew_by_drawn_employers(files) -> None:
    opening = opened(people=files.people)
    size = len(opening.region.people)
    known_idle = pl.read_csv(files.people, infer_schema_length=None).filter(pl.col("employer") == NOBODY)
    (remark,) = opening.remarks
    assert remark.startswith(f"people: {size - len(known_idle):,} of {size:,} have no known employer")
    works = (opening.region.people.employer >= 0).mean()
    assert 0.9 < works < 1


def test_institutes_have_the_part_of_their_posts_that_the_scale_says(files, drawn) -> None:
    opening = opened(scale=0.1, institutes=files.institutes)
    institutes = opening.region.institutes
    assert sorted(institutes.id.tolist()) == sorted((drawn.institutes.id + FIRST_INSTITUTE).tolist())
    assert institutes.posts.sum() == pytest.approx(0.1 * drawn.institutes.posts.sum(), rel=1e-5)
    assert institutes.professionals.sum() == pytest.approx(institutes.posts.sum(), rel=0.2)
    assert opening.remarks == ()


def test_employers_may_be_told_by_their_registered_numbers(tmp_path) -> None:
    (tmp_path / "institutes.csv").write_text(
        f"id,registered_number,founded_on,kind,district,posts\n5,{NUMBER},2001-05-17,university,Hilltop,40\n", "utf-8"
    )
    people = pl.read_csv(CliRunner().invoke(main, ["load", "people", "--region", "toytown", "--example"]).stdout_bytes)
    people.with_columns(employer=pl.Series([NUMBER.lower(), "5.0"])).write_csv(tmp_path / "people.csv")
    region = opened(people=tmp_path / "people.csv", institutes=tmp_path / "institutes.csv").region
    assert set(workplaces(region).values()) == {5}
    assert region.institutes.professionals.tolist() == [2]


def test_an_employer_of_unknown_staff_wants_those_it_has(files, tmp_path) -> None:
    firms = edited(files.firms, tmp_path, pl.lit(None).alias("college_staff"), pl.lit(None).alias("staff"))
    region = opened(**files._replace(firms=firms)._asdict()).region
    told = pl.read_csv(files.people, infer_schema_length=None)["employer"]
    known = told.value_counts().rows()
    wanted = dict(zip(region.firms.id.tolist(), region.firms.college_staff.tolist(), strict=True))
    counted = {firm: count for firm, count in known if firm in wanted}
    assert counted
    assert {firm: wanted[firm] for firm in counted} == counted
    assert np.isnan(region.firms.college_staff).any()


def test_an_id_of_two_employers_is_refused(files, tmp_path) -> None:
    works = pl.col("employer") > 2 * FIRST_INSTITUTE
    taken = pl.read_csv(files.people, infer_schema_length=None).filter(works)["employer"].min()
    institutes = edited(files.institutes, tmp_path, (pl.int_range(pl.len()) + taken).alias("id"))
    with pytest.raises(DataError, match=rf"are both a firm and an institute by their ids .*{taken}"):
        opened(**files._replace(institutes=institutes)._asdict())


def test_who_came_later_is_refused_in_one_list(files, tmp_path) -> None:
    first = pl.int_range(pl.len()) < 2
    people = edited(files.people, tmp_path, pl.when(first).then(2012).otherwise(pl.col("arrived")).alias("arrived"))
    later = pl.when(first).then(pl.lit("2010-01-01")).otherwise(pl.col("founded_on")).alias("founded_on")
    firms = edited(files.firms, tmp_path, later)
    with pytest.raises(DataError) as caught:
        opened(firms=firms, people=people)
    assert "the region opens on 2009-12-31" in str(caught.value)
    assert "people: 2 of" in str(caught.value)
    assert "firms: 2 of" in str(caught.value)


def test_an_employer_that_is_neither_id_nor_number_is_told_by_row(files, tmp_path) -> None:
    path = tmp_path / "people.csv"
    table = pl.read_csv(files.people, infer_schema=False)
    table.with_columns(employer=pl.Series(["Nanshan Hospital", *table["employer"][1:]])).write_csv(path)
    with pytest.raises(DataError, match=r"employer: row 2 'Nanshan Hospital' are neither an id nor a registered"):
        load_register(path, People, {"district": DISTRICTS})


def test_the_checked_register_has_the_employers_of_the_file(files, tmp_path) -> None:
    out = tmp_path / "people.parquet"
    done = CliRunner().invoke(main, ["load", "people", str(files.people), "--region", "toytown", "--out", str(out)])
    assert done.exit_code == 0
    names = {"district": DISTRICTS}
    one, other = (load_register(path, People, names).employers for path in (files.people, out))
    assert one is not None
    assert other is not None
    assert one.to_list() == other.to_list()


def test_small_numbers_of_ones_own_people_are_hidden_from_what_the_report_prints(files, tmp_path) -> None:
    path = tmp_path / "people.csv"
    pl.read_csv(files.people, infer_schema=False).head(20).with_columns(
        employer=pl.Series(["-1"] * 3 + [""] * 17)
    ).write_csv(path)
    told = next(assumed for assumed in opened(people=path).assumed if assumed.what == "people")
    assert "20 rows (0 at an employer of the registers given, <10 without work, hidden hired anew)" in told.value


def test_the_register_of_a_finished_run_cannot_be_changed(files, tmp_path) -> None:
    institutes = tmp_path / "institutes.csv"
    institutes.write_bytes(files.institutes.read_bytes())
    words = ["run", "--region", "toytown", "--to", "2010", "--scale", "0.1", "--members", "1"]
    words += ["--out", str(tmp_path / "out"), "--institutes", str(institutes)]
    assert CliRunner().invoke(main, words).exit_code == 0
    institutes.write_bytes(files.institutes.read_bytes() + b"\n")
    done = CliRunner().invoke(main, [*words, "--resume"])
    assert done.exit_code == 2
    assert "inputs institutes institutes.csv has changed" in done.output


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_that_is_not_there_is_one_message(register) -> None:
    done = CliRunner().invoke(main, ["open", "--region", "toytown", f"--{register}", "nowhere.csv"])
    assert done.exit_code == 2
    assert done.output.strip() == f"mangrove: --{register} nowhere.csv: no such file. Check the path."


def test_the_registers_that_can_be_held_are_those_that_can_be_run_from() -> None:
    options = {option for parameter in main.commands["run"].params for option in parameter.opts}
    assert {f"--{register}" for register in REGISTERS} <= options
    assert REGISTERS["institutes"] is Institutes
