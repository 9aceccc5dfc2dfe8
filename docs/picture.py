"""Take the picture of the README from a real report.

    python docs/picture.py out/demo/report.html

Needs Playwright (a development dependency) and Chromium; the product itself needs neither.
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).with_name("report.png")
WIDTH, HEIGHT = 1280, 900
LARGEST = 400_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRAWN = "() => [...document.querySelectorAll('[data-figure]')].every((plot) => plot.querySelector('.main-svg'))"


def take(report: Path, picture: Path, anchor: str) -> None:
    """Photograph the part of a report that starts at an anchor."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"needs one of {', '.join(BROWSERS)} on the path")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{report.resolve().as_uri()}#{anchor}")
        page.wait_for_function(DRAWN)
        page.evaluate("anchor => document.getElementById(anchor).scrollIntoView()", anchor)
        page.screenshot(path=picture)
        opened.close()
    size = picture.stat().st_size
    if size > LARGEST:
        sys.exit(f"{picture}: {size:,} bytes, more than the {LARGEST:,} a README should carry")
    print(f"{picture}: {size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Take the picture of the README from a real report.")
    parser.add_argument("report", type=Path)
    parser.add_argument("--out", type=Path, default=PICTURE)
    parser.add_argument("--at", default="indicators", help="id of the element to start from")
    told = parser.parse_args()
    take(told.report, told.out, told.at)
