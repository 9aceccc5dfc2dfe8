"""An indicator's table: every year's spread beside the figure published for it, and the ratio of the two."""

from collections.abc import Sequence

from mangrove.figure import Figure
from mangrove.views.chart import chart_scale
from mangrove.views.published import mark, points, preferred
from mangrove.views.scale import Scale, digits, ratio
from mangrove.views.spread import Spread


def rows(unit: str, spread: Spread | None, figures: Sequence[Figure]) -> list[dict[str, str]]:
    """The chart as a table: the run's median and 5 % to 95 % in each year beside the published figure.

    Returns:
        For each year with anything to show: `year`, `median`, `low`, `high`, `published`, `mark`, `ratio`,
        `others` (how many further numbers are on record for that year), all as text.
    """
    scale = chart_scale(unit, spread, figures)
    standing = preferred(figures)
    numbers = [point.year for point in points(figures)]
    years = sorted({*(spread.years if spread else ()), *standing})
    return [_row(year, spread, standing.get(year), numbers.count(year), scale) for year in years]


def _row(year: int, spread: Spread | None, figure: Figure | None, numbers: int, scale: Scale) -> dict[str, str]:
    at = spread.at(year) if spread else None
    return {
        "year": str(year),
        "median": scale.number(at.median[0]) if at else "",
        "low": scale.number(at.low_90[0]) if at else "",
        "high": scale.number(at.high_90[0]) if at else "",
        "published": scale.number(figure.value) if figure else "",
        "mark": mark(figure).value if figure else "",
        "ratio": ratio(at.median[0], figure.value) if at and figure else "",
        "others": digits(numbers - 1, whole=True) if numbers > 1 else "",
    }
