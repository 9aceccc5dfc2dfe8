"""Labels: names beside their marks on a map, in the reader's own fonts, where there is room."""

from html import escape
from typing import Final

_LETTER: Final = 5.6
_LINE: Final = 12.0
_CHINESE: Final = 0x2E80  # the first of the characters that are as wide as high
STYLE: Final = "<style>.name{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}</style>"

Box = tuple[float, float, float, float]


def label(text: str, at: tuple[float, float], taken: list[Box], width: float, *, bold: bool = False) -> list[str]:
    """A name beside its mark, right or left, if nothing is there yet; its place is then taken.

    Args:
        text: The name.
        at: Where the mark is, on the sheet.
        taken: Boxes of the names that are there.
        width: Width of the sheet.
        bold: Whether it stands out.
    """
    x, y = at
    wide = sum(_LETTER if ord(letter) < _CHINESE else 2 * _LETTER for letter in text) + 2
    for anchor, left in (("start", x + 6), ("end", x - 6 - wide)):
        box = (left, y - _LINE / 2, left + wide, y + _LINE / 2)
        free = all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in taken)
        if free and box[0] >= 0 and box[2] <= width:
            taken.append(box)
            from_here = x + 6 if anchor == "start" else x - 6
            weight = ' font-weight="700"' if bold else ""
            return [
                f'<text x="{from_here:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="11"{weight} class="name">'
                f"{escape(text)}</text>"
            ]
    return []
