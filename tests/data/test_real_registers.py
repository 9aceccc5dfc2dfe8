"""Real registers, which the project does not ship, are refused or read as they come."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mangrove.cli import main
from mangrove.tables import read_table

LISTED = "data/real/a-share-firms"


@pytest.mark.parametrize("name", ["STOCK_MAP.csv", "datakg_stock_basic.csv", "datakg_stock_concept.csv"])
def test_listed_firms_without_our_columns_are_refused_in_one_list(shared: Path, name: str) -> None:
    done = CliRunner().invoke(main, ["load", "firms", str(shared / LISTED / name)], prog_name="mangrove")
    assert done.exit_code == 2
    assert "founded_on: no such column" in done.stderr
    assert "this is a bug" not in done.stderr


def test_listed_firms_read_the_same_in_gb_18030(shared: Path, tmp_path: Path) -> None:
    real = shared / LISTED / "STOCK_MAP.csv"
    (tmp_path / "gbk.csv").write_bytes(real.read_text("utf-8").encode("gb18030"))
    table, again = read_table(real), read_table(tmp_path / "gbk.csv")
    assert len(table.cells) > 5000
    assert table.remarks == ()
    assert again.cells.equals(table.cells)
    assert again.remarks == ("the file is not UTF-8; it is read as GB 18030 (GBK)",)
