"""A user's own register of firms opens in place of the drawn one, and then lives."""

import numpy as np
import polars as pl
import pytest

from mangrove.indicator import find_indicators
from mangrove.pack import find_pack
from mangrove.plan import make_plan, open_region, set_stage
from mangrove.register import schema
from mangrove.registers.firms import Firms
from mangrove.rulebook import read_rulebook
from mangrove.run import simulate_member


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Toytown's firms as a user would hold them: no column of the model's own, districts by name."""
    pack = find_pack("toytown")
    region = pack.open(1.0, 7, read_rulebook(pack.package)).region
    own = [name for name, field in schema(Firms).items() if field.column.own]
    table = region.firms.to_frame().drop(own)
    names = np.array(region.districts)[region.firms.district]
    path = tmp_path_factory.mktemp("own") / "firms.csv"
    table.with_columns(pl.Series("district", names)).write_csv(path)
    return path


def test_ones_own_firms_take_the_place_of_the_drawn_ones_and_do_research(file):
    plan = make_plan("toytown", to=2012, scale=1.0, members=1, firms=file)
    opening = open_region(plan, set_stage(plan))
    firms = opening.region.firms
    assert len(firms) == len(file.read_text(encoding="utf-8").splitlines()) - 1
    technical = firms.technology > 0
    np.testing.assert_allclose(firms.rnd, firms.rnd_y3)
    assert (firms.wedge[technical & (firms.rnd > 0)] > 0).all()
    assert (firms.lines[technical] > 0).all()
    assert (firms.market[technical] > 0).all()
    assert firms.value_added.sum() > 0
    assert any("register of one's own" in assumed.reason for assumed in opening.assumed)
    assert opening.matched == ()


def _spent(plan) -> float:
    """R&D of the last year."""
    stage = set_stage(plan)
    results, _ = simulate_member(plan, stage, open_region(plan, stage).region, find_indicators(), 0)
    last = (pl.col("variable") == "rd_expenditure") & (pl.col("year") == plan.to)
    return results.filter(last)["value"].item()


def test_a_run_from_ones_own_firms_keeps_spending_on_research(file):
    plan = make_plan("toytown", to=2012, scale=1.0, members=1, firms=file)
    drawn = make_plan("toytown", to=2012, scale=1.0, members=1)
    spent = [_spent(plan), _spent(drawn)]
    assert spent[0] == pytest.approx(spent[1], rel=0.5)
    assert spent[0] > 0


def test_unknown_sales_are_counted_and_taken_as_none(file, tmp_path):
    table = pl.read_csv(file, infer_schema_length=None).with_row_index("row")
    gone = table.with_columns(
        pl.when(pl.col("row") < 3).then(None).otherwise(pl.col("sales_y3")).alias("sales_y3")
    ).drop("row")
    path = tmp_path / "gaps.csv"
    gone.write_csv(path)
    plan = make_plan("toytown", to=2012, scale=1.0, members=1, firms=path)
    opening = open_region(plan, set_stage(plan))
    assert "3 of them without last sales" in opening.assumed[0].value
    assert (opening.region.firms.sales_y3[:3] == 0).all()
