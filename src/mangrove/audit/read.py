"""Reading a claims file: TOML, checked as a whole, with all that is wrong in one list."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from mangrove.audit.claims import Claim, ClaimsFile, Identity, Role, Route, Section, Term, Wording
from mangrove.audit.numbers import Kind, find_numbers
from mangrove.errors import DataError, MangroveError, SourceError, did_you_mean, problem_list

T = TypeVar("T")

_KINDS: Final = ("sum", "product", "ratio")
_SHARED: Final = ("place", "year")


def read_claims(path: Path | Traversable) -> ClaimsFile:
    """Read a claims file.

    Raises:
        SourceError: if it cannot be read.
        DataError: if it is not TOML, or breaks the schema: all problems at once.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: the claims file cannot be read ({error.strerror})"
        raise SourceError(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path}: the claims file is not valid TOML: {error}"
        raise DataError(msg) from None
    problems: list[str] = []
    file = _file(tables, problems)
    if not problems:
        problems = _check(file)
    if problems:
        raise DataError(problem_list(f"{path}: what is wrong in the claims file:", problems))
    return file


def region_claims(region: str) -> ClaimsFile:
    """The claims file that ships with a region: of several pages, the last by name.

    Raises:
        DataError: if no region of that name has one, or it is broken.
    """
    regions = files("mangrove") / "regions"
    pages = {
        entry.name: sorted(page.name for page in (entry / "pages").iterdir() if page.name.endswith(".toml"))
        for entry in regions.iterdir()
        if (entry / "pages").is_dir()
    }
    if not pages.get(region):
        msg = f"no page of the region {region!r} has a claims file; {did_you_mean(region, pages)}"
        raise DataError(msg)
    return read_claims(regions / region / "pages" / pages[region][-1])


def _file(tables: Mapping[str, Any], problems: list[str]) -> ClaimsFile:
    """The claims file, as far as its tables fit the schema."""
    known = ("title", "address", "place", "year", "section", "claim", "identity")
    problems += [f"unknown key {key!r}; {did_you_mean(key, known)}" for key in tables if key not in known]
    shared = {key: tables[key] for key in _SHARED if key in tables}
    sections = [_row(Section, row, f"section {n}", problems) for n, row in _rows(tables, "section")]
    claims = [
        _row(Claim, {**shared, **row}, f"claim {row.get('id', n)!r}", problems) for n, row in _rows(tables, "claim")
    ]
    identities = [
        _row(Identity, row, f"identity {row.get('id', n)!r}", problems) for n, row in _rows(tables, "identity")
    ]
    return ClaimsFile(
        str(tables.get("title", "")),
        str(tables.get("address", "")),
        _kept(sections),
        _kept(claims),
        _kept(identities),
    )


def _kept(rows: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(row for row in rows if row is not None)


def _rows(tables: Mapping[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = cast("list[dict[str, Any]]", tables.get(name, []))
    return enumerate(rows, 1)


def _row(kind: type[T], row: Mapping[str, Any], where: str, problems: list[str]) -> T | None:
    """One dataclass from one table; nested tables become routes and terms."""
    values = dict(row)
    names = [field.name for field in fields(cast("Any", kind))]
    unknown = [key for key in values if key not in names]
    problems += [f"{where}: unknown key {key!r}; {did_you_mean(key, names)}" for key in unknown]
    if unknown:
        return None
    for name, inner in (("routes", Route), ("terms", Term)):
        if name in values:
            nested = [_row(cast("type[Any]", inner), part, f"{where}, {name}", problems) for part in values[name]]
            values[name] = tuple(part for part in nested if part is not None)
    try:
        if "wording" in values:
            values["wording"] = Wording(values["wording"])
        if "role" in values:
            values["role"] = Role(values["role"])
        return kind(**values)
    except (TypeError, ValueError) as error:
        problems.append(f"{where}: {str(error).removeprefix(f'{kind.__name__}.__init__() ')}")
        return None


def _check(file: ClaimsFile) -> list[str]:
    """What does not fit together: names, units, figures, locators."""
    problems: list[str] = []
    ids = [claim.id for claim in file.claims]
    sections = [section.id for section in file.sections]
    problems += [f"claim {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for claim in file.claims:
        problems += _check_claim(claim, sections)
    for identity in file.identities:
        if identity.kind not in _KINDS:
            kinds = did_you_mean(identity.kind, _KINDS)
            problems.append(f"identity {identity.id!r}: unknown kind {identity.kind!r}; {kinds}")
        named = [identity.total, identity.reading_for, *(term.claim for term in identity.terms)]
        problems += [
            f"identity {identity.id!r}: no claim {name!r}; {did_you_mean(name, ids)}"
            for name in named
            if name and name not in ids
        ]
    return problems


def _check_claim(claim: Claim, sections: list[str]) -> list[str]:
    where = f"claim {claim.id!r}"
    problems: list[str] = []
    if claim.section not in sections:
        problems.append(f"{where}: no section {claim.section!r}; {did_you_mean(claim.section, sections)}")
    numbers = find_numbers(claim.printed)
    if len(numbers) != 1:
        problems.append(f"{where}: printed {claim.printed!r} must hold one figure, not {len(numbers)}")
    elif claim.dated and numbers[0].kind is not Kind.DATE:
        problems.append(f"{where}: the unit is a day, but {claim.printed!r} is no date")
    if not claim.before and not claim.after:
        problems.append(f"{where}: a locator needs words before or after the figure")
    if find_numbers(f"{claim.before} | {claim.after}"):
        problems.append(f"{where}: a locator holds no figures; write # for one")
    try:
        _ = claim.factor
    except MangroveError as error:
        problems.append(str(error))
    return problems
