"""Shenzhen, the first city: its record, its programmes, its opening in 2009."""

from datetime import date

from mangrove.pack import Pack
from mangrove.regions.shenzhen.sources.opening import MARGINALS, open_region

PACK = Pack(
    name="shenzhen",
    package="mangrove.regions.shenzhen",
    title="Shenzhen 深圳",
    place="Shenzhen",
    opens_on=date(2009, 12, 31),
    invented=False,
    districts=tuple(MARGINALS.districts),
    open=open_region,
)
