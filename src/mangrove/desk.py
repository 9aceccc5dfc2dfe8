"""Desk: what each command does, as one function that takes values and returns the text to show."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from mangrove.errors import ScenarioError, SourceError, did_you_mean
from mangrove.pack import Pack, find_pack
from mangrove.plan import Plan
from mangrove.rulebook import Rulebook, read_rulebook

if TYPE_CHECKING:
    from mangrove.places.circle import Circle

Say = Callable[[str], None]


def run_text(plan: Plan, out: Path, *, resume: bool = False, jobs: int | None = None) -> str:
    """Run a plan with a progress bar; says what was done, how long it took and where the files are."""
    from mangrove.progress import compilation_shown, progress
    from mangrove.results import CITATIONS, LEDGER, MANIFEST, RESULTS
    from mangrove.run import run_plan
    from mangrove.warm_up import compile_first

    begun = perf_counter()
    compile_first()
    years = plan.members * (plan.to - find_pack(plan.region).opens_on.year)
    with compilation_shown(), progress(f"{plan.region} to {plan.to}", years, "years") as tell:
        done = run_plan(plan, out, resume=resume, jobs=jobs, watch=lambda count: tell(count, ""))
    if not done.computed and not done.jobs:
        return f"{out}: this run is complete already; nothing was left to do"
    processes = "1 process" if done.jobs == 1 else f"{done.jobs} processes"
    members = "1 member" if plan.members == 1 else f"{plan.members} members"
    lines = [
        *done.remarks,
        f"{members} of {plan.region} to {plan.to} at scale {plan.scale:g}, seed {plan.seed}, "
        f"scenario {plan.scenario.name}: {done.computed} computed in {perf_counter() - begun:.1f} s by {processes}",
        *(f"  {out / name}" for name in (RESULTS, LEDGER, CITATIONS, MANIFEST)),
        *_distances(out, plan),
    ]
    return "\n".join(lines)


def audit_text(region: str, page: Path | None, *, as_json: bool) -> str:
    """The audit of a region's page: the page as it reads now, or the figures of the claims file."""
    from mangrove.audit import audit_page, read_claims, read_page, show, to_json
    from mangrove.record import region_record

    pack = find_pack(region)
    text = None if page is None else read_page(page)
    audit = audit_page(read_claims(_claims_file(pack)), region_record(region), text)
    return json.dumps(to_json(audit), indent=2, ensure_ascii=False) if as_json else show(audit)


def record_text(region: str) -> str:
    """The published figures on record, counted, and what does not fit among them."""
    from mangrove.record import describe, region_record

    find_pack(region)
    return describe(region_record(region))


def open_text(region: str, **settings: Any) -> str:
    """The opening region, with registers of one's own where given: what it matches and what it assumes."""
    from mangrove.opening import describe
    from mangrove.plan import make_plan, open_region, set_stage
    from mangrove.progress import compilation_shown

    next_year = find_pack(region).opens_on.year + 1
    plan = make_plan(region, to=next_year, **settings)
    with compilation_shown():
        return describe(open_region(plan, set_stage(plan)))


def rules_text(region: str, on: str | None, export: str | None = None, known_by: str | None = None) -> str:
    """Every value in force on a day, with its history and sources, as text, JSON or CSV."""
    from mangrove.listing import show_values, values_csv, values_json, values_on
    from mangrove.plan import parse_day

    pack = find_pack(region)
    day = parse_day(on, pack.opens_on)
    found = values_on(_rules(pack, known_by), day)
    if export == "json":
        return json.dumps(values_json(found), indent=2, ensure_ascii=False)
    if export == "csv":
        return values_csv(found)
    known = f", as known by {known_by}" if known_by else ""
    return show_values(found, f"{pack.title}: {len(found)} values in force on {day}{known}")


def check_text(
    asked: tuple[str, Path | None, str | None],
    *,
    region: str,
    known_by: str | None = None,
    explain: str | None = None,
    lang: str = "en",
    as_json: bool = False,
) -> tuple[str, list[str]]:
    """A programme's rulings on the rows of a file: a table, JSON, or one case in sentences.

    Args:
        asked: Name of the programme, the file, and the day.
        region: The region whose programme it is.
        known_by: Leave out what was issued after this day.
        explain: Id of the case to tell.
        lang: Language of table and sentences.
        as_json: Whether to answer in JSON.

    Returns:
        The text, and remarks that are not part of it.
    """
    from mangrove.check import check, to_json
    from mangrove.explain import explain as tell
    from mangrove.explain import notes, show_table
    from mangrove.plan import parse_day
    from mangrove.records import read_records

    name, file, on = asked
    rules = _rules_of(name, region, known_by)
    if file is None or on is None:
        msg = f"say what to rule on and when: mangrove check {name} FILE --on YYYY-MM-DD"
        raise ScenarioError(msg)
    day = parse_day(on, find_pack(region).opens_on)
    checked = check(read_records(file, rules, name, day), rules, name, day)
    known = [f"rules as known by {known_by}: what was issued later is left out"] if known_by else []
    if as_json:
        return to_json(checked, explain), [*known, *notes(checked, lang), *checked.records.remarks]
    if explain is not None:
        return tell(checked, explain, lang), [*known, *checked.records.remarks]
    return show_table(checked, lang), known


