"""Desk of registers: what the commands do that read a register of one's own or list a region's institutes."""

import json
from pathlib import Path

from mangrove.errors import ScenarioError, SourceError
from mangrove.pack import Pack, find_pack


def load_text(
    name: str, file: Path | None, region: str, *, out: Path | None, as_json: bool, smallest_cell: int
) -> tuple[str, list[str]]:
    """The tables of a person's own register once nothing is wrong with it; with a file also written as Parquet.

    Args:
        name: Name of the register.
        file: The person's file.
        region: The region whose districts it names.
        out: The file to write.
        as_json: Whether to answer in JSON.
        smallest_cell: Rows from which on a count is shown.

    Returns:
        The text, and remarks on the file.
    """
    from mangrove.load import load_register
    from mangrove.organisations import is_registry
    from mangrove.own import REGISTERS, least_cell, show, summary, to_json, write_register

    if file is None:
        msg = f"say which file to load: mangrove load {name} FILE; mangrove load {name} --template shows its columns"
        raise ScenarioError(msg)
    if name == "institutes" and is_registry(file):
        return _registry_text(file, find_pack(region), out, as_json=as_json)
    register, names = REGISTERS[name], {"district": find_pack(region).districts}
    smallest = least_cell(register, smallest_cell)
    loaded = load_register(file, register, names)
    found = summary(loaded, names, smallest)
    if out is not None:
        write_register(loaded, names, out)
    written = [] if out is None else [f"mangrove: written as {out}"]
    remarks = [*(f"mangrove: {remark}" for remark in loaded.remarks), *written]
    if as_json:
        return json.dumps(to_json(found, register, loaded.remarks), indent=2, ensure_ascii=False), remarks
    return show(found, register, file), remarks


def _registry_text(file: Path, pack: Pack, out: Path | None, *, as_json: bool) -> tuple[str, list[str]]:
    """What a registry knows of a region's institutes, written as a file to be filled in if one is named."""
    from mangrove.named import read_named
    from mangrove.registry import read_registry, registry_json, show_registry, write_table

    known = read_named(pack.folder("institutes"))
    found = read_registry(file, pack.place, known)
    if out is not None:
        write_table(found, known, out)
    told = json.dumps(registry_json(found, known), indent=2, ensure_ascii=False) if as_json else None
    return told or show_registry(found, known, file), [] if out is None else [f"mangrove: written as {out}"]


def register_template(name: str, region: str, *, example: bool) -> tuple[str, list[str]]:
    """A file that `load` takes, with its header alone or two invented rows, and what its columns hold."""
    from mangrove.own import REGISTERS, template

    told, units = template(REGISTERS[name], {"district": find_pack(region).districts}, example=example)
    return told, [units]


def institutes_text(region: str, *, as_json: bool) -> str:
    """A region's institutes by name, each fact with its source."""
    from mangrove.named import read_named
    from mangrove.record import region_record
    from mangrove.roll import roll_json, show_roll

    pack = find_pack(region)
    found = read_named(pack.folder("institutes"))
    if not found.rows:
        msg = f"region {region!r} ships no institutes by name. Try --region shenzhen."
        raise SourceError(msg)
    told = found, region_record(region), pack.place
    return json.dumps(roll_json(*told), indent=2, ensure_ascii=False) if as_json else show_roll(*told)
