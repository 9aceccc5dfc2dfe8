"""Shenzhen's outline, made from the districts' map that the region does not ship.

Owner: the authors of github.com/ni1o1/pygeo-tutorial (MIT), commit 2626052, `shapefile/sz.shp` (WGS-84). Nothing is
downloaded; with a copy in a folder and the packages pyshp and shapely installed,

    python -m mangrove.regions.shenzhen.sources.outline FOLDER

writes the rows of the zone `shenzhen` in `places/outlines.csv` anew, and leaves the other zones' rows as they are. The
outer edge of the largest piece of land is kept within `CLOSE` degrees and rounded to three decimals; small islands go.
"""

import csv
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from mangrove.files import write_text

OUTLINES: Final = Path(__file__).parent.parent / "places" / "outlines.csv"
ZONE: Final = "shenzhen"
CLOSE: Final = 0.005
"""Degrees by which the outline may miss the edge, some 500 m."""


def make(folder: Path) -> int:
    """Write the outline anew from a folder with `shapefile/sz.shp`; returns the number of its points."""
    shapely: Any = import_module("shapely")
    reader: Any = import_module("shapefile").Reader(str(folder / "shapefile" / "sz.shp"))
    districts = [shapely.geometry.shape(piece.__geo_interface__).buffer(0) for piece in reader.shapes()]
    land = shapely.union_all(districts)
    largest = max(getattr(land, "geoms", [land]), key=lambda piece: piece.area)
    edge = shapely.geometry.polygon.orient(largest.simplify(CLOSE), -1).exterior.coords
    points = list(dict.fromkeys((round(lon, 3), round(lat, 3)) for lon, lat in edge))
    with OUTLINES.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    others = [row for row in rows if row[0] != ZONE]
    ours = [[ZONE, "0", f"{lon:g}", f"{lat:g}"] for lon, lat in points]
    write_text(OUTLINES, "".join(",".join(row) + "\n" for row in [header, *ours, *others]))
    return len(points)


if __name__ == "__main__":
    print(f"{make(Path(sys.argv[1]))} points written to {OUTLINES}")
