"""Personal data in a register of people is refused, and none of it is quoted."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mangrove.errors import DataError
from mangrove.load import load_register
from mangrove.personal import personal_columns
from mangrove.register import schema
from mangrove.registers.people import People

COLUMNS = list(schema(People))
DISTRICTS = {"district": ("Futian", "Nanshan")}


def identity(ordinal: int) -> str:
    """An identity number with a right check character, of nobody: its area code is on no list."""
    number = f"99999919800101{ordinal:03d}"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number))
    return number + "10X98765432"[total % 11]


def people(size: int = 4, **columns: list) -> pl.DataFrame:
    told = {
        "id": list(range(size)), "field": ["computing"] * size, "level": ["master"] * size, "birth_year": [1980] * size,
        "origin": ["local"] * size, "arrived": [2005] * size, "district": ["Futian"] * size, "employer": [-1] * size,
        "skill": [1.5] * size, "wage": [80000] * size, "status": ["none"] * size,
    }  # fmt: skip
    return pl.DataFrame(told | columns)


@pytest.mark.parametrize(
    "name",
    [
        "name", "Name", "姓名", "full_name", "employeeName", "id_card", "ID card no.", "idCardNumber", "身份证号",
        "证件号码", "phone", "Mobile", "手机", "联系电话", "email", "E-mail", "电子邮箱", "wechat",
        "passport_no", "家庭住址",
    ],
)  # fmt: skip
def test_a_column_is_told_by_its_name(name: str) -> None:
    assert personal_columns(people(**{name: ["x"] * 4}), COLUMNS) == {name: "by its name"}


@pytest.mark.parametrize("name", ["district_name", "nationality", "employer_id", "card", "note", "技术职称", "skills"])
def test_other_columns_are_let_be(name: str) -> None:
    assert personal_columns(people(**{name: ["x", "y", "z", ""]}), COLUMNS) == {}


@pytest.mark.parametrize(
    ("cells", "looks"),
    [
        ([identity(1), identity(2), identity(3), identity(4).lower()], "identity numbers"),
        (["13812345678", "+86 139-1234-5678", "", "x"], "mobile telephones"),
        (["a@b.cn", "c.d@e.com", "", ""], "e-mail addresses"),
    ],
)
def test_a_column_is_told_by_its_cells_whatever_its_name(cells: list[str], looks: str) -> None:
    for name in ("note", "id"):
        assert personal_columns(people(**{name: cells}), COLUMNS) == {name: f"its cells look like {looks}"}


def test_the_models_own_ids_are_no_identity_numbers() -> None:
    for year in range(1990, 2030):
        ids = (year << 48) + (np.arange(64)[:, None] << 32) + np.arange(200)
        assert personal_columns(pl.DataFrame({"id": ids.ravel()}), COLUMNS) == {}


def test_a_file_with_personal_data_is_refused_and_none_is_quoted(tmp_path: Path) -> None:
    cells = {"id": [identity(place) for place in range(4)], "姓名": ["甲某", "乙某", "丙某", "丁某"], "wage": ["x"] * 4}
    people(**cells).write_csv(tmp_path / "people.csv")
    with pytest.raises(DataError) as error:
        load_register(tmp_path / "people.csv", People, DISTRICTS)
    told = str(error.value)
    assert "2 column(s) hold personal data" in told
    assert "Drop these columns" in told
    assert "  - 姓名: by its name" in told
    assert "  - id: its cells look like identity numbers" in told
    assert not [cell for cell in [*cells["id"], *cells["姓名"]] if cell in told]


def test_people_without_it_are_read(tmp_path: Path) -> None:
    people().write_csv(tmp_path / "people.csv")
    loaded = load_register(tmp_path / "people.csv", People, DISTRICTS)
    assert len(loaded.register) == 4
    assert loaded.remarks == ()
