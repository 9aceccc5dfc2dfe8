"""The sentences of the city's page stay outside the project: figures and facts are told in our own words."""

import re
from collections.abc import Iterator
from pathlib import Path

RUN = 6
"""Words in a row that count as a quotation."""

NAMES = (
    "Qianhai Shenzhen-Hong Kong Youth Innovation and Entrepreneur Hub",
    "Conference on International Exchange of Professionals",
    "Shenzhen Institute of Advanced Technology of CAS",
    "Kuang-Chi Institute of Advanced Technology",
    "Ministry of Industry and Information Technology",
)
"""Official names, which have no other words."""

FOLDERS = ("src", "tests", "docs", "benchmarks", "changelog.d")
SUFFIXES = {".py", ".md", ".csv", ".toml", ".json", ".txt", ".cff", ".html", ".svg"}


def words(text: str) -> list[str]:
    """Lower-case words and numbers, without names and punctuation."""
    for name in NAMES:
        text = re.sub(re.escape(name), " | ", text, flags=re.IGNORECASE)
    return re.findall(r"[a-z0-9]+(?:[.,'’-][a-z0-9]+)*|\|", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    for start in range(len(found) - RUN + 1):
        run = tuple(found[start : start + RUN])
        if "|" not in run:
            yield run


def texts(root: Path) -> Iterator[Path]:
    yield from (path for path in root.iterdir() if path.suffix in SUFFIXES)
    for folder in FOLDERS:
        yield from (path for path in (root / folder).rglob("*") if path.suffix in SUFFIXES and path.is_file())


def test_no_file_repeats_six_words_in_a_row_of_the_page(shared: Path) -> None:
    page = (shared / "data/real/shenzhen-innovation-page-2018-08-09.txt").read_text(encoding="utf-8")
    quoted = set(runs(page))
    root = Path(__file__).parents[2]
    found = {
        f"{path.relative_to(root)}: {' '.join(run)}"
        for path in texts(root)
        for run in runs(path.read_text(encoding="utf-8", errors="replace"))
        if run in quoted
    }
    assert not found


def test_a_quotation_would_be_found() -> None:
    assert list(runs("one two three four five six"))
    assert not list(runs("the Conference on International Exchange of Professionals was held here once"))
