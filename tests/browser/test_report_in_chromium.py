"""The report as a reader has it: opened from a file in Chromium, offline, on a desk and on a phone."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mangrove.fact import find_facts
from mangrove.indicator import find_indicators

pytestmark = pytest.mark.browser

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {"desk": 1280, "phone": 390}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Browser, None, None]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


class Visit:
    """One look at a page: what it asked for and what it complained about."""

    def __init__(self, browser: Browser, file: Path, width: int, **options: object) -> None:
        context = browser.new_context(viewport={"width": width, "height": 844}, offline=True, **options)
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text))
        self.page.goto(file.as_uri())
        if options.get("java_script_enabled", True):
            self.page.wait_for_function(DRAWN)
        self.address = file.as_uri()

    @property
    def strangers(self) -> list[str]:
        """What was asked for beside the page itself and what it carries inside."""
        inside = ("data:", "blob:", self.address)
        return [url for url in self.asked if not url.startswith(inside)]


SCALES = ("differences", "deviates")
DRAWN = """() => {
  const plots = [...document.querySelectorAll("[data-figure]")];
  return plots.length > 0 && plots.every((plot) => plot.querySelector(".main-svg"));
}"""
MARKS = """() => [...document.querySelectorAll("[data-figure]")].map((plot) => [
  plot.id,
  plot.querySelectorAll(".scatterlayer .trace, .barlayer .point").length,
  plot.getBoundingClientRect().width,
  plot.getBoundingClientRect().height,
])"""
OUTSIDE = """() => [...document.querySelectorAll("[data-figure]")].flatMap((plot) => {
  const box = plot.getBoundingClientRect();
  return [...plot.querySelectorAll(".xtick text, .ytick text, .gtitle")]
    .filter((text) => {
      const at = text.getBoundingClientRect();
      return at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1;
    })
    .map((text) => `${plot.id}: ${text.textContent}`);
})"""


@pytest.fixture(scope="module", params=list(WIDTHS))
def visit(browser: Browser, planted_report: Path, request: pytest.FixtureRequest) -> Generator[Visit, None, None]:
    found = Visit(browser, planted_report, WIDTHS[request.param])
    yield found
    found.page.context.close()


def test_it_asks_for_nothing_and_complains_of_nothing(visit: Visit) -> None:
    assert visit.strangers == []
    assert visit.faults == []


def test_every_chart_has_drawn_at_a_readable_size(visit: Visit) -> None:
    drawn = {name: (marks, width, height) for name, marks, width, height in visit.page.evaluate(MARKS)}
    curves = {f"fact-{name}" for name, fact in find_facts().items() if fact.curve and name != "bunching_large"}
    assert set(drawn) == {f"plot-{name}" for name in [*find_indicators(), "spending", *curves, *SCALES]}
    assert [name for name, (marks, _, _) in drawn.items() if not marks] == []
    assert [name for name, (_, width, height) in drawn.items() if width < 300 or height < 250] == []


def test_no_label_of_a_chart_is_cut_off(visit: Visit) -> None:
    assert visit.page.evaluate(OUTSIDE) == []


def test_the_page_never_scrolls_sideways(visit: Visit) -> None:
    for summary in visit.page.locator("summary").all():
        summary.evaluate("found => { found.parentElement.open = true; }")
    wide, there = visit.page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= there


def test_the_audit_can_be_narrowed_to_one_verdict(visit: Visit) -> None:
    rows = visit.page.locator("tr.claim")
    verdicts = [row.get_attribute("data-verdict") for row in rows.all()]
    chosen = verdicts[0]
    visit.page.locator(f'label[for="verdict-1-{chosen}"]').click()
    seen = [row.get_attribute("data-verdict") for row in rows.all() if row.is_visible()]
    assert seen == [chosen] * verdicts.count(chosen)
    assert len(seen) < len(verdicts)


def test_a_published_point_tells_its_source_when_pointed_at(browser: Browser, planted_report: Path) -> None:
    visit = Visit(browser, planted_report, WIDTHS["desk"])
    chart = visit.page.locator("#plot-gdp_before_2018_census")
    chart.scroll_into_view_if_needed()
    exact = chart.locator(".scatterlayer .trace", has=visit.page.locator("path[style*='rgb(212, 86, 11)']")).last
    box = exact.locator(".points path").first.bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = chart.locator(".hoverlayer .hovertext")
    hover.wait_for()
    told = hover.text_content() or ""
    assert "printed" in told
    assert "github.com" in told
    visit.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_paper(browser: Browser, planted_report: Path, scheme: str) -> None:
    visit = Visit(browser, planted_report, WIDTHS["desk"], color_scheme=scheme)
    paper, ink, soft, tick = visit.page.evaluate(
        """() => {
          const colour = (where, of) => getComputedStyle(document.querySelector(where))[of];
          return [colour("html", "backgroundColor"), colour("html", "color"), colour(".intro", "color"),
            colour(".xtick text", "fill")];
        }"""
    )
    assert contrast(ink, paper) >= 10
    assert contrast(soft, paper) >= 4.5
    assert contrast(tick, paper) >= 4.5
    visit.page.context.close()


def test_it_can_be_read_without_javascript(browser: Browser, planted_report: Path) -> None:
    visit = Visit(browser, planted_report, WIDTHS["phone"], java_script_enabled=False)
    assert visit.page.locator(".plot").first.is_hidden()
    assert visit.page.locator("noscript p").first.is_visible()
    visit.page.locator("#indicator-rd_expenditure summary").first.click()
    assert visit.page.locator("#indicator-rd_expenditure table").first.is_visible()
    visit.page.locator('label[for="verdict-1-unverifiable"]').click()
    shown = [row for row in visit.page.locator("tr.claim").all() if row.is_visible()]
    assert {row.get_attribute("data-verdict") for row in shown} == {"unverifiable"}
    visit.page.context.close()


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
