"""A page: its text, its words and figures in order, and where a locator points.

A locator never holds the figure it looks for: it names the words just before or after it, with "#" for any
other figure among them. So an edited figure is still found, and then judged.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mangrove.audit.numbers import Number, find_numbers
from mangrove.errors import SourceError

FIGURE: Final = "#"
"""Stands for any figure in a locator."""

_QUOTE_WORDS: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")


def read_page(path: Path) -> str:
    """The text of a page.

    Raises:
        SourceError: if it is missing, a folder, empty or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        msg = f"{path}: there is no such page; give the path of a UTF-8 text file"
        raise SourceError(msg) from None
    except IsADirectoryError:
        msg = f"{path} is a folder; give the path of a UTF-8 text file"
        raise SourceError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 text (byte {error.start}); save the page as plain UTF-8 text"
        raise SourceError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); give the path of a UTF-8 text file"
        raise SourceError(msg) from None
    if not text.strip():
        msg = f"{path}: the page is empty; there is nothing to audit"
        raise SourceError(msg)
    return text


@dataclass(frozen=True)
class Token:
    """A word in lower case, or "#" where the figure `number` stands."""

    word: str
    start: int
    end: int
    number: Number | None = None


@dataclass(frozen=True)
class Locator:
    """Where a figure stands: its section, the words just before and after it, and which one of several.

    Attributes:
        section: The words at the start of the line that opens the section; empty for the top.
        before: Words just before the figure.
        after: Words just after the figure.
        nth: Which of several places that fit, from 1.
    """

    section: str
    before: str
    after: str
    nth: int = 1


@dataclass(frozen=True)
class Page:
    """A page as a row of words and figures.

    Attributes:
        text: The page as given.
        tokens: Its words and figures in order.
    """

    text: str
    tokens: tuple[Token, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every figure of the page, in order."""
        return tuple(token.number for token in self.tokens if token.number is not None)

    def words(self, low: int, high: int) -> tuple[str, ...]:
        """The words of some of its tokens, "#" for figures."""
        return tuple(token.word for token in self.tokens[low:high])


def parse_page(text: str) -> Page:
    """Split a text into words and figures."""
    tokens: list[Token] = []
    done = 0
    for number in find_numbers(text):
        tokens += _words(text, done, number.start)
        tokens.append(Token(FIGURE, number.start, number.end, number))
        done = number.end
    return Page(text, (*tokens, *_words(text, done, len(text))))


def section_spans(page: Page, openings: Iterable[str]) -> dict[str, range]:
    """The tokens of each section by its opening words, as far as the page has it; "" is the top.

    A section starts where a line starts with its words, and ends where the next one starts.
    """
    starts = {"": 0}
    for opens in openings:
        start = _opening(page, _split(opens))
        if start is not None:
            starts[opens] = start
    ends = (*sorted(starts.values()), len(page.tokens))
    return {
        opens: range(start, min((end for end in ends if end > start), default=start)) for opens, start in starts.items()
    }


def locate(page: Page, locator: Locator, spans: Mapping[str, range]) -> Number | None:
    """The figure a locator points to, or None.

    Args:
        page: The page.
        locator: Where to look.
        spans: The page's sections, from `section_spans`.
    """
    before, after = _split(locator.before), _split(locator.after)
    found: list[Number] = []
    for at in spans.get(locator.section, range(0)):
        number = page.tokens[at].number
        if number is None:
            continue
        left, right = max(0, at - len(before)), at + 1 + len(after)
        if page.words(left, at) == before and page.words(at + 1, right) == after:
            found.append(number)
    return found[locator.nth - 1] if len(found) >= locator.nth else None


def quote(page: Page, number: Number) -> str:
    """The few words around a figure, as the page prints them.

    >>> page = parse_page("There are now 58 members of the park.")
    >>> quote(page, page.numbers[0])
    'There are now 58 members of the park'
    """
    at = next(place for place, token in enumerate(page.tokens) if token.start == number.start)
    around = page.tokens[max(0, at - _QUOTE_WORDS) : at + 1 + _QUOTE_WORDS]
    return " ".join(page.text[around[0].start : around[-1].end].split())


def _words(text: str, low: int, high: int) -> list[Token]:
    matches = _WORD.finditer(text, low, high)
    return [Token(match[0].lower(), match.start(), match.end()) for match in matches]


def _split(words: str) -> tuple[str, ...]:
    return tuple(re.findall(r"#|[^\W_]+", words.lower()))


def _opening(page: Page, words: tuple[str, ...]) -> int | None:
    """The token at which a line starts with these words."""
    for at, token in enumerate(page.tokens):
        if token.word != words[0] or page.words(at, at + len(words)) != words:
            continue
        line = page.text.rfind("\n", 0, token.start) + 1
        if at == 0 or page.tokens[at - 1].end <= line:
            return at
    return None
