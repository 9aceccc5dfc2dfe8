"""Colours and fonts of every chart: told apart by colour-blind readers, on white, on black and in print.

Text, rules and background of a chart are left to the page's own style sheet, which knows whether the reader
prefers light or dark; what is set here keeps a contrast of at least three to one on both.
"""

from collections.abc import Sequence
from typing import Any, Final

MODEL: Final = "#1d7fa8"
PUBLISHED: Final = "#d4560b"
PUBLISHED_LINE: Final = "rgba(212,86,11,0.45)"
MODEL_50: Final = "rgba(29,127,168,0.30)"
MODEL_90: Final = "rgba(29,127,168,0.15)"
EXPECTED: Final = "#8a8f94"
CLAIM: Final = "#a8589a"
QUIET: Final = "#7c8388"

PROGRAMMES: Final = ("#1d7fa8", "#d4560b", "#2b9a77", "#b3549b", "#b08300", "#5b6fb5", "#7c8388")
"""Fills by programme, after Okabe and Ito's palette; used again from the start where there are more."""
PATTERNS: Final = ("", "/", ".", "x", "-", "\\", "+")
"""Hatches by channel, so that bars are told apart without colour too."""

VERDICTS: Final = {
    "confirmed": "#1f7a5c",
    "rounded": "#4aa888",
    "floor": "#7fb3c9",
    "consistent": "#1d7fa8",
    "contradicted": "#d4560b",
    "unverifiable": "#9aa0a5",
}
"""Verdict -> colour, from the best known to the least."""

FACTS: Final = {"met": "#1f7a5c", "missed": "#d4560b", "not measured": "#9aa0a5"}
"""Whether a run has a stylised fact -> colour."""

_YEARS_LABELLED: Final = 9

FONT: Final = (
    '"Source Sans 3", "Noto Sans", -apple-system, "Segoe UI", Roboto, "Noto Sans CJK SC", "PingFang SC", '
    '"Microsoft YaHei", sans-serif'
)


def layout(unit: str, years: Sequence[int]) -> dict[str, Any]:
    """What all charts over the years share; the unit stands above the axis, where it can be read."""
    axis = {"showline": False, "fixedrange": True, "ticks": "", "automargin": True}
    first, last = min(years), max(years)
    return {
        "autosize": True,
        "margin": {"l": 8, "r": 14, "t": 34, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": QUIET},
        "showlegend": False,
        "separators": ".\u202f",
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": "#22282d",
            "bordercolor": "#22282d",
            "font": {"color": "#f4f5f3", "size": 13, "family": FONT},
        },
        "xaxis": {
            **axis,
            "showgrid": False,
            "zeroline": False,
            "range": [first - 0.6, last + 0.6],
            "tickformat": "d",
            "tick0": last,
            "dtick": 1 + (last - first) // _YEARS_LABELLED,
        },
        "yaxis": {
            **axis,
            "gridcolor": "rgba(124,131,136,0.28)",
            "rangemode": "tozero",
            "tickformat": ",",
            "nticks": 6,
            "zeroline": True,
            "zerolinecolor": "rgba(124,131,136,0.75)",
            "zerolinewidth": 1,
        },
        "title": {
            "text": unit,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 4},
            "font": {"size": 12},
        },
        "annotations": [],
    }
