"""What rests on no source or no causal estimate is told wherever its result is shown."""

from mangrove.manifest import plan_manifest
from mangrove.plan import make_plan, set_stage
from mangrove.report.contents import _title
from mangrove.report.page import _changes
from mangrove.views.spending import streams
from mangrove.views.spread import Spread

PLAN = make_plan("shenzhen", to=2010, scale=0.001, members=1, seed=1)


def test_the_manifest_counts_the_illustrative_and_names_effects_without_an_estimate() -> None:
    manifest = plan_manifest(PLAN, set_stage(PLAN))
    assert "angel_fund" in manifest["illustrative"]
    assert "rnd_subsidy" not in manifest["illustrative"]
    assert manifest["effects"]["angel_fund"] == {"equity": "no causal estimate of its effect"}
    assert manifest["effects"]["standards"] == {"operating_cash": "no effect but the money itself"}
    assert not {"rnd_subsidy", "ip_enforcement", "hnte_accreditation"} & set(manifest["effects"])
    assert manifest["scenario"]["on"] == []


def test_the_report_says_it_beside_the_money() -> None:
    rules = set_stage(PLAN).rules
    titles = {name: _title(rules.programmes[name]) for name in ("angel_fund", "rnd_subsidy")}
    one = Spread("CNY/yr", (2019,), *[(1.0,)] * 5)
    found = streams({"spending.angel_fund.equity": one, "spending.rnd_subsidy.rnd_cash": one}, titles)
    assert [stream.label for stream in found] == [
        "Angel guidance fund, illustrative: equity (money paid; no causal estimate of its effect)",
        "R&D subsidy for enterprises: R&D cash (money paid)",
    ]


def test_a_scenario_that_turns_a_programme_on_is_named() -> None:
    assert _changes({"off": ["a"], "on": ["b"]}) == ["a is left out", "b is turned on"]
