"""A page: its text, its words and figures in order, and where a locator points.

A locator never holds the figure it looks for: it names the words just before or after it, with "#" for any
other figure among them. So an edited figure is still found, and then judged.
"""

import re
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


def parse_page(text: str) -> Page:
    """Split a text into words and figures."""
    tokens: list[Token] = []
    done = 0
    for number in find_numbers(text):
        tokens += _words(text, done, number.start)
        tokens.append(Token(FIGURE, number.start, number.end, number))
        done = number.end
    return Page(text, (*tokens, *_words(text, done, len(text))))


def locate(page: Page, locator: Locator, sections: tuple[str, ...]) -> Number | None:
    """The figure a locator points to, or None.

    Args:
        page: The page.
        locator: Where to look.
        sections: The opening words of all sections, in their order: a section ends where another begins.
    """
    low, high = _span(page, locator.section, sections)
    before, after = _split(locator.before), _split(locator.after)
    words = tuple(token.word for token in page.tokens)
    found: list[Number] = []
    for at in range(low, high):
        number = page.tokens[at].number
        if number is None:
            continue
        fits = words[max(0, at - len(before)) : at] == before and words[at + 1 : at + 1 + len(after)] == after
        if fits:
            found.append(number)
    return found[locator.nth - 1] if len(found) >= locator.nth else None


def quote(page: Page, number: Number) -> str:
    """The few words around a figure, as the page prints them.

    >>> page = parse_page("There are now 58 members of the park.")
    >>> quote(page, page.numbers[0])
    'There are now 58 members of the park'
    """
    at = next(place for place, token in enumerate(page.tokens) if token.number == number)
    around = page.tokens[max(0, at - _QUOTE_WORDS) : at + 1 + _QUOTE_WORDS]
    return " ".join(page.text[around[0].start : around[-1].end].split())


def _words(text: str, low: int, high: int) -> list[Token]:
    matches = _WORD.finditer(text, low, high)
    return [Token(match[0].lower(), match.start(), match.end()) for match in matches]


def _split(words: str) -> tuple[str, ...]:
    return tuple(re.findall(r"#|[^\W_]+", words.lower()))


def _span(page: Page, section: str, sections: tuple[str, ...]) -> tuple[int, int]:
    """First and past-the-last token of a section; an empty span where it is not found."""
    openings = [at for name in sections if (at := _opening(page, name)) is not None]
    low = _opening(page, section) if section else 0
    if low is None:
        return 0, 0
    return low, min((at for at in openings if at > low), default=len(page.tokens))


def _opening(page: Page, section: str) -> int | None:
    """The token at which a line opens with the words of a section."""
    words = _split(section)
    for at, token in enumerate(page.tokens):
        line = page.text.rfind("\n", 0, token.start) + 1
        first = at == 0 or page.tokens[at - 1].end <= line
        if first and tuple(other.word for other in page.tokens[at : at + len(words)]) == words:
            return at
    return None
