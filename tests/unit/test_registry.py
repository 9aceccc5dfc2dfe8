"""A registry of organisations: each of its traps is met on a small file, handled and counted."""

import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from mangrove.cli import main
from mangrove.errors import DataError, ScenarioError, SourceError
from mangrove.named import Named, NamedInstitutes, NamedKind
from mangrove.organisations import COLUMNS, is_registry, read_organisations
from mangrove.registry import read_registry, register_table, show_registry

CENTRE = (22.5, 114.1)


def first(key: str, name: str, city: str = "Toytown", **more: Any) -> dict[str, Any]:
    """A record of schema 1."""
    told = {
        "id": f"https://r/{key}", "name": name, "labels": [], "aliases": [], "acronyms": [], "types": ["Education"],
        "established": 1990, "status": "active", "relationships": [], "country": {"country_code": "TT"},
        "addresses": [{"city": city, "lat": CENTRE[0], "lng": CENTRE[1]}],
    }  # fmt: skip
    return {**told, **more}


def second(key: str, name: str, city: str = "Toytown", day: str = "2024-01-01", **more: Any) -> dict[str, Any]:
    """A record of schema 2."""
    place = {"name": city, "lat": CENTRE[0], "lng": CENTRE[1], "country_code": "TT"}
    told = {
        "id": f"https://r/{key}", "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}],
        "types": ["facility"], "established": None, "status": "active", "relationships": [],
        "locations": [{"geonames_details": place}], "admin": {"last_modified": {"date": day}},
    }  # fmt: skip
    return {**told, **more}


def follows(key: str, kind: str = "Successor") -> list[dict[str, str]]:
    return [{"label": "", "type": kind, "id": f"https://r/{key}"}]


def lines(tmp_path: Path, *records: dict[str, Any]) -> Path:
    path = tmp_path / "registry.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    return path


def told(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["load", "institutes", *map(str, words)], prog_name="mangrove")


def known(*names: tuple[str, str, str]) -> NamedInstitutes:
    rows = [
        Named(100_001 + i, name, local, "b", "u", founded, "b" if founded else "", "", "", "h", "b", "", "")
        for i, (name, local, founded) in enumerate(names)
    ]
    return NamedInstitutes(tuple(rows), {"u": NamedKind("", "university", ())}, {"h": "Hilltop"}, {})


def test_both_schemas_are_read_alike(tmp_path: Path) -> None:
    zh = {"label": "玩具大学", "iso639": "zh"}
    names = [
        {"value": "玩具大学", "types": ["label"], "lang": "zh"},
        {"value": "Toy University", "types": ["ror_display", "label"], "lang": "en"},
    ]
    one = first("a", "Toy University", labels=[zh])
    two = second("b", "", names=names, types=["education"], established=1990)
    old, new = read_organisations(lines(tmp_path, one, two))
    assert (old.schema, new.schema) == (1, 2)
    for record in (old, new):
        assert record.names == ("Toy University", "玩具大学")
        assert record.name_local == "玩具大学"
        assert (record.types, record.established, record.cities) == (("education",), "1990", ("Toytown",))
        assert (record.country, record.point) == ("TT", ("22.5", "114.1"))


def test_records_may_stand_under_a_key_in_a_list_or_packed(tmp_path: Path) -> None:
    bare = first("a", "Toy University")
    (tmp_path / "dump.json").write_text(json.dumps([bare]), "utf-8")
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress(json.dumps({"source_path": "x", "record": bare}).encode()))
    assert read_organisations(tmp_path / "dump.json") == read_organisations(tmp_path / "dump.jsonl.gz")


def test_of_two_records_of_an_id_the_later_one_counts(tmp_path: Path) -> None:
    path = lines(
        tmp_path, second("a", "New", day="2025-02-01"), second("a", "Middle", day="2024-02-01"), first("a", "Old"),
    )  # fmt: skip
    found = read_registry(path, "Toytown", NamedInstitutes())
    assert [record.names[0] for record in found.taken.values()] == ["New"]
    assert found.counts["older records of an id that has a later one"] == 2


