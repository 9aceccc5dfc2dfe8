"""What is told by district: quotients of known towns, institutes by kind, and the report's section and map."""

import json
import re
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from mangrove.files import read_json
from mangrove.geography import geography, institutes_of, location_quotients
from mangrove.places.gazetteer import read_gazetteer
from mangrove.registers.firms import INDUSTRIES
from mangrove.registers.institutes import KINDS
from mangrove.report.write import write_report
from mangrove.results import RESULTS_SCHEMA
from mangrove.views.region_map import region_map

PLACES = files("mangrove.regions.shenzhen") / "places"


def test_a_quotient_is_the_district_s_part_over_the_region_s() -> None:
    """In the first district 30 of 40 work in the first industry, in the region 40 of 100."""
    staff = np.repeat([3.0, 1.0, 1.0, 5.0], 10)
    district, industry = np.repeat([0, 0, 1, 1], 10), np.repeat([0, 1, 0, 1], 10)
    found = location_quotients(staff, district, industry, (2, 2))
    assert found == pytest.approx(np.array([[0.75 / 0.4, 0.25 / 0.6], [(1 / 6) / 0.4, (5 / 6) / 0.6]]))


def test_where_all_districts_are_alike_every_quotient_is_one_whatever_their_size() -> None:
    district, industry = np.repeat([0, 1, 1, 1], 30), np.tile([0, 1, 2], 40)
    assert location_quotients(np.ones(120), district, industry, (2, 3)) == pytest.approx(np.ones((2, 3)))


def test_the_staff_weighted_mean_of_an_industry_s_quotients_is_one() -> None:
    rows = np.arange(5_000)
    staff, district, industry = 1.0 + rows % 7, rows % 4 * (rows % 3 > 0), rows // 11 % 5
    found = location_quotients(staff, district, industry, (4, 5))
    share = np.bincount(district, staff) / staff.sum()
    assert share @ found == pytest.approx(np.ones(5))


def test_few_enterprises_unknown_staff_and_nobody_have_no_quotient() -> None:
    nine = location_quotients(np.ones(39), np.repeat([0, 1], [30, 9]), np.zeros(39, np.int64), (2, 1))
    assert nine[0, 0] == pytest.approx(1)
    assert np.isnan(nine[1, 0])
    nobody = np.zeros(0, np.int64)
    assert np.isnan(location_quotients(np.zeros(0), nobody, nobody, (2, 3))).all()
    assert np.isnan(
        location_quotients(np.full(20, np.nan), np.zeros(20, np.int64), np.zeros(20, np.int64), (1, 1))
    ).all()


def test_the_order_of_rows_changes_nothing() -> None:
    rows = np.arange(200)
    columns = 1.0 + rows % 7, rows % 2, rows % 5
    again = [column[::-1] for column in columns]
    assert np.array_equal(location_quotients(*columns, (2, 5)), location_quotients(*again, (2, 5)))


def test_institutes_are_counted_by_district_and_kind() -> None:
    table = SimpleNamespace(district=np.array([0, 1, 1, 1], np.int8), kind=np.array([0, 0, 2, 2], np.int8))
    found = institutes_of(table, 3)
    assert found.shape == (3, len(KINDS))
    assert (found[0, 0], found[1, 0], found[1, 2], found.sum()) == (1, 1, 2, 4)


def test_a_region_tells_every_district_by_industry_and_kind(opened) -> None:
    region = opened("toytown", 1.0).region
    found = {name: value for name, _, value in geography(region)}
    assert len(found) == len(region.districts) * (len(INDUSTRIES) + len(KINDS))
    assert sum(value for name, value in found.items() if name.startswith("institutes.")) == len(region.institutes)


