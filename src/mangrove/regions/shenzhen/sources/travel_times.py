"""Shenzhen's travel times and speeds, made from bus lines and taxi trips that the region does not ship.

Owner: the authors of github.com/ni1o1/pygeo-tutorial (MIT), commit 2626052; bus lines once gathered from Baidu's map
(BD-09), taxi trips from Rutgers University's sample of a day (WGS-84; the file's date is 20 January 2020, but the
sample is known as one of 2013 or 2014, so that its year is unsure). Nothing is downloaded; with a copy in a folder,

    python -m mangrove.regions.shenzhen.sources.travel_times FOLDER

writes anew `places/speeds.toml`; `places/travel_times.csv`, minutes by day between the named places; and
`places/streets_coarse.csv`, minutes between points some 3 km apart. The start of a trip is not counted, and the
border is left uncrossed. Hong Kong's minutes rest on straight lines alone.
"""

import sys
from dataclasses import replace
from pathlib import Path

from mangrove.files import write_text
from mangrove.places.border import Mode
from mangrove.places.bus_lines import read_bus_lines
from mangrove.places.circle import Search, Trip
from mangrove.places.gazetteer import read_gazetteer
from mangrove.places.speeds import fit_speeds, show_validation, speeds_toml
from mangrove.places.travel_table import COARSE, TABLE, coarse_csv, lattice, make_table, table_csv
from mangrove.places.trips import read_trips

PLACES = Path(__file__).parent.parent / "places"


def make(folder: Path) -> list[str]:
    """Make both files from a folder with `busline.csv` and `taxi-price.csv`; returns what to tell the reader."""
    streets = read_bus_lines(folder / "busline.csv")
    speeds, validation = fit_speeds(streets, read_trips(folder / "taxi-price.csv"))
    gazetteer = read_gazetteer(PLACES)
    latest = max(p.opened_on for p in gazetteer.places.values() if p.opened_on is not None)
    trip = Trip(Mode.CAR, latest, gazetteer.at)
    own = next(iter(gazetteer.sides))
    network = replace(speeds.apply(streets, trip.at), side=own)
    table = make_table(Search(gazetteer, network, trip))
    coarse = coarse_csv(Search(gazetteer, network, trip, lattice(network, own)), own)
    write_text(PLACES / "speeds.toml", speeds_toml(speeds, validation, "bus lines and taxi trips of Shenzhen"))
    write_text(PLACES / TABLE, table_csv(table))
    write_text(PLACES / COARSE, coarse)
    return show_validation(validation)


if __name__ == "__main__":
    print("\n".join(make(Path(sys.argv[1]))))
