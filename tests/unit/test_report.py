"""The report: self-contained, complete, safe, and one clear error where a run is broken. All numbers are invented."""

import itertools
import json
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from mangrove.audit import read_claims
from mangrove.errors import MangroveError
from mangrove.fact import find_facts
from mangrove.indicator import find_indicators
from mangrove.pack import find_pack
from mangrove.report.reproduce import command
from mangrove.report.text import as_json, linked
from mangrove.report.write import write_report
from mangrove.scales import TABLE, read_scales

LOADS = {("a", "href")}
"""The one attribute that may hold an address: a link loads nothing until the reader follows it."""


class Page(HTMLParser):
    """What a page is made of: elements, addresses it names, text outside scripts, problems of nesting."""

    VOID = frozenset({"meta", "link", "input", "br", "path", "rect", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.text.append(data)

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]


@pytest.fixture(scope="module")
def html(planted_report: Path) -> str:
    return planted_report.read_text("utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def words(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def test_nothing_is_loaded_from_outside(html: str, page: Page) -> None:
    named = [
        (tag, name, value)
        for tag, attrs in page.tags
        for name, value in attrs.items()
        if (tag, name) not in LOADS and value and (name in {"src", "srcset", "action", "data"} or "//" in value)
    ]
    assert named == []
    assert [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "embed", "base", "form"}] == []
    assert [attrs["href"] for tag, attrs in page.tags if tag == "link"] == ["data:,"]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_the_browser_is_told_to_load_nothing(page: Page) -> None:
    (policy,) = [attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


def test_the_page_is_well_formed_and_has_a_language_a_title_and_a_viewport(page: Page) -> None:
    assert (page.faults, page.open) == ([], [])
    tags = dict(reversed(page.tags))
    assert tags["html"]["lang"] == "en"
    assert "title" in tags
    assert any(attrs.get("name") == "viewport" for _, attrs in page.tags)
    assert len(page.ids()) == len(set(page.ids()))
    here = [attrs["href"][1:] for tag, attrs in page.tags if tag == "a" and str(attrs.get("href"))[0] == "#"]
    assert set(here) <= set(page.ids())


def test_headings_step_down_one_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_indicator_is_there_with_its_chart_and_both_titles(page: Page, words: str) -> None:
    for name, indicator in find_indicators().items():
        assert f"indicator-{name}" in page.ids()
        assert f"plot-{name}" in page.ids()
        assert indicator.title in words
        assert indicator.title_local in words
        assert " ".join(indicator.definition.split()) in words


def test_every_chart_is_described_in_words(page: Page) -> None:
    plots = [attrs for _, attrs in page.tags if "data-figure" in attrs]
    curves = [name for name, fact in find_facts().items() if fact.curve and name != "bunching_large"]
    scales = 2
    assert len(plots) == len(find_indicators()) + 1 + len(curves) + scales
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in plots)
    assert {attrs["data-figure"] for attrs in plots} <= set(page.ids())


def test_the_scales_are_there_with_the_command_and_every_number(page: Page, words: str) -> None:
    command, samples = read_scales((find_pack("shenzhen").folder(TABLE)).read_text("utf-8"))
    assert command in words
    assert {"plot-differences", "plot-deviates"} <= set(page.ids())
    last = {one.variable for one in samples if one.year == 2017 and one.scale == 1}
    assert {name for name in last if name not in words} == set()
    described = " ".join(str(attrs["aria-label"]) for _, attrs in page.tags if "data-figure" in attrs)
    assert "0 beyond four" in described


def test_a_region_without_a_table_of_scales_has_no_part_on_it(planted_run: Path) -> None:
    manifest = json.loads((planted_run / "manifest.json").read_text("utf-8")) | {"region": "toytown"}
    manifest["scenario"]["changes"] = {}
    (planted_run / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert 'id="scales"' not in write_report(planted_run).read_text("utf-8")


def test_every_fact_is_there_with_its_published_value_and_a_verdict(page: Page, words: str) -> None:
    told = {attrs["data-fact"]: attrs["data-verdict"] for _, attrs in page.tags if "data-fact" in attrs}
    assert set(told) == set(find_facts())
    assert [name for name, fact in find_facts().items() if fact.published not in words] == []
    assert told["age_under_5"] == "met"
    assert told["hazard_peak_year"] == "missed"
    assert "2 years too high" in words
    assert told["bunching_large"] == "not measured"
    assert "large firms: too few firms in this run to draw it." in words


def test_a_run_without_facts_has_no_section_of_facts(planted_run: Path) -> None:
    table = pl.read_parquet(planted_run / "results.parquet")
    table.filter(~pl.col("variable").str.starts_with("fact.")).write_parquet(planted_run / "results.parquet")
    assert 'id="stylised"' not in write_report(planted_run).read_text("utf-8")


def test_every_claim_is_there_with_a_verdict(page: Page, words: str) -> None:
    pages = [entry for entry in find_pack("shenzhen").folder("pages").iterdir() if entry.name.endswith(".toml")]
    claims = [claim for entry in pages for claim in read_claims(Path(str(entry))).claims]
    assert claims
    assert len([1 for _, attrs in page.tags if attrs.get("class") == "claim"]) == len(claims)
    assert [claim.id for claim in claims if claim.statement not in words] == []


def test_an_indicator_without_value_says_so(words: str) -> None:
    assert words.count("The run has no value for it.") == 2


def test_an_invented_region_is_called_invented(words: str) -> None:
    assert "An invented region." in words
    assert "synthetic" in words


def test_markup_in_notes_is_shown_and_not_obeyed(html: str, words: str) -> None:
    assert "<script>alert(1)" not in html
    assert "<script>alert(1)</script>" in words
    assert "<b>planted</b>" in words


def test_the_command_is_printed_in_full(words: str) -> None:
    assert (
        "mangrove run --region shenzhen --to 2012 --scale 0.01 --members 5 --seed 7 "
        "--set rnd_super_deduction.rate@2010-01-01=0.75 --out DIR" in words
    )


def test_a_scenario_of_another_name_is_named_in_the_command() -> None:
    scenario = {"name": "bold", "changes": {"a.rate": {"1900-01-01": 0.5}}, "off": ["b"]}
    told = {"region": "t", "scenario": scenario, "seed": 1, "members": 2, "scale": 1.0, "to": 2010}
    assert "--scenario bold --set a.rate=0.5 --out" in command(told)


def test_the_same_run_gives_the_same_bytes_elsewhere(planted_run: Path, tmp_path: Path, html: str) -> None:
    other = write_report(planted_run, tmp_path / "report.html")
    assert other.read_text("utf-8") == html
    assert list(tmp_path.glob("*partial*")) == []


def test_figures_inside_scripts_cannot_end_them() -> None:
    text = as_json({"name": "</script><b>&"})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"name": "</script><b>&"}


def test_only_addresses_of_the_web_become_links() -> None:
    assert [piece.get("href") for piece in linked("javascript:alert(1) http://a.example/x; end")] == [
        None,
        "http://a.example/x",
        None,
    ]


def without_results(folder: Path) -> None:
    (folder / "results.parquet").unlink()


def broken_results(folder: Path) -> None:
    (folder / "results.parquet").write_bytes(b"no table")


def other_columns(folder: Path) -> None:
    pl.DataFrame({"member": [1]}).write_parquet(folder / "results.parquet")


def another_place(folder: Path) -> None:
    table = pl.read_parquet(folder / "results.parquet")
    table.with_columns(place=pl.lit("Elsewhere")).write_parquet(folder / "results.parquet")


def without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def poor_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}", "utf-8")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (without_results, "results.parquet"),
        (broken_results, "results.parquet"),
        (other_columns, "column 'value' is missing"),
        (another_place, "no value for Shenzhen"),
        (without_manifest, "manifest.json"),
        (poor_manifest, "manifest.json has no 'scenario'"),
    ],
)
def test_a_broken_run_is_one_clear_error(planted_run: Path, harm, told: str) -> None:
    harm(planted_run)
    with pytest.raises(MangroveError, match=told):
        write_report(planted_run)
    assert not (planted_run / "report.html").exists()


def test_a_place_that_cannot_be_written_is_one_clear_error(planted_run: Path, tmp_path: Path) -> None:
    with pytest.raises(MangroveError, match="cannot be written"):
        write_report(planted_run, tmp_path / "missing" / "report.html")


def test_what_is_given_in_kind_is_told_with_what_is_known_of_its_effect(words: str) -> None:
    after = words[words.index("Given in kind") :]
    assert "Floor space in the Shenzhen High-Tech Industrial Park, illustrative: space" in after
    assert "m² no causal estimate of its effect" in after
