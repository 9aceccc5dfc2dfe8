"""Toytown, an invented small region, so that documentation and tests need no real one."""

from datetime import date

from mangrove.pack import Pack
from mangrove.regions.toytown.sources.opening import MARGINALS, open_region

PACK = Pack(
    name="toytown",
    package="mangrove.regions.toytown",
    title="Toytown (invented)",
    place="Toytown",
    opens_on=date(2009, 12, 31),
    invented=True,
    districts=tuple(MARGINALS.districts),
    open=open_region,
)