def template_text(name: str, region: str, on: str | None) -> tuple[str, str]:
    """The header of a file that a programme can rule on, and what its columns hold."""
    from mangrove.explain import template
    from mangrove.plan import parse_day
    from mangrove.records import columns_ever, columns_on
    from mangrove.register import schema

    rules = _rules_of(name, region, None)
    programme = rules.programmes[name]
    day = parse_day(on, find_pack(region).opens_on)
    fields = columns_ever(programme, rules, name) if on is None else columns_on(programme, rules.on(day).of(name))
    return template([schema(programme.register)["id"], *fields])


def cite_text(folder: Path) -> str:
    """Every source and assumption behind a run, the strongest first."""
    from mangrove.cite import show_citations
    from mangrove.files import read_json
    from mangrove.results import CITATIONS, read_manifest

    manifest = read_manifest(folder)
    title = (
        f"What the results in {folder} rest on, strongest first ({manifest['title']}, {manifest['scenario']['name']})"
    )
    return show_citations(read_json(folder / CITATIONS)["citations"], title)


def replicate_text(model: str, params: Path | None, planner: str | None, *, as_json: bool) -> str:
    """A model's published tables beside ours; with parameters or a planner, its numbers at these."""
    from mangrove.progress import compilation_shown
    from mangrove.replicate import replicate, show_tables, solve, tables_json

    with compilation_shown():
        if params is None and planner is None:
            rows = replicate(model)
            return json.dumps(tables_json(model, rows), indent=2) if as_json else show_tables(model, rows)
        found = solve(model, params, planner)
    return (
        json.dumps(found, indent=2) if as_json else "\n".join(f"{name:<14}{value:.8g}" for name, value in found.items())
    )


def circle_text(
    origins: Sequence[str],
    within: float,
    region: str,
    out: Path | None,
    *,
    as_json: bool,
    network: Path | None = None,
    trips: Path | None = None,
    mode: str = "car",
    on: str | None = None,
    at: str | None = None,
) -> str:
    """Everything within some minutes of some places; with a folder also GeoJSON, JSON and a picture."""
    from mangrove.places.border import Mode, clock
    from mangrove.places.circle import Trip, draw_circle
    from mangrove.places.gazetteer import read_gazetteer
    from mangrove.places.roads import read_roads
    from mangrove.places.show import circle_json, circle_lines
    from mangrove.plan import parse_day

    folder = find_pack(region).folder("places")
    gazetteer = read_gazetteer(folder)
    chosen = [gazetteer.find(name) for name in dict.fromkeys(origins)]
    setting_out = gazetteer.at if at is None else clock(at)
    roads = read_roads(folder, next(iter(gazetteer.sides)), network, trips, setting_out)
    trip = Trip(Mode(mode), parse_day(on, gazetteer.on), setting_out, roads.start)
    drawn = draw_circle(gazetteer, chosen, within, trip, roads.network, reach_km=roads.reach_km)
    told = circle_json(drawn, gazetteer) | {"speeds": roads.told}
    written = [] if out is None else _write_circle(drawn, told, gazetteer.sides, out)
    if as_json:
        return json.dumps(told, indent=2, ensure_ascii=False)
    return "\n".join([*circle_lines(drawn, gazetteer), *roads.told, *written])


def _write_circle(drawn: "Circle", told: Mapping[str, Any], sides: Mapping[str, str], out: Path) -> list[str]:
    """Write a circle's files; returns a line for each."""
    from mangrove.files import make_folder, write_json, write_text
    from mangrove.places.outline import geojson
    from mangrove.views.circle_map import circle_svg

    make_folder(out)
    write_json(out / "circle.json", told)
    write_text(out / "circle.geojson", json.dumps(geojson(drawn), ensure_ascii=False) + "\n")
    write_text(out / "circle.svg", circle_svg(drawn, dict(sides)))
    return [f"  {out / name}" for name in ("circle.json", "circle.geojson", "circle.svg")]


def report_text(folder: Path, out: Path | None) -> str:
    """Write the report of a run and the pages of its programmes; says where."""
    from mangrove.report.write import pages_of, write_report

    written = write_report(folder, out)
    return f"report: {written}\nprogrammes: {pages_of(written)}"


