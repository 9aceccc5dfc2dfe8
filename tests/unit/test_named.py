"""Institutes by name: every fact has a source, and those that stand on the first day are in the opening."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from mangrove.dated import Evidence, Source
from mangrove.draws import Draws
from mangrove.errors import DataError
from mangrove.named import FIRST_ID, Named, NamedInstitutes, NamedKind, read_named
from mangrove.population import drawn_institutes
from mangrove.record import Record
from mangrove.regions.toytown.sources.people import PEOPLE
from mangrove.registers.institutes import KINDS
from mangrove.roll import roll_json, show_roll

DISTRICTS = ("Harbour", "Mill Lane", "Hilltop")
HEADER = ",".join(field.name for field in fields(Named))
GOOD = "100001,Old School,老校,book,school,1990-05,book,,,hill,book,,"
TOML = """
[kinds.school]
meaning = "Schools."
register = "school"
counted = []
[districts]
hill = "Hilltop"
[sources.book]
title = "An invented book"
kind = "published"
where = "nowhere"
"""


def folder_of(tmp_path: Path, *rows: str, toml: str = TOML) -> Path:
    (tmp_path / "institutes.toml").write_text(toml, "utf-8")
    (tmp_path / "named.csv").write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    return tmp_path


def entry(number: int, founded: str, district: str = "hill") -> Named:
    return Named(FIRST_ID + number, f"School {number}", "", "book", "school", founded, "book", "", "", district, "book",
                 "", "")  # fmt: skip


def listed(*rows: Named) -> NamedInstitutes:
    source = {"book": Source("An invented book", Evidence.PUBLISHED, "nowhere")}
    return NamedInstitutes(rows, {"school": NamedKind("Schools.", "school", ())}, {"hill": "Hilltop"}, source)


def drawn(known: NamedInstitutes):
    return drawn_institutes(replace(PEOPLE, named=known), DISTRICTS, 1.0, Draws(1, 0, 2009))


def test_a_list_is_read_as_it_is_written(tmp_path: Path) -> None:
    found = read_named(folder_of(tmp_path, GOOD))
    assert [row.name_local for row in found.rows] == ["老校"]
    assert found.rows[0].first_day == np.datetime64("1990-05-01")
    assert found.district_of(found.rows[0]) == "Hilltop"


def test_a_region_without_a_list_has_no_names(tmp_path: Path) -> None:
    assert read_named(tmp_path) == NamedInstitutes()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("100001", "7", "7: the id is below 100001"),
        ("school", "scool", "kind 'scool'; did you mean 'school'?"),
        ("1990-05", "May 1990", "founded 'May 1990' is no day; write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("1990-05", "1990-13", "founded '1990-13' is no day"),
        ("1990-05,book", "1990-05,", "founded '1990-05' with source ''. Give both, or neither."),
        ("hill", "", "district '' with source 'book'. Give both, or neither."),
        ("hill", "hull", "district 'hull'; did you mean 'hill'?"),
        ("老校,book", "老校,boek", "name_source 'boek'; did you mean 'book'?"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError) as refused:
        read_named(folder_of(tmp_path, GOOD.replace(old, new, 1)))
    assert message in str(refused.value)


def test_two_of_one_id_and_an_unknown_kind_of_the_register_are_told_together(tmp_path: Path) -> None:
    toml = TOML.replace('register = "school"', 'register = "scool"')
    with pytest.raises(DataError, match="2 problem") as refused:
        read_named(folder_of(tmp_path, GOOD, GOOD, toml=toml))
    assert "id 100001: used twice" in str(refused.value)
    assert "kind school: register 'scool'" in str(refused.value)


def test_who_was_founded_by_then_stands_in_the_opening_where_and_since_when_the_list_says() -> None:
    institutes = drawn(listed(entry(0, "1990-05"), entry(1, "2010"), entry(2, ""), entry(3, "2009", "")))
    by_name = institutes.id >= FIRST_ID
    assert institutes.id[by_name].tolist() == [FIRST_ID, FIRST_ID + 3]
    assert institutes.founded_on[by_name].astype(str).tolist() == ["1990-05-01", "2009-01-01"]
    assert institutes.district[by_name][0] == DISTRICTS.index("Hilltop")
    assert {KINDS[code] for code in institutes.kind[by_name]} == {"school"}
    assert institutes.check() == []


def test_names_change_neither_how_many_there_are_nor_how_many_work_there() -> None:
    plain, named = drawn(NamedInstitutes()), drawn(listed(entry(0, "1990"), entry(1, "1991")))
    assert len(plain) == len(named)
    assert np.array_equal(plain.kind, named.kind)
    assert named.posts.sum() == pytest.approx(plain.posts.sum(), rel=1e-6)
    assert np.array_equal(np.sort(plain.posts), np.sort(named.posts))


def test_one_more_name_renames_and_moves_nobody_who_is_made_up() -> None:
    one, two = drawn(listed(entry(0, "1990"))), drawn(listed(entry(0, "1990"), entry(1, "1991")))
    same = one.id == two.id
    assert (~same).sum() == 1
    assert np.array_equal(one.founded_on[same], two.founded_on[same])
    assert np.array_equal(one.district[same], two.district[same])


def test_those_by_name_are_the_largest_of_their_kind_in_the_order_of_the_list() -> None:
    institutes = drawn(listed(entry(1, "1991"), entry(0, "1990")))
    posts = institutes.posts[institutes.kind == KINDS.index("school")]
    assert institutes.id[institutes.kind == KINDS.index("school")][:2].tolist() == [FIRST_ID + 1, FIRST_ID]
    assert posts[0] >= posts[1] >= posts[2:].max()


def test_more_names_than_the_kind_has_are_refused() -> None:
    with pytest.raises(DataError, match="school: 11 have a name and were founded by 2009, and the region has 10"):
        drawn(listed(*(entry(number, "1990") for number in range(11))))


def test_the_roll_tells_each_fact_with_its_source_and_what_is_unknown() -> None:
    known = listed(entry(0, "1990-05"), replace(entry(1, ""), founded_source=""))
    told = show_roll(known, Record((), {}), "Toytown")
    assert "100001  School 0 [book]\n          founded 1990-05 [book], district hill [book]" in told
    assert "100002  School 1 [book]\n          founding day unknown, district hill [book]" in told
    assert "  book: An invented book; nowhere" in told
    found = roll_json(known, Record((), {}), "Toytown")
    assert [row["founded"] for row in found["institutes"]] == ["1990-05", None]
