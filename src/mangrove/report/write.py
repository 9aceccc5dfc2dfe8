"""Write a run's report: one page that needs nothing but itself, and a page for each programme in a folder beside it."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from mangrove.files import make_folder, refusal, write_text
from mangrove.report.contents import Contents, gather
from mangrove.report.page import page
from mangrove.report.programmes import programme_pages

REPORT: Final = "report.html"
_HOME: Final = "mangrove.report"
_TEMPLATES: Final = ("report.html.jinja", "programme.html.jinja", "macros.html.jinja")


def write_report(run_dir: Path, out: Path | None = None) -> Path:
    """Write the report of a finished run, each page whole or not at all.

    Args:
        run_dir: Folder of the run.
        out: File to write; by default `report.html` in the folder of the run.

    Returns:
        The file written; `pages_of` says where the pages of the programmes are.

    Raises:
        SourceError: if the folder holds no finished run, or a file cannot be written.
        DataError: if the run's files do not hold what a run writes.
        LimitError: if the disk is full.
    """
    place = run_dir / REPORT if out is None else out
    contents = gather(run_dir)
    folder = pages_of(place)
    write_text(place, render(contents, folder.name))
    make_folder(folder)
    for name, text in render_programmes(contents, place.name).items():
        write_text(folder / f"{name}.html", text)
    return place


def pages_of(report: Path) -> Path:
    """The folder with the pages of a report's programmes.

    >>> pages_of(Path("report.html")).name
    'report-programmes'
    """
    return report.with_name(f"{report.stem}-programmes")


def clear_report(report: Path) -> None:
    """Remove a report and the pages of its programmes, and nothing else.

    Raises:
        SourceError: if they cannot be removed.
    """
    folder = pages_of(report)
    try:
        report.unlink(missing_ok=True)
        for page_of in folder.glob("*.html"):
            page_of.unlink()
        if folder.is_dir():
            folder.rmdir()
    except OSError as error:
        raise refusal(report, error) from error


def render(contents: Contents, folder: str) -> str:
    """The report as HTML, everything inside: style, figures, and the library that draws them.

    Args:
        contents: What it shows.
        folder: Name of the folder beside it with the pages of the programmes.
    """
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs

    plotly = Markup(get_plotlyjs().replace("</script", "<\\/script"))
    return _filled(_TEMPLATES[0], page(contents) | {"folder": folder, "draw": _asset("draw.js"), "plotly": plotly})


def render_programmes(contents: Contents, report: str) -> dict[str, str]:
    """The page of each programme as HTML, by name; their pictures are drawn already, so they hold no script.

    Args:
        contents: What the report shows.
        report: Name of the report's file, in the folder above.
    """
    shared = {"run": contents.manifest, "report": report}
    return {name: _filled(_TEMPLATES[1], shared | told) for name, told in programme_pages(contents).items()}


def _filled(template: str, told: Mapping[str, Any]) -> str:
    from jinja2 import DictLoader, Environment, StrictUndefined

    loader = DictLoader({name: (files(_HOME) / name).read_text("utf-8") for name in _TEMPLATES})
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(template).render(told, style=_asset("style.css"))


def _asset(name: str) -> Any:
    from markupsafe import Markup

    return Markup((files(_HOME) / name).read_text("utf-8"))
