"""Registered numbers: checked, told by row where they are wrong or shared, and made into ids."""

from pathlib import Path

import pytest

from mangrove import registered
from mangrove.errors import DataError
from mangrove.load import load_register
from mangrove.registers.institutes import Institutes

REAL = ("914403001922038216", "9144030071526726XG", "91110000802100433B")
"""Numbers of three well-known firms; their last characters are not ours."""
ROW = "2001-05-17,university,Nanshan,40"


def load(folder: Path, *numbers: str, ids: bool = False):
    lines = [f"{place},{number},{ROW}" if ids else f"{number},{ROW}" for place, number in enumerate(numbers)]
    header = f"{'id,' if ids else ''}registered_number,founded_on,kind,district,posts"
    (folder / "institutes.csv").write_text("\n".join([header, *lines]), "utf-8")
    return load_register(folder / "institutes.csv", Institutes, {"district": ("Futian", "Nanshan")})


def refused(folder: Path, *numbers: str, ids: bool = False) -> list[str]:
    with pytest.raises(DataError) as error:
        load(folder, *numbers, ids=ids)
    return str(error.value).splitlines()[1:]


def test_numbers_that_firms_print_are_right(tmp_path: Path) -> None:
    assert load(tmp_path, *REAL).numbers.to_list() == list(REAL)


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_caught(tmp_path: Path, place: int) -> None:
    number = REAL[0]
    other = "2" if number[place] != "2" else "3"
    wrong = number[:place] + other + number[place + 1 :]
    assert refused(tmp_path, REAL[1], wrong) == [
        f"  - registered_number: row 3 '{wrong}' have a wrong check character. {registered.MEANING}"
    ]


@pytest.mark.parametrize("number", ["440301103097413", "91440300192203821O", "9144030019220382160", "深圳"])
def test_what_is_no_such_number_is_told(tmp_path: Path, number: str) -> None:
    (told,) = refused(tmp_path, REAL[1], number)
    assert f"row 3 '{number}' are no unified social credit code" in told


def test_rows_that_share_a_number_are_listed_by_group(tmp_path: Path) -> None:
    told = refused(tmp_path, REAL[0], REAL[1], REAL[0], REAL[2], REAL[1], REAL[0].lower(), ids=True)
    assert told == [
        f"  - registered_number: 2 are used twice or more: {REAL[0]} (rows 2, 4, 7), {REAL[1]} (rows 3, 6). "
        "Give each row its own."
    ]


def test_full_width_and_small_letters_are_the_same_number(tmp_path: Path) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in REAL[1].lower())
    assert load(tmp_path, wide).register.id.tolist() == load(tmp_path, REAL[1]).register.id.tolist()


def test_ids_are_made_of_numbers_and_stay_the_same(tmp_path: Path) -> None:
    loaded = load(tmp_path, *REAL)
    assert loaded.register.id.tolist() == [7582424649308235698, 4913658512111619822, 8379334272734874405]
    assert load(tmp_path, *reversed(REAL)).register.id.tolist() == loaded.register.id.tolist()[::-1]
    assert "ids are made of registered_number" in loaded.remarks


def test_an_id_of_ones_own_is_kept_and_the_number_may_be_unknown(tmp_path: Path) -> None:
    assert load(tmp_path, REAL[0], "", "", ids=True).register.id.tolist() == [0, 1, 2]


def test_an_empty_number_makes_no_id(tmp_path: Path) -> None:
    assert "registered_number: row 3 are empty, and there is no id" in refused(tmp_path, REAL[0], "")[0]


def test_two_numbers_with_one_id_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registered, "_id_of", lambda number: 7)
    assert "make the same id" in refused(tmp_path, *REAL)[0]


def test_without_id_and_number_both_ways_are_told(tmp_path: Path) -> None:
    (tmp_path / "institutes.csv").write_text(f"founded_on,kind,district,posts\n{ROW}\n", "utf-8")
    with pytest.raises(DataError, match=r"id: no such column.*Or give registered_number"):
        load_register(tmp_path / "institutes.csv", Institutes, {"district": ("Futian", "Nanshan")})
