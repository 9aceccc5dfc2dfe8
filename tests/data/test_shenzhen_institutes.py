"""Shenzhen's institutes by name: they fit the named places and the record, and the real registry is read."""

import csv
import json
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.named import FIRST_ID, NamedInstitutes, read_named
from mangrove.places.gazetteer import read_gazetteer
from mangrove.record import region_record
from mangrove.registers.institutes import KINDS

REGION = files("mangrove.regions.shenzhen")
REAL = "data/real/ror-union"


@pytest.fixture(scope="module")
def known() -> NamedInstitutes:
    return read_named(REGION / "institutes")


@pytest.fixture(scope="module")
def registry(shared: Path) -> Path:
    folder = shared / REAL
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    return folder


def loaded(file: Path) -> dict:
    done = CliRunner().invoke(main, ["load", "institutes", str(file), "--json"], prog_name="mangrove")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_every_place_and_district_is_one_of_the_region_s(known) -> None:
    places = read_gazetteer(REGION / "places").places
    assert {row.place for row in known.rows if row.place} <= set(places)
    assert set(known.districts) == {p.id for p in places.values() if p.kind == "district" and p.side == "mainland"}


def test_every_source_is_used_and_every_series_is_on_record(known) -> None:
    used = {getattr(row, f"{fact}_source") for row in known.rows for fact in ("name", "founded", "joined", "district")}
    assert set(known.sources) == used - {""}
    assert {series for kind in known.kinds.values() for series in kind.counted} <= set(region_record("shenzhen").series)


def test_no_kind_has_more_names_than_were_counted(known) -> None:
    record = region_record("shenzhen")
    for key, kind in known.kinds.items():
        counts = [figure.value for name in kind.counted for figure in record.select(name, "Shenzhen")]
        assert not counts or sum(row.kind == key and row.joined < "2018" for row in known.rows) <= max(counts), key


def test_those_named_on_the_page_are_there(known) -> None:
    names = {row.name_local for row in known.rows}
    assert names >= {
        "中国科学院深圳先进技术研究院", "深圳华大基因研究院", "深圳光启高等理工研究院", "国家超级计算深圳中心",
        "国家基因库", "深圳虚拟大学园", "深圳市高新技术产业园区", "前海深港青年梦工场", "留仙洞总部基地",
    }  # fmt: skip
    assert sum(row.kind == "overseas_centre" for row in known.rows) == 7


def test_the_opening_holds_those_that_stood_in_2009_and_no_others(known, opened) -> None:
    institutes = opened("shenzhen", 0.01).region.institutes
    by_name = institutes.id >= FIRST_ID
    stood = [row for kind in KINDS for row in known.rows
             if known.kinds[row.kind].register == kind and row.founded and row.founded < "2010"]  # fmt: skip
    assert institutes.id[by_name].tolist() == [row.id for row in stood]
    assert len(stood) == 11
    kuang_chi = next(row.id for row in known.rows if row.place == "kuang_chi")
    assert kuang_chi not in institutes.id


def test_the_opening_says_who_has_a_name(opened) -> None:
    told = {assumed.what: assumed.value for assumed in opened("shenzhen", 0.01).assumed}
    assert told["institutes by name"] == "6 of 9 (university), 5 of 70 (research_institute)"
    assert "institutes by name" not in {assumed.what for assumed in opened("toytown", 1.0).assumed}


def test_the_real_registry_tells_its_traps(registry: Path) -> None:
    found = loaded(registry / "ror_union_51k_normalised.csv.gz")
    assert found["read"] == sum(found["became"].values()) == 51_370
    assert found["schemas"] == {"v1": 15_380, "v2": 35_990}
    assert (found["became"]["withdrawn"], found["became"]["inactive"]) == (3, 1)
    assert found["points"] == 1
    assert {row["kind"] for row in found["institutes"]} <= set(KINDS)
    assert 0 < len(found["listed_and_found"]) < len(found["listed_and_missing"])


def test_the_raw_records_and_the_normalised_ones_tell_the_same_of_the_city(registry: Path) -> None:
    raw, plain = (loaded(registry / name) for name in ("ror_cn_hk_mo_raw.jsonl.gz", "ror_union_51k_normalised.csv.gz"))
    assert raw["institutes"] == plain["institutes"]
    assert any("Harbin Institute of Technology (Harbin), which is not taken" in told for told in raw["gone"].values())


def test_the_registry_agrees_with_the_years_it_is_the_source_of(registry: Path, known) -> None:
    found = loaded(registry / "ror_cn_hk_mo_raw.jsonl.gz")
    years = {row["registry_id"]: row["founded_on"] for row in found["institutes"]}
    by_id = {row.id: row for row in known.rows}
    checked = [(key, by_id[i]) for key, i in found["listed_and_found"].items() if by_id[i].founded_source == "ror"]
    assert len(checked) >= 5
    assert all(years[key][:4] == row.founded for key, row in checked)


def test_the_list_has_a_row_for_a_line() -> None:
    with (REGION / "institutes" / "named.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}
