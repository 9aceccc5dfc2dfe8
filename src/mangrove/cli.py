"""The command line: names, options and help; what a command does is a function of `desk` or
`desk_registers`.

Everything heavy is imported by the command that needs it, so that `mangrove --help` answers at once.
"""

import os
from pathlib import Path
from typing import Any

import click

from mangrove.errors import MangroveError

REFUSED = 2
INTERRUPTED = 130
BUG = 1

region_option = click.option("--region", default="shenzhen", show_default=True, help="Region, by its pack's name.")
folder = click.Path(path_type=Path)
file = click.Path(path_type=Path, exists=True, dir_okay=False)


def own_options(command: Any) -> Any:
    """Registers of one's own to open with."""
    for register in ("institutes", "people", "firms"):
        told = f"Open with this register of {register}, CSV or Parquet."
        command = click.option(f"--{register}", type=folder, metavar="FILE", help=told)(command)
    return command


class Commands(click.Group):
    """The commands; an error meant for the person is one message, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; 2 is a refusal, 130 an interruption, 1 a fault of Mangrove."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except MangroveError as error:
            _end(ctx, str(error), REFUSED)
        except MemoryError:
            _end(ctx, "memory is full. Take a smaller --scale or fewer --jobs.", REFUSED)
        except KeyboardInterrupt:
            _end(ctx, "interrupted. What is finished is kept: run goes on with --resume.", INTERRUPTED)
        except Exception as error:
            if os.environ.get("MANGROVE_DEBUG"):
                raise
            told = f"{type(error).__name__}: {error}"
            _end(ctx, f"this is a bug ({told}). Set MANGROVE_DEBUG=1 for the traceback, and report it.", BUG)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mangrove-city", prog_name="mangrove")
def main() -> None:
    """A city's innovation system on record, under its rules, run forward and read."""


@main.command()
@region_option
@click.option("--to", type=int, metavar="YEAR", help="Last year.")
@click.option("--scale", type=float, help="Part of the real number of actors, 0.001 to 1.  [default: 0.01]")
@click.option("--members", type=int, help="Members of the ensemble.  [default: 16]")
@click.option("--seed", type=int, help="Seed of all draws.  [default: 1]")
@click.option("--out", type=folder, required=True, metavar="DIR", help="Folder for the results.")
@click.option("--scenario", metavar="FILE", help="Scenario file, or the name of one that comes with the region.")
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change one value; PATH@DAY=VALUE from a day.")
@own_options
@click.option("--resume", is_flag=True, help="Continue a run that was killed, to the same bytes.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: by the size of run and memory]")
def run(out: Path, resume: bool, jobs: int | None, region: str, **settings: Any) -> None:
    """Run a region forward and write results, ledger and manifest.

    A single process computes on all cores (MANGROVE_THREADS=1 keeps it to one), each of several on one.
    """
    from mangrove.desk import run_text
    from mangrove.plan import make_plan

    click.echo(run_text(make_plan(region, **settings), out, resume=resume, jobs=jobs))


@main.command("open")
@region_option
@click.option("--scale", type=float, help="Part of the real number of actors, 0.001 to 1.  [default: 0.01]")
@click.option("--seed", type=int, help="Seed of all draws.  [default: 1]")
@own_options
def open_region(region: str, **settings: Any) -> None:
    """Open a region on its first day: what it matches, with sources, and what it assumes."""
    from mangrove.desk import open_text

    click.echo(open_text(region, **settings))


@main.command()
@click.argument("page", type=file, required=False)
@region_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def audit(page: Path | None, region: str, as_json: bool) -> None:
    """Give every figure of a page a verdict; PAGE is the page's text as it reads now."""
    from mangrove.desk import audit_text

    click.echo(audit_text(region, page, as_json=as_json))


@main.command()
@region_option
def record(region: str) -> None:
    """Count the published figures on record, and print what does not fit."""
    from mangrove.desk import record_text

    click.echo(record_text(region))


@main.command()
@region_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def institutes(region: str, as_json: bool) -> None:
    """List a region's universities, institutes, centres, facilities and parks by name, each fact with its source."""
    from mangrove.desk_registers import institutes_text

    click.echo(institutes_text(region, as_json=as_json))


@main.command()
@region_option
@click.option("--on", metavar="DAY", help="YYYY-MM-DD.  [default: the day the region opens]")
@click.option("--known-by", metavar="DAY", help="Leave out what was issued later.")
@click.option("--export", type=click.Choice(["json", "csv"]), help="Write every entry of every history.")
def rules(region: str, on: str | None, known_by: str | None, export: str | None) -> None:
    """List every value in force on a day, with its history and sources."""
    from mangrove.desk import rules_text

    click.echo(rules_text(region, on, export, known_by))


@main.command()
@click.argument("programme")
@click.argument("records", type=folder, metavar="FILE", required=False)
@region_option
@click.option("--on", metavar="DAY", help="Day of the application, YYYY-MM-DD.")
@click.option("--known-by", metavar="DAY", help="Leave out what was issued later.")
@click.option("--explain", metavar="ID", help="Tell one case in sentences.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--template", is_flag=True, help="Write the header of an empty file; units go to the error stream.")
def check(programme: str, records: Path | None, region: str, on: str | None, template: bool, **settings: Any) -> None:
    """Rule on the records of a CSV or Parquet FILE: who is eligible, and which clause decides."""
    from mangrove.desk import check_text, template_text

    if template:
        header, units = template_text(programme, region, on)
        click.echo(header)
        click.echo(units, err=True)
        return
    told, remarks = check_text((programme, records, on), region=region, **settings)
    click.echo(told)
    for remark in remarks:
        click.echo(f"mangrove: {remark}", err=True)