def test_withdrawn_and_inactive_records_are_left_out_and_their_successors_told(tmp_path: Path) -> None:
    gone = {"status": "withdrawn"}
    path = lines(
        tmp_path,
        first("a", "Heir"),
        first("b", "Far Heir", "Elsewhere"),
        first("c", "Merged Here", **gone, relationships=follows("a")),
        second("d", "Merged Away", **gone, relationships=follows("b", "successor")),
        second("e", "Merged Unseen", **gone, relationships=follows("z", "successor")),
        second("f", "Closed", status="inactive", relationships=follows("a", "related")),
    )
    found = read_registry(path, "Toytown", NamedInstitutes())
    assert list(found.taken) == ["https://r/a"]
    assert (found.counts["withdrawn"], found.counts["inactive"]) == (3, 1)
    assert list(found.gone.values()) == [
        "Merged Here: withdrawn, succeeded by Heir, which is taken",
        "Merged Away: withdrawn, succeeded by Far Heir (Elsewhere), which is not taken",
        "Merged Unseen: withdrawn, succeeded by https://r/z, which is not in the file",
        "Closed: inactive, no successor",
    ]


def test_every_record_has_one_fate(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        first("a", "University"),
        first("b", "Firm", types=["Company"]),
        first("c", "Firm's School", types=["Education", "Company"]),
        first("d", "Hall", types=["Other"]),
        first("e", "Far", "Elsewhere"),
        first("f", "Gone", status="withdrawn"),
        second("g", "Clinic", types=["funder", "healthcare"]),
        second("g", "Clinic", types=["funder", "healthcare"], day="2025-01-01"),
    )
    found = read_registry(path, "Toytown", NamedInstitutes())
    assert sum(found.counts.values()) == len(found.read) == 8
    assert list(found.counts.values()) == [1, 1, 1, 0, 2, 1, 2]
    table = register_table(found, NamedInstitutes())
    assert table["kind"].to_list() == ["university", "hospital"]


def test_one_point_for_a_whole_city_places_nobody_in_a_district(tmp_path: Path) -> None:
    path = lines(tmp_path, *(first(key, f"School {key}") for key in "abc"))
    found = read_registry(path, "Toytown", NamedInstitutes())
    assert register_table(found, NamedInstitutes())["district"].to_list() == [None, None, None]
    shown = show_registry(found, NamedInstitutes(), path)
    assert "1 point(s) for 3 records, 3 of them on one: a point says the city, not the district" in shown


def test_the_region_s_own_list_gives_districts_and_says_who_is_missing(tmp_path: Path) -> None:
    path = lines(
        tmp_path, first("a", "Toy University"), first("b", "Other Name", aliases=["玩具学院"]), first("c", "New")
    )
    listed = known(("toy university", "", "1990-05-20"), ("Toy College", "玩具学院", "1991"), ("Absent", "", ""))
    found = read_registry(path, "Toytown", listed)
    table = register_table(found, listed)
    assert table["district"].to_list() == ["Hilltop", "Hilltop", None]
    days = table["founded_on"].cast(pl.String).to_list()
    assert days == ["1990-05-20", "1990-01-01", "1990-01-01"]  # the list's day only where both tell one year
    shown = show_registry(found, listed, path)
    assert "2 of 3 institutes that the region knows by name are there" in shown
    assert "missing: Absent" in shown
    assert "another year: Toy College: 1990 here, 1991 in the list" in shown


def test_uneven_coverage_is_told_by_schema_country_and_year(tmp_path: Path) -> None:
    far = [first(f"x{i}", f"Far {i}", "Elsewhere", country={"country_code": "XX"}) for i in range(3)]
    near = second("b", "Toytown Laboratory", "Suburb")
    path = lines(tmp_path, *far, first("a", "University", established=None), near)
    shown = show_registry(read_registry(path, "Toytown", NamedInstitutes()), NamedInstitutes(), path)
    assert "schemas   v1 4, v2 1; both are read" in shown
    assert "countries XX 3, TT 2" in shown
    assert "founded   0 by year, 1 unknown" in shown
    assert "elsewhere by its record: Toytown Laboratory (Suburb)" in shown


def csv_row(**told: str) -> str:
    row = {
        "id": "https://r/a", "name": "Toy University", "all_names": "Toy University|玩具大学",
        "types": "education|funder", "established": "1990", "status": "active", "city": "Toytown",
        "country_code": "TT", "lat": "22.5", "lng": "114.1", "schema": "v2",
    }  # fmt: skip
    return ",".join({**row, **told}[column] for column in COLUMNS)


