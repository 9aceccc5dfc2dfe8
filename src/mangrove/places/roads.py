"""Roads: the network that a circle is drawn on, with its speeds, from a file or from the region's coarse streets."""

from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from mangrove.errors import ScenarioError, SourceError
from mangrove.places.bus_lines import read_bus_lines
from mangrove.places.circle import REACH_KM
from mangrove.places.osm import REASON, assumed_speeds, read_osm
from mangrove.places.speeds import fit_speeds, read_speeds, show_validation
from mangrove.places.streets import Network
from mangrove.places.travel_table import COARSE_REACH_KM, coarse_network
from mangrove.places.trips import read_trips

OSM: Final = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2")


@dataclass(frozen=True)
class Roads:
    """A network ready to travel on.

    Attributes:
        network: The network, with times for the hour.
        start: Minutes before one moves.
        reach_km: How near a street ground must be to rest on it.
        told: Where the speeds come from and how far they are off, in lines for the reader.
    """

    network: Network
    start: float
    reach_km: float
    told: list[str]


def read_roads(folder: Traversable, side: str, network: Path | None, trips: Path | None, at: float) -> Roads:
    """Read a network, or the region's coarse streets where none is given.

    Args:
        folder: The region's places.
        side: The region's own side of the border, on which its bus lines and its coarse streets lie.
        network: OpenStreetMap or bus lines; None for the region's coarse streets.
        trips: Taxi trips to learn speeds from; None for the region's speeds, or for assumed ones on OpenStreetMap.
        at: Minute of the day.

    Raises:
        ScenarioError: if trips are given without a network.
        SourceError: if a file cannot be read.
    """
    if network is None:
        if trips is not None:
            msg = "--trips: learns the speeds of a network, and none is given. Add --network FILE."
            raise ScenarioError(msg)
        told = ["  speeds: by day, whatever the hour, as in the region's places/speeds.toml"]
        return Roads(replace(coarse_network(folder), side=side), read_speeds(folder).start, COARSE_REACH_KM, told)
    is_osm = network.name.endswith(OSM)
    if not is_osm and network.suffix != ".csv":
        msg = f"{network}: neither OpenStreetMap ({', '.join(OSM)}) nor bus lines (.csv). Give one of these."
        raise SourceError(msg)
    streets = read_osm(network) if is_osm else read_bus_lines(network)
    if trips is not None:
        speeds, validation = fit_speeds(streets, read_trips(trips))
        told = show_validation(validation)
    elif is_osm:
        speeds, told = assumed_speeds(), [f"  speeds: {REASON}"]
    else:
        speeds, told = read_speeds(folder), ["  speeds: the region's places/speeds.toml"]
    timed = replace(speeds.apply(streets, at), side="" if is_osm else side)
    return Roads(timed, speeds.start, REACH_KM, told)