def with_geography(folder: Path, own: str = "") -> Path:
    """The planted run with numbers by district, one of them unknown."""
    rows = [
        (0, "base", 2012, "Shenzhen", f"institutes.{district}.{kind}", "count", float(10 * place + code))
        for place, district in enumerate(("Luohu", "Futian", "Nanshan", "Yantian", "Baoan", "Longgang"))
        for code, kind in enumerate(KINDS)
    ]
    rows += [(0, "base", 2012, "Shenzhen", f"quotient.Nanshan.{i}", "ratio", 1.25) for i in INDUSTRIES[1:]]
    table = pl.concat([pl.read_parquet(folder / "results.parquet"), pl.DataFrame(rows, RESULTS_SCHEMA, orient="row")])
    table.write_parquet(folder / "results.parquet")
    manifest = read_json(folder / "manifest.json")
    manifest["inputs"] |= {f"{own} mine.csv": "e" * 64} if own else {}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def section(folder: Path) -> str:
    html = write_report(folder).read_text("utf-8")
    start = html.index('<h2 id="places">')
    return html[start : html.index("</section>", start)]


def test_the_report_shows_institutes_and_quotients_by_district(planted_run: Path) -> None:
    told = section(with_geography(planted_run))
    assert re.search(r"Nanshan</th><td>20</td><td>21</td><td>22</td>", told)
    assert re.search(r"other manufacturing</th><td>–</td><td>–</td><td>1.25</td>", told)
    assert re.search(r"electronics</th><td>–</td><td>–</td><td>–</td>", told)
    assert "deals industries to districts by lot" in told
    assert "中国科学院深圳先进技术研究院" in told
    assert "光启" not in re.sub(r"<svg.*</svg>", "", told, flags=re.DOTALL)  # it is younger than the opening


def test_a_register_of_one_s_own_is_said_and_has_no_names_of_ours(planted_run: Path) -> None:
    told = section(with_geography(planted_run, own="institutes"))
    assert "those of the register that the run opened with" in told
    assert 'class="named"' not in told


def test_with_firms_of_one_s_own_quotients_are_not_called_chance(planted_run: Path) -> None:
    assert "by lot" not in section(with_geography(planted_run, own="firms"))


def test_a_run_that_measured_nothing_by_district_has_no_such_section(planted_run: Path) -> None:
    assert 'id="places"' not in write_report(planted_run).read_text("utf-8")


def test_the_map_is_drawn_from_the_region_s_own_outlines_and_fetches_nothing() -> None:
    gazetteer = read_gazetteer(PLACES)
    shown = [gazetteer.places[key] for key in ("siat", "university_town", "high_tech_park")]
    svg = region_map(gazetteer, {"nanshan": 50, "futian": 0}, "institutes & more", shown)
    root = ElementTree.fromstring(svg)
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags == {"svg", "style", "rect", "path", "circle", "title", "text"}
    assert svg.count("http") == 1  # the name space
    assert "url(" not in svg
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "Nanshan 南山" in texts
    titles = [element.text for element in root.iter() if element.tag.endswith("title")]
    assert "Nanshan 南山: 50 institutes & more" in titles
    assert any(title.startswith("Shenzhen Institute of Advanced Technology") for title in titles)
    assert "Noto Sans CJK SC" in root.get("font-family", "")


def test_no_name_on_the_map_lies_on_a_mark_or_on_another_name() -> None:
    gazetteer = read_gazetteer(PLACES)
    shown = [place for place in gazetteer.places.values() if place.side == "mainland" and place.kind == "park"]
    root = ElementTree.fromstring(region_map(gazetteer, {}, "nothing", shown))
    dots = [(float(e.get("cx")), float(e.get("cy"))) for e in root.iter() if e.tag.endswith("circle")][: len(shown)]
    lines = [e for e in root.iter() if e.tag.endswith("text") and e.get("class") == "name"]
    assert len(lines) > 10
    for text in lines:
        wide = sum(5.6 if ord(letter) < 0x2E80 else 11.2 for letter in text.text)
        left = float(text.get("x")) - (wide if text.get("text-anchor") == "end" else 0)
        top = float(text.get("y")) - 4
        assert not any(left < x < left + wide and abs(y - top) < 6 for x, y in dots), text.text
