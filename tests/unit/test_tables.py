"""Files as offices and spreadsheets write them: read as they are, or refused with one clear message."""

from pathlib import Path

import polars as pl
import pytest

from mangrove.errors import DataError, LimitError
from mangrove.tables import Table, as_typed, read_table

TEXT = "id,district,staff\n1,南山,12\n2,福田,\n"


def read(folder: Path, content: bytes) -> Table:
    (folder / "firms.csv").write_bytes(content)
    return read_table(folder / "firms.csv")


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        (TEXT.encode(), ()),
        (TEXT.encode("utf-8-sig"), ()),
        (TEXT.replace("\n", "\r\n").encode(), ()),
        (TEXT.replace("\n", "\r").encode(), ()),
        (TEXT.replace("南山", '"南山"').encode(), ()),
        (TEXT.replace("id,", " id ,").encode(), ()),
        (TEXT.encode("gb18030"), ("the file is not UTF-8; it is read as GB 18030 (GBK)",)),
        (TEXT.replace(",", ";").encode(), ("the cells are apart by semicolons",)),
        (TEXT.replace(",", "\t").encode(), ("the cells are apart by tabs",)),
    ],
)
def test_the_same_cells_are_read_however_they_are_written(tmp_path: Path, content: bytes, remarks: tuple) -> None:
    table = read(tmp_path, content)
    assert table.cells.columns == ["id", "district", "staff"]
    assert table.cells.rows() == [("1", "南山", "12"), ("2", "福田", None)]
    assert table.remarks == remarks
    assert table.first_row == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id, id\n1,2\n", "column 'id' is named twice"),
        ("id,,\n1,2,3\n", "columns 2, 3 have no name in the header"),
        ("a,b\n1,2\n3\n", "row 3: 1 cells, the header has 2"),
        ('a,b\n1,"2,5"\n"3"\n', "row 3: 1 cells, the header has 2"),
        ('a,b\n"x\ny",2\n3\n', "row 3: 1 cells, the header has 2"),
        ("a,b\n1,2\n\n3,4\n", "row 3: 1 cells, the header has 2"),
    ],
)
def test_a_wrong_shape_is_told_by_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message.replace("(", r"\(")):
        read(tmp_path, text.encode())


def test_one_column_without_a_name_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, b",id\n0,7\n").cells["id"].to_list() == ["7"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "firms.csv").open("wb") as file:
        file.truncate(3 * 1024**3)
    with pytest.raises(LimitError, match=r"holds 3\.0 GB, and at most 2 GB are read"):
        read_table(tmp_path / "firms.csv")


def test_full_width_digits_are_digits() -> None:
    assert as_typed(pl.Series(["１２，３４．５", "2009－12－31"])).to_list() == ["12,34.5", "2009-12-31"]