def test_a_csv_of_a_registry_is_known_by_its_header_and_says_nothing_of_successors(tmp_path: Path) -> None:
    path = tmp_path / "registry.csv"
    rows = [csv_row(), csv_row(id="https://r/b", name="Gone", all_names="Gone", status="withdrawn", schema="v1")]
    path.write_text("\n".join([",".join(COLUMNS), *rows]), "utf-8")
    assert is_registry(path)
    found = read_registry(path, "Toytown", NamedInstitutes())
    assert [record.name_local for record in found.taken.values()] == ["玩具大学"]
    assert list(found.gone.values()) == ["Gone: withdrawn, the file says nothing of successors"]
    packed = tmp_path / "registry.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert is_registry(packed)
    assert read_organisations(packed) == read_organisations(path)


def test_a_register_of_one_s_own_is_no_registry(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("id,founded_on,kind,district,posts\n1,1990-01-01,school,Hilltop,4\n", "utf-8")
    assert not is_registry(tmp_path / "own.csv")
    assert "nothing wrong with them" in told(tmp_path / "own.csv", "--region", "toytown").stdout


def test_the_written_file_loads_once_it_is_filled_in(tmp_path: Path) -> None:
    path, out = lines(tmp_path, first("a", "Toy University"), second("b", "Toy Laboratory")), tmp_path / "out.csv"
    done = told(path, "--region", "toytown", "--out", out)
    assert done.exit_code == 0
    assert f"mangrove: written as {out}" in done.stderr
    refused = told(out, "--region", "toytown")
    assert refused.exit_code == 2
    assert "posts: row 2, row 3 are empty" in refused.stderr
    filled = pl.read_csv(out).with_columns(pl.lit("Hilltop").alias("district"), pl.lit(12).alias("posts"))
    filled.write_csv(out)
    again = told(out, "--region", "toytown", "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["counts"]["kind"]["university"] is None  # fewer than ten are hidden


def test_json_has_all_that_the_text_tells(tmp_path: Path) -> None:
    path = lines(tmp_path, first("a", "Toy University"), first("b", "Gone", status="withdrawn"))
    found = json.loads(told(path, "--region", "toytown", "--json").stdout)
    assert (found["read"], found["schemas"], found["points"]) == (2, {"v1": 2, "v2": 0}, 1)
    assert found["became"]["taken"] == 1
    assert found["institutes"][0] | {"id": 0} == {
        "id": 0, "founded_on": "1990-01-01", "kind": "university", "district": None, "posts": None,
        "name": "Toy University", "name_local": None, "registry_id": "https://r/a",
    }  # fmt: skip


def test_a_registry_without_anybody_there_says_where_they_are(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"none of its 1 records is in Toytown. Most are in Elsewhere \(1\)"):
        read_registry(lines(tmp_path, first("a", "Far", "Elsewhere")), "Toytown", NamedInstitutes())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": "x"}', "1 of 1 records are in neither schema"),
        ('{"id": ', "is no JSON in UTF-8"),
        ("7", "record 1: TypeError"),
        ("", "holds no list of records"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "registry.jsonl").write_text(text, "utf-8")
    done = told(tmp_path / "registry.jsonl", "--region", "toytown")
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_schema_that_is_unknown_and_a_broken_packing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "registry.csv").write_text("\n".join([",".join(COLUMNS), csv_row(schema="v3")]), "utf-8")
    with pytest.raises(DataError, match="schema 'v3' is neither v1 nor v2"):
        read_organisations(tmp_path / "registry.csv")
    (tmp_path / "registry.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(SourceError, match="cannot be read"):
        read_organisations(tmp_path / "registry.jsonl.gz")
    (tmp_path / "registry.csv.gz").write_bytes(b"no gzip")
    assert not is_registry(tmp_path / "registry.csv.gz")


def test_institutes_of_a_registry_are_written_as_csv_only(tmp_path: Path) -> None:
    done = told(lines(tmp_path, first("a", "Toy University")), "--region", "toytown", "--out", tmp_path / "out.parquet")
    assert done.exit_code == 2
    assert "Give a name ending in .csv" in done.stderr