@main.command()
@click.argument("register", type=click.Choice(["firms", "people", "institutes"]))
@click.argument("file", type=folder, required=False)
@region_option
@click.option("--out", type=folder, metavar="FILE", help="Write the checked register here, as Parquet.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option(
    "--smallest-cell", type=int, default=10, show_default=True, metavar="ROWS", help="Hide counts of fewer rows."
)
@click.option("--template", is_flag=True, help="Write the header of an empty file; units go to the error stream.")
@click.option("--example", is_flag=True, help="The same, with two invented rows.")
def load(register: str, file: Path | None, region: str, template: bool, example: bool, **settings: Any) -> None:
    """Check a register of your own, CSV or Parquet: everything that is wrong, or its tables; it stays here."""
    from mangrove.desk_registers import load_text, register_template

    if template or example:
        told, remarks = register_template(register, region, example=example)
    else:
        told, remarks = load_text(register, file, region, **settings)
    click.echo(told)
    for remark in remarks:
        click.echo(remark, err=True)


@main.command()
@region_option
@click.option("--to", type=int, metavar="YEAR", required=True, help="Last year.")
@click.option(
    "--part", "parts", multiple=True, metavar="SCALE=MEMBERS", help="A scale, and how many members it gets; repeat it."
)
@click.option("--out", type=folder, metavar="FILE", help="Write every mean and its error here, as CSV.")
def scales(region: str, to: int, parts: tuple[str, ...], out: Path | None) -> None:
    """Run a region at several scales and say where they agree: every indicator and rate, with its sampling error."""
    from mangrove.desk import scales_text

    click.echo(scales_text(region, to, parts, out))


@main.command()
@click.argument("run_dir", type=folder)
@click.option("--out", type=folder, metavar="FILE", help="The report.  [default: RUN_DIR/report.html]")
def report(run_dir: Path, out: Path | None) -> None:
    """Write the report of a run, and a page for each programme beside it; all work offline."""
    from mangrove.desk import report_text

    click.echo(report_text(run_dir, out))


@main.command()
@click.argument("run_dir", type=folder, required=False)
@region_option
@click.option("--out", type=folder, metavar="FILE", help="Write the page to this file, Markdown.")
def programmes(run_dir: Path | None, region: str, out: Path | None) -> None:
    """List programmes by kind of evidence; with a run also what each cost, beside what is published."""
    from mangrove.desk import programmes_text

    click.echo(programmes_text(run_dir, region, out))


@main.command()
@click.argument("run_dir", type=folder)
def cite(run_dir: Path) -> None:
    """Print every source and assumption behind a run, weakest last."""
    from mangrove.desk import cite_text

    click.echo(cite_text(run_dir))


@main.command()
@click.argument("origins", nargs=-1, required=True, metavar="ORIGIN...")
@region_option
@click.option("--within", type=float, required=True, metavar="MINUTES", help="Minutes of travel.")
@click.option(
    "--network", type=file, metavar="FILE", help="Streets: OpenStreetMap (.osm, .osm.pbf) or bus lines (.csv)."
)
@click.option("--trips", type=file, metavar="FILE", help="Taxi trips to learn the streets' speeds from, and test them.")
@click.option("--mode", type=click.Choice(["car", "foot"]), default="car", show_default=True, help="Over the border.")
@click.option("--on", metavar="DAY", help="YYYY-MM-DD.  [default: the region's]")
@click.option("--at", metavar="HH:MM", help="When one sets out.  [default: the region's]")
@click.option("--out", type=folder, metavar="FOLDER", help="Write circle.geojson, circle.svg and circle.json here.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def circle(origins: tuple[str, ...], within: float, region: str, out: Path | None, as_json: bool, **told: Any) -> None:
    """Find everything within some minutes of a place, across the border; ORIGIN is a name or LON,LAT."""
    from mangrove.desk import circle_text

    click.echo(circle_text(origins, within, region, out, as_json=as_json, **told))


@main.command()
@click.argument("model")
@click.option("--params", type=folder, metavar="FILE", help="Parameters of your own, TOML, by the paper's symbols.")
@click.option("--planner", type=click.Choice(["all", "exit", "innovation"]), help="Solve the planner's problem.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def replicate(model: str, params: Path | None, planner: str | None, as_json: bool) -> None:
    """Print a published model's tables beside ours; or solve it at parameters of your own."""
    from mangrove.desk import replicate_text

    click.echo(replicate_text(model, params, planner, as_json=as_json))


@main.command("warm-up")
def warm_up() -> None:
    """Compile every kernel before it is needed, once on each machine."""
    from mangrove.desk import warm_up_text

    click.echo(warm_up_text())


@main.command()
@click.option("--out", type=folder, default=Path("out/demo"), show_default=True, metavar="DIR", help="Folder.")
def demo(out: Path) -> None:
    """Do the main job on Shenzhen: record, audit, 2009 to 2017, report."""
    from mangrove.desk import demo as show_demo

    show_demo(out, click.echo)


def _end(ctx: click.Context, told: str, code: int) -> None:
    click.echo(f"mangrove: {told}", err=True)
    ctx.exit(code)
