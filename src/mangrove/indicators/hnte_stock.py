"""Stock of national high-tech enterprises."""

import numpy as np

from mangrove.arrays import Bools
from mangrove.dated import Evidence, Source, constant
from mangrove.indicator import Closed, Indicator
from mangrove.programme import held_for
from mangrove.region import Region
from mangrove.rulebook import TermsOnDay

# fmt: off
VALID = constant(
    "yr", "How long an accreditation is valid.", 3.0,
    Source("Measures for the accreditation of high-tech enterprises", Evidence.PUBLISHED, "articles on validity, "
           "2008 and 2016", document="国科发火〔2008〕172号; 国科发火〔2016〕32号"),
    low=0,
)
# fmt: on


def accredited(region: Region, terms: TermsOnDay) -> Bools:
    """Which firms hold a valid accreditation on the region's day."""
    return held_for(terms.of("hnte_stock")[VALID], region.firms.accredited_on, np.datetime64(region.day, "D"))


def measure(closed: Closed) -> float:
    """Enterprises with a valid accreditation on the last day of the year."""
    return float(accredited(closed.region, closed.terms).sum() * closed.region.weight)


INDICATOR = Indicator(
    title="National high-tech enterprises, stock",
    title_local="国家级高新技术企业数量",
    unit="firm",
    definition="Enterprises holding a valid national high-tech enterprise certificate at the end of the year.",
    differs="",
    source="City work reports; Ministry of Science and Technology, Torch Centre",
    measure=measure,
)
