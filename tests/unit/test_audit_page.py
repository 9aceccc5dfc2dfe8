from pathlib import Path

import pytest

from audit_town import PAGE
from mangrove.audit import read_page
from mangrove.audit.page import Locator, locate, parse_page, quote, section_spans
from mangrove.errors import SourceError

SECTIONS = ("Labs and firms", "The fair")


def value_at(section: str, before: str = "", after: str = "", nth: int = 1, text: str = PAGE) -> float | None:
    page = parse_page(text)
    number = locate(page, Locator(section, before, after, nth), section_spans(page, SECTIONS))
    return None if number is None else float(number.value)


def test_a_figure_is_found_by_the_words_around_it() -> None:
    assert value_at("Labs and firms", before="of which") == 20
    assert value_at("Labs and firms", after="good firms") == 1300


def test_an_edited_figure_is_still_found() -> None:
    text = PAGE.replace("1,300 good", "2.5 million good")
    assert value_at("Labs and firms", after="good firms", text=text) == 2.5e6


def test_another_figure_in_the_locator_is_a_hash() -> None:
    text = "The fair\nAges run between 18 and 45."
    assert value_at("The fair", before="between # and", text=text) == 45


def test_the_same_words_in_another_section_do_not_count() -> None:
    text = "Labs and firms\nIt opened in 1980.\n\nThe fair\nIt opened in 1990.\n"
    assert value_at("Labs and firms", before="opened in", text=text) == 1980
    assert value_at("The fair", before="opened in", text=text) == 1990


def test_of_several_places_the_nth_is_taken() -> None:
    text = "The fair\nOpen 3 days. Open 4 days."
    assert [value_at("The fair", after="days", nth=nth, text=text) for nth in (1, 2, 3)] == [3, 4, None]


def test_nothing_is_found_in_a_section_the_page_lacks() -> None:
    assert value_at("The fair", before="opened in", text="It opened in 1990.") is None


def test_a_quote_is_the_few_words_around_a_figure_on_one_line() -> None:
    page = parse_page("The fair\nheld every\nyear drew 500 people to the town, and\nmore later on.")
    assert quote(page, page.numbers[0]) == "fair held every year drew 500 people to the town, and"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such page"),
        (b"", "the page is empty"),
        (b" \n\n", "the page is empty"),
        (b"caf\xe9 12", "not UTF-8"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_in_one_message(tmp_path: Path, content, message: str) -> None:
    path = tmp_path / "page.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_page(path)


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        read_page(tmp_path)
