"""Scaling for the eye: billions of yuan, per cent, thousands. Canonical units end here, nowhere earlier."""

import math
from dataclasses import dataclass
from typing import Final

THIN: Final = "\u202f"
"""Narrow no-break space, between groups of three digits."""
MINUS: Final = "\u2212"
NOTHING: Final = "–"

_MONEY: Final = ((1e9, "bn "), (1e6, "million "), (1e3, "thousand "))
_COUNTS: Final = ((1e6, "million "), (2e5, "thousand "))
_COMPUTING: Final = ((1e15, "P"), (1e12, "T"), (1e9, "G"))
_STEPS: Final = {word: size for size, word in (*_MONEY, *_COMPUTING)}
_NAMES: Final = {
    "CNY": "yuan",
    "USD": "US dollars",
    "firm": "enterprises",
    "entity": "market entities",
    "application": "applications",
    "grant": "grants",
    "person": "people",
    "count": "",
    "yr": "years",
    "m2": "m²",
    "min": "minutes",
}
_PERCENT: Final = 100.0
_SIGNIFICANT: Final = 3
_WHOLE: Final = 1000.0


@dataclass(frozen=True)
class Scale:
    """How values of one unit are shown.

    Attributes:
        divisor: Canonical value over shown value.
        unit: What the shown value counts ("bn yuan a year"); empty for a pure number.
    """

    divisor: float
    unit: str

    def shown(self, value: float) -> float:
        """The value as it stands on an axis."""
        return value / self.divisor

    def number(self, value: float) -> str:
        """The value in digits, without its unit; a dash where there is none.

        >>> Scale(1e9, "bn yuan").number(2_249_006_000_000.0), Scale(0.01, "%").number(0.0413)
        ('2\u202f249', '4.13')
        """
        return digits(self.shown(value), whole=self.divisor == 1)

    def text(self, value: float) -> str:
        """The value with its unit."""
        return f"{self.number(value)} {self.unit}".strip() if math.isfinite(value) else NOTHING


def scale_for(unit: str, largest: float) -> Scale:
    """The scale on which values of a unit up to a largest one read best.

    >>> scale_for("CNY/yr", 9e10).unit, scale_for("share", 0.04).unit, scale_for("firm", 11_230).unit
    ('bn yuan a year', '%', 'enterprises')
    """
    if unit == "share":
        return Scale(1 / _PERCENT, "%")
    stem, flow = (unit.removesuffix("/yr"), " a year") if unit.endswith("/yr") else (unit, "")
    name = _NAMES.get(stem, "" if stem in ("1", "ratio") else stem)
    steps = _MONEY if stem in ("CNY", "USD") else _COMPUTING if stem == "flop/s" else _COUNTS
    word = next((word for floor, word in steps if abs(largest) >= floor), "")
    return Scale(_STEPS.get(word, 1.0), f"{word}{name}{flow}".strip())


def exact(value: float, unit: str) -> str:
    """A value of a rule with all its digits and its unit; shares in per cent.

    >>> exact(90_000.0, "CNY/yr"), exact(0.175, "share"), exact(3.0, "yr")
    ('90\u202f000 yuan a year', '17.5 %', '3 years')
    """
    scale = scale_for(unit, 0.0)
    return f"{scale.shown(value):,.10g}".replace(",", THIN).replace("-", MINUS) + (
        f" {scale.unit}" if scale.unit else ""
    )


def digits(value: float, *, whole: bool = False) -> str:
    """A number to three significant digits, all digits from a thousand on, in groups of three.

    Args:
        value: The number as shown.
        whole: Whether it counts things, so that a whole number needs no decimals.

    >>> digits(11230), digits(90), digits(-0.0757), digits(782, whole=True)
    ('11\u202f230', '90.0', '−0.0757', '782')
    """
    if not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if size >= _WHOLE or size == 0 or (whole and value == int(value)):
        decimals = 0
    else:
        decimals = max(0, _SIGNIFICANT - 1 - math.floor(math.log10(size)))
    text = f"{size:,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 and float(f"{size:.{decimals}f}") else text


def ratio(simulated: float, published: float) -> str:
    """Simulated over published, two decimals below ten; a dash where it means nothing.

    >>> ratio(83.0, 100.0), ratio(1250.0, 100.0), ratio(1.0, 0.0)
    ('0.83', '12.5', '–')
    """
    if not published or not math.isfinite(simulated) or not math.isfinite(published):
        return NOTHING
    quotient = simulated / published
    if quotient < 0:
        return NOTHING
    return f"{quotient:.2f}" if quotient < 10 else digits(quotient)