def programmes_text(folder: Path | None, region: str, out: Path | None) -> str:
    """Every programme by kind of evidence, and with a run what it cost; with a file, it is written there."""
    from mangrove.files import write_text
    from mangrove.report.overview import overview_of

    told = overview_of(folder, region)
    if out is None:
        return told.rstrip("\n")
    write_text(out, told)
    return f"programmes: {out}"


def scales_text(region: str, to: int, parts: Sequence[str], out: Path | None) -> str:
    """Members at several scales, and where their numbers agree; with a file, the table is written there."""
    from mangrove.files import write_text
    from mangrove.progress import compilation_shown, progress
    from mangrove.scales import read_parts, read_scales, sample, scales_csv, show_scales
    from mangrove.warm_up import compile_first

    chosen = read_parts(parts)
    compile_first()
    with compilation_shown(), progress(f"{region} to {to}", sum(chosen.values()), "members") as tell:
        found = sample(region, to, chosen, tell=lambda done: tell(done, ""))
    told = " ".join(f"--part {scale:g}={members}" for scale, members in sorted(chosen.items()))
    table = scales_csv(found, f"mangrove scales --region {region} --to {to} {told}")
    shown = show_scales(read_scales(table)[1])
    if out is None:
        return shown
    write_text(out, table)
    return f"{shown}\n\n  {out}"


def warm_up_text() -> str:
    """Compile every kernel, with a progress bar; says how many, how long it took and where they are kept."""
    from mangrove.kernels.compiled import kept_in
    from mangrove.warm_up import compile_kernels, steps

    begun = perf_counter()
    compiled = compile_kernels("compiling kernels", steps())
    told = f"{compiled} kernels compiled" if compiled else "every kernel was compiled already"
    return f"{told} in {perf_counter() - begun:.1f} s; kept in {kept_in()}"


def demo(out: Path, say: Say) -> None:
    """The main job on Shenzhen: record, audit, opening, run, report; replaces an earlier demo in the folder.

    Args:
        out: Folder for the results and the report.
        say: Told each step, its time, and where the files are.
    """
    from mangrove.plan import make_plan
    from mangrove.report.write import REPORT, clear_report, write_report
    from mangrove.run import clear_run
    from mangrove.warm_up import compile_first

    begun = perf_counter()
    compile_first()
    region = "shenzhen"
    plan = make_plan(region, to=2017)
    _step(say, "1 of 5  record", lambda: record_text(region).partition("\n\n")[0])
    _step(
        say, "2 of 5  audit of the city's 2018 page", lambda: audit_text(region, None, as_json=False).splitlines()[-1]
    )
    _step(say, "3 of 5  the city opens in 2009", lambda: open_text(region))
    clear_run(out)
    clear_report(out / REPORT)
    _step(say, f"4 of 5  {plan.members} members from 2009 to {plan.to}", lambda: run_text(plan, out))
    _step(say, "5 of 5  report", lambda: f"  {write_report(out)}")
    say(f"done in {perf_counter() - begun:.1f} s; open {out / REPORT}")


def _step(say: Say, title: str, work: Callable[[], str]) -> None:
    say(title)
    begun = perf_counter()
    told = work()
    say(f"{told}\n  ({perf_counter() - begun:.1f} s)\n")


def _distances(out: Path, plan: Plan) -> list[str]:
    """How far each indicator's median is from what was published, however far."""
    from mangrove.indicator import find_indicators
    from mangrove.record import region_record
    from mangrove.results import read_results
    from mangrove.views.distance import distances
    from mangrove.views.spread import spreads

    pack = find_pack(plan.region)
    if not pack.folder("record").is_dir():
        return []
    found = spreads(read_results(out), pack.place, plan.scenario.name)
    return ["", *distances(found, region_record(plan.region), pack.place, find_indicators())]


def _rules(pack: Pack, known_by: str | None) -> Rulebook:
    """A region's rules; as they were known by a day, if one is given."""
    from mangrove.plan import parse_day

    rules = read_rulebook(pack.package)
    return rules if known_by is None else rules.as_known_by(parse_day(known_by, pack.opens_on, "--known-by"))


def _rules_of(programme: str, region: str, known_by: str | None) -> Rulebook:
    """The rules of a region that has a programme of that name."""
    rules = _rules(find_pack(region), known_by)
    if programme not in rules.programmes:
        msg = f"no programme {programme!r} in {region}; {did_you_mean(programme, rules.programmes)}"
        raise ScenarioError(msg)
    return rules


def _claims_file(pack: Pack) -> Path:
    """The claims of the page that comes with a region."""
    folder = Path(str(pack.folder("pages")))
    found = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not found:
        msg = f"region {pack.name!r} has no page with claims. Add one as pages/NAME.toml to {pack.package}."
        raise SourceError(msg)
    return found[0]
