"""The pages of programmes: one each, linked, self-contained, and complete. All numbers of the run are invented."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mangrove.dated import UNKNOWN, Dated, Evidence, Since, Source, constant
from mangrove.effects import told
from mangrove.errors import MangroveError
from mangrove.pack import find_pack
from mangrove.record import region_record
from mangrove.report.contents import gather
from mangrove.report.programmes import assumed_values, programme_pages
from mangrove.report.write import clear_report, pages_of, write_report
from mangrove.rulebook import read_rulebook
from mangrove.views.columns import columns
from mangrove.views.spread import Spread
from mangrove.views.steps import steps

RULES = read_rulebook(find_pack("shenzhen").package)
VOID = {"meta", "link", "br", "path", "rect", "circle"}
DRAWN = ("path", "rect", "circle", "text", "svg")
SET = "rnd_super_deduction.rate"
"""What the planted run's scenario changes."""
LAW = Source("An invented law", Evidence.PUBLISHED, "nowhere")


class Read(HTMLParser):
    """A page's words, addresses and nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


@pytest.fixture(scope="module")
def pages(planted_report: Path) -> dict[str, Read]:
    return {file.stem: Read(file.read_text("utf-8")) for file in pages_of(planted_report).iterdir()}


@pytest.fixture(scope="module", params=list(RULES.programmes))
def one(request, pages) -> tuple[str, Read]:
    return request.param, pages[request.param]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_programme_has_a_page_to_which_the_report_links(planted_report: Path, pages) -> None:
    assert set(pages) == set(RULES.programmes)
    report = Read(planted_report.read_text("utf-8"))
    linked = [
        str(attrs["href"]) for tag, attrs in report.tags if tag == "a" and "programmes/" in str(attrs.get("href"))
    ]
    assert [Path(address).stem for address in linked] == list(RULES.programmes)
    assert all((planted_report.parent / address).is_file() for address in linked)


def test_a_page_links_back_is_well_formed_and_loads_nothing(one, planted_report: Path) -> None:
    _, page = one
    assert (page.faults, page.open) == ([], [])
    addresses = [str(attrs["href"]) for tag, attrs in page.tags if tag == "a"]
    assert f"../{planted_report.name}#programmes" in addresses
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert {address[1:] for address in addresses if address.startswith("#")} <= set(ids)
    assert {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "embed", "base", "form"} == set()
    assert [attrs["href"] for tag, attrs in page.tags if tag == "link"] == ["data:,"]
    named = [value for tag, attrs in page.tags if tag != "a" for value in attrs.values() if value and "//" in value]
    assert named == []


def test_a_page_tells_the_rule_and_its_examples_in_english_with_the_titles_own_language(one) -> None:
    name, page = one
    programme = RULES.programmes[name]
    assert flat(programme.title) in page.text
    assert programme.title_local in page.text
    for part in (*programme.clauses, *programme.awards):
        assert flat(part.meaning) in page.text
        assert part.meaning_local in page.text
    for example in programme.examples:
        assert flat(example.says) in page.text
        assert example.on in page.text


def test_a_page_has_every_value_with_its_history_and_sources(one) -> None:
    name, page = one
    for path, value in RULES.values.items():
        if path.startswith(f"{name}.") and path != SET:
            assert flat(value.meaning) in page.text
            for entry in value.history:
                assert entry.day == "1900-01-01" or entry.day in page.text
                assert entry.source.title_local in page.text
                assert entry.source.kind.value in page.text
    changed = [v for p, v in RULES.values.items() if p.startswith(f"{name}.") and len(v.history) > 1]
    drawn = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("class") == "steps"]
    assert len(drawn) <= len(changed)
    assert all(attrs["aria-label"] for attrs in drawn)


def test_an_illustrative_programme_says_so_at_the_top_with_each_assumption(one) -> None:
    name, page = one
    top = page.text[: page.text.index("Who is eligible")]
    assert ("Illustrative." in top) == RULES.programmes[name].illustrative
    if RULES.programmes[name].illustrative:
        found = assumed_values(RULES, name)
        assert found
        assert [path for path, entry in found if path not in top or flat(entry.source.note) not in top] == []


def test_what_rests_on_no_causal_estimate_says_so_beside_its_award(one) -> None:
    name, page = one
    award_table = page.text[page.text.index("What is given") : page.text.index("What it cost")]
    for award in RULES.programmes[name].awards:
        assert told(award.channel) in award_table


def test_what_it_gave_and_reached_is_told_and_drawn(pages) -> None:
    page = pages["high_tech_park"]
    # what stands between digits was white space to the reader of pages
    thinned = re.sub(r"(?<=\d) (?=000)", "", page.text)
    assert "given, space 12000 24000 36000 48000 m²" in thinned
    assert "m² no causal estimate of its effect" in page.text
    assert "reached, space 12000 24000 36000 48000 firms a year" in thinned
    (chart,) = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("class") == "columns"]
    assert "in 2012" in str(chart["aria-label"])
    assert "Nothing of it stands in the ledger" in pages["ip_enforcement"].text


def test_the_scenarios_value_stands_in_the_history(pages) -> None:
    assert "75 % from 2010-01-01" in pages["rnd_super_deduction"].text
    assert "scenario base" in pages["rnd_super_deduction"].text


def test_a_published_budget_stands_on_its_page(pages) -> None:
    assert "Peacock Plan: yearly budget, 2016: 1.00 bn yuan a year" in pages["peacock_plan"].text
    assert "Nothing published on what it cost is on record." in pages["youth_hub"].text


def test_a_series_that_a_programme_names_is_on_record() -> None:
    named = {series for programme in RULES.programmes.values() for series in programme.published}
    assert named <= set(region_record("shenzhen").series)


def test_money_is_in_current_yuan_because_no_price_index_is_on_record(one) -> None:
    _, page = one
    series = region_record("shenzhen").series.values()
    words = ("price index", "deflator", "cpi")
    assert [one.title for one in series if any(w in f"{one.title} {one.definition}".lower() for w in words)] == []
    assert "no price index is on record" in page.text or "Nothing of it stands in the ledger" in page.text


def with_scenario(run: Path, **told) -> dict:
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    manifest["scenario"] |= told
    (run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return programme_pages(gather(run))


def test_a_programme_that_a_scenario_leaves_out_has_its_page_and_says_so(planted_run: Path) -> None:
    found = with_scenario(planted_run, off=["youth_hub"])
    assert found["youth_hub"]["state"] == "The scenario leaves it out."
    assert found["angel_fund"]["state"] == ""


def test_few_people_of_a_register_of_ones_own_are_not_counted_on_a_page(planted_run: Path) -> None:
    manifest = json.loads((planted_run / "manifest.json").read_text("utf-8"))
    manifest["inputs"]["people people.csv"] = "f" * 64
    manifest["scale"] = 1e-5
    (planted_run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (row,) = [r for r in programme_pages(gather(planted_run))["talent_awards"]["rows"] if r["title"] != ""]
    assert row["values"][2009].startswith("<1")
    manifest["inputs"].pop("people people.csv")
    (planted_run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (row,) = [r for r in programme_pages(gather(planted_run))["talent_awards"]["rows"] if r["title"] != ""]
    assert not row["values"][2009].startswith("<")


def test_a_report_of_another_name_has_a_folder_of_its_own(planted_run: Path, tmp_path: Path) -> None:
    write_report(planted_run, tmp_path / "a b.html")
    page = (tmp_path / "a b-programmes" / "youth_hub.html").read_text("utf-8")
    assert "../a%20b.html#programmes" in page
    assert "a%20b-programmes/youth_hub.html" in (tmp_path / "a b.html").read_text("utf-8")


def test_a_report_is_cleared_with_its_pages_and_nothing_else(planted_run: Path) -> None:
    before = sorted(planted_run.iterdir())
    report = write_report(planted_run)
    (pages_of(report) / "own.txt").write_text("a note", "utf-8")
    with pytest.raises(MangroveError, match="report"):
        clear_report(report)
    (pages_of(report) / "own.txt").unlink()
    clear_report(report)
    assert sorted(planted_run.iterdir()) == before


RUN = date(2009, 12, 31), date(2017, 12, 31)


def test_a_history_is_drawn_step_by_step_and_stops_where_it_ends() -> None:
    value = Dated("share", "A rate.", (Since("2008-01-01", 0.5, LAW), Since("2012-01-01", 1.0, LAW),
                                       Since("2014-01-01", UNKNOWN, LAW), Since("2016-01-01", None, LAW)))  # fmt: skip
    drawn = steps(value, *RUN)
    assert drawn.count('class="mid"') == 2
    assert 'aria-label="50 % from 2008-01-01; 100 % from 2012-01-01; unknown from 2014-01-01; ended from' in drawn
    assert "2008</text>" in drawn


def test_a_value_that_never_changes_is_not_drawn() -> None:
    assert steps(constant("share", "A rate.", 0.5, LAW), *RUN) == ""
    assert steps(Dated("1", "x", (Since("2008-01-01", UNKNOWN, LAW), Since("2010-01-01", None, LAW))), *RUN) == ""


def test_columns_stand_on_nothing_and_reach_their_whiskers() -> None:
    spread = Spread("CNY/yr", (2010, 2011), (0.0, 1e6), (0.0, 2e6), (0.0, 3e6), (0.0, 4e6), (0.0, 5e6))
    drawn = columns(spread, "money <paid>")
    assert (
        "money &lt;paid&gt;, median of members: 0 million yuan a year in 2010; 3.00 million yuan a year in 2011"
        in drawn
    )
    assert 'height="0.0"' in drawn
    assert drawn.count("whisker") == 2
