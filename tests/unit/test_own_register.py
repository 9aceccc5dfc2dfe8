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
    """Toytown's enterprises as a user would hold them, those without R&D between the others: no column of the model's
    own, districts by name, and of those without R&D only what a business is described by."""
    pack = find_pack("toytown")
    region = pack.open(1.0, 7, read_rulebook(pack.package)).region
    own = [name for name, field in schema(Firms).items() if field.column.own]
    others = region.businesses.to_frame().drop("professionals", "wages")
    table = pl.concat([region.firms.to_frame().drop(own), others], how="diagonal")
    names = np.array(region.districts)[region.enterprises("district")]
    table = table.with_columns(
        pl.Series("district", names), pl.col("rnd_y3").fill_null(0), technology_told(pl.int_range(pl.len()))
    ).sample(fraction=1, shuffle=True, seed=1)
    path = tmp_path_factory.mktemp("own") / "firms.csv"
    table.write_csv(path)
    return path


def technology_told(row):
    """Yes of firms, no of most others, unknown of every fifth of them."""
    other = pl.col("technology").is_null()
    return pl.when(other & (row % 5 == 0)).then(-1).when(other).then(0).otherwise(1).alias("technology")


def test_ones_own_firms_take_the_place_of_the_drawn_ones_and_do_research(file):
    plan = make_plan("toytown", to=2012, scale=1.0, members=1, firms=file)
    opening = open_region(plan, set_stage(plan))
    firms, businesses = opening.region.firms, opening.region.businesses
    table = pl.read_csv(file, infer_schema_length=None)
    does = table["technology"] == 1
    assert sorted(firms.id.tolist()) == sorted(table.filter(does)["id"].to_list())
    assert sorted(businesses.id.tolist()) == sorted(table.filter(~does)["id"].to_list())
    assert (firms.technology == 1).all()
    assert (firms.founder == -1).all()
    np.testing.assert_allclose(firms.rnd, firms.rnd_y3)
    assert (firms.wedge[firms.rnd > 0] > 0).all()
    assert (firms.lines > 0).all()
    assert (firms.market > 0).all()
    assert firms.value_added.sum() > 0
    assert f"{len(firms):,} do R&D" in opening.assumed[0].value
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
    table = pl.read_csv(file, infer_schema_length=None)
    lost = table.filter(pl.col("technology") == 1)["id"][:3].to_list()
    gone = table.with_columns(
        pl.when(pl.col("id").is_in(lost)).then(None).otherwise(pl.col("sales_y3")).alias("sales_y3")
    )
    path = tmp_path / "gaps.csv"
    gone.write_csv(path)
    plan = make_plan("toytown", to=2012, scale=1.0, members=1, firms=path)
    opening = open_region(plan, set_stage(plan))
    assert "3 of them without last sales" in opening.assumed[0].value
    assert (opening.region.firms.sales_y3[np.isin(opening.region.firms.id, lost)] == 0).all()
