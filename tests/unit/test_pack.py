"""Packs: the regions there are, and what each brings along."""

from importlib.metadata import EntryPoint

import pytest

from mangrove.errors import ScenarioError
from mangrove.pack import Pack, find_pack
from mangrove.record.read import region_record
from mangrove.rulebook import read_rulebook


@pytest.mark.parametrize(("name", "invented"), [("shenzhen", False), ("toytown", True)])
def test_a_shipped_region_is_found_by_name(name, invented) -> None:
    pack = find_pack(name)
    assert isinstance(pack, Pack)
    assert (pack.name, pack.package) == (name, f"mangrove.regions.{name}")
    assert pack.invented is invented
    assert ("invented" in pack.title) is invented


@pytest.mark.parametrize("name", ["shenzhen", "toytown"])
def test_a_pack_opens_on_its_day_under_its_own_name(name, opened) -> None:
    pack, region = find_pack(name), opened(name, 0.01).region
    assert (region.name, region.place, region.day) == (pack.name, pack.place, pack.opens_on)


@pytest.mark.parametrize("name", ["shenzhen", "toytown"])
def test_the_record_of_a_pack_is_about_its_place(name) -> None:
    record = region_record(name)
    assert {figure.place.partition("/")[0] for figure in record.figures} >= {find_pack(name).place}


def test_toytown_says_of_everything_that_it_is_invented() -> None:
    record = region_record("toytown")
    assert record.check() == []
    assert all("nvented" in figure.note for figure in record.figures)
    assert all("invented" in series.title for series in record.series.values())
    rules = read_rulebook("mangrove.regions.toytown")
    assert all("invented" in programme.title for programme in rules.programmes.values())
    for file in find_pack("toytown").folder("scenarios").iterdir():
        assert "(invented)" in file.read_text("utf-8")


def test_an_unknown_region_is_refused_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"no region 'shenzen'; did you mean 'shenzhen'\?"):
        find_pack("shenzen")


@pytest.mark.parametrize("target", ["mangrove.errors", "mangrove.units"])
def test_an_entry_point_without_a_pack_is_refused(monkeypatch, target) -> None:
    fake = EntryPoint(name="nowhere", value=target, group="mangrove.regions")
    monkeypatch.setattr("mangrove.pack.entry_points", lambda group: [fake])
    with pytest.raises(ScenarioError, match=rf"region 'nowhere': {target} declares no PACK"):
        find_pack("nowhere")


def test_another_package_may_bring_a_region(monkeypatch) -> None:
    elsewhere = EntryPoint(name="elsewhere", value="mangrove.regions.toytown", group="mangrove.regions")
    monkeypatch.setattr("mangrove.pack.entry_points", lambda group: [elsewhere])
    assert find_pack("elsewhere").place == "Toytown"
