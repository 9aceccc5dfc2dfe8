"""The pages of programmes as a reader has them: opened from a file in Chromium, offline, on a desk and on a phone."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mangrove.pack import find_pack
from mangrove.report.write import pages_of
from mangrove.rulebook import read_rulebook

pytestmark = pytest.mark.browser

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PROGRAMMES = list(read_rulebook(find_pack("shenzhen").package).programmes)
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
SPILLED = """() => [...document.querySelectorAll("svg.columns text, svg.steps text")].filter((text) => {
  const box = text.closest("svg").getBoundingClientRect(), at = text.getBoundingClientRect();
  return at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1 || at.top < box.top - 1;
}).map((text) => text.textContent)"""
INK = """() => {
  const colour = (where, of) => getComputedStyle(document.querySelector(where))[of];
  return [colour("html", "backgroundColor"), colour("html", "color"), colour(".intro", "color")];
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Browser, None, None]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=LOOKS, ids=[f"{width} {scheme}" for width, scheme in LOOKS])
def looked(browser: Browser, request: pytest.FixtureRequest) -> Generator[Page, None, None]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 844}, offline=True, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_every_page_is_quiet_fits_its_window_and_spills_no_label(looked: Page, planted_report: Path) -> None:
    asked, said = [], []
    looked.on("request", lambda request: asked.append(request.url))
    looked.on("console", lambda message: said.append(message.text))
    for name in PROGRAMMES:
        address = (pages_of(planted_report) / f"{name}.html").as_uri()
        looked.goto(address)
        looked.evaluate("() => document.querySelectorAll('details').forEach((found) => { found.open = true; })")
        wide, there = looked.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= there, name
        assert looked.evaluate(SPILLED) == [], name
        assert asked == [address], name
        asked.clear()
    assert said == []


def test_text_stands_out_from_the_paper(looked: Page, planted_report: Path) -> None:
    looked.goto((pages_of(planted_report) / "youth_hub.html").as_uri())
    paper, ink, soft = (luminance(colour) for colour in looked.evaluate(INK))
    assert contrast(ink, paper) >= 10
    assert contrast(soft, paper) >= 4.5


def test_a_reader_goes_from_the_report_to_a_page_and_back(browser: Browser, planted_report: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    page.goto(planted_report.as_uri())
    page.get_by_role("link", name="Angel guidance fund").first.click()
    page.wait_for_url("**/angel_fund.html")
    assert page.locator("h1").text_content() == "Angel guidance fund"
    page.get_by_role("link", name="All programmes").click()
    page.wait_for_url("**/report.html#programmes")
    page.close()


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)
