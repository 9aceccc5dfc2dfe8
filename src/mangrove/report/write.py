"""Write a run's report: one page that needs nothing but itself."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from mangrove.files import write_text
from mangrove.report.contents import Contents, gather
from mangrove.report.page import page

REPORT: Final = "report.html"
_TEMPLATE: Final = "report.html.jinja"


def write_report(run_dir: Path, out: Path | None = None) -> Path:
    """Write the report of a finished run, whole or not at all.

    Args:
        run_dir: Folder of the run.
        out: File to write; by default `report.html` in the folder of the run.

    Returns:
        The file written.

    Raises:
        SourceError: if the folder holds no finished run, or the file cannot be written.
        DataError: if the run's files do not hold what a run writes.
        LimitError: if the disk is full.
    """
    place = run_dir / REPORT if out is None else out
    write_text(place, render(gather(run_dir)))
    return place


def render(contents: Contents) -> str:
    """The report as HTML, everything inside: style, figures, and the library that draws them."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs

    home = files("mangrove.report")

    def asset(name: str) -> Markup:
        return Markup((home / name).read_text("utf-8"))

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((home / _TEMPLATE).read_text("utf-8"))
    plotly = Markup(get_plotlyjs().replace("</script", "<\\/script"))
    return template.render(page(contents), style=asset("style.css"), draw=asset("draw.js"), plotly=plotly)
