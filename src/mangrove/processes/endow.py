"""Endow: give enterprises that come into being the traits they keep.

A technology firm differs from any other enterprise by doing R&D of its own. What its books count as R&D is a
lognormal multiple of what the model's research costs, its wedge; its inventiveness is a gamma factor, so that
inventions are overdispersed as patent counts are. Traits hang together through one factor, because a firm strong on
one count is likelier strong on the next. Staff follows sales. Every trait is drawn by the firm's own id.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Bools, Bytes8, Doubles, Floats, Longs
from mangrove.dated import Dated, Evidence, Since, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.kernels.blocks import in_blocks
from mangrove.kernels.newborn import Birth, Traits, born
from mangrove.labour import WAGES
from mangrove.models.aaabk.prospects import Prospects
from mangrove.programme import Terms
from mangrove.register import schema
from mangrove.registers.businesses import Businesses, Cohort, Starts
from mangrove.registers.firms import FULL_SCORE, OWNERSHIP, Births, Firms

SURVEY: Final = "a firm-level R&D survey of the region"
FILES: Final = "the applications filed for accreditation"

# fmt: off
TOGETHER = constant(
    "share", "Part of the variance of each trait that one common factor explains.", 0.6,
    assumption("applicants either meet most conditions or few", FILES), low=0, high=1,
)
SUPPORTED_FIELD = constant(
    "share", "Technology firms whose main product is in a state-supported field.", 0.85,
    assumption("the eight supported fields were drawn wide", FILES), low=0, high=1,
)
OWNS_IP = constant(
    "share", "Technology firms that own their core IP when founded.", 0.50,
    assumption("utility models and software copyrights count, and are quick to get", FILES), low=0, high=1,
)
LICENCES_IP = constant(
    "share", "Technology firms that hold a long exclusive licence.", 0.10,
    assumption("licensing is rarer than owning", FILES), low=0, high=1,
)
AUDITED = constant(
    "share", "Technology firms with audited books.", 0.90,
    assumption("most firms large enough to do R&D are taxed on their books", "tax registration statistics"),
    low=0, high=1,
)
ABROAD_SPREAD = constant(
    "share", "Largest share of R&D spent abroad; uniform from zero.", 0.45,
    assumption("most firms spend at home, a few run laboratories abroad", SURVEY), low=0, high=1,
)
HIGH_TECH_POWER = constant(
    "1", "High-tech revenue share is a uniform draw to this power.", 0.3,
    assumption("mean 0.77; a fifth of technology firms stay below 60 %", FILES), low=0,
)
SCORE = constant(
    "1", "Mean innovation score of a new technology firm.", 75.0,
    assumption("two thirds pass the mark of 71", FILES), low=0, high=100,
)
SCORE_SPREAD = constant(
    "1", "Standard deviation of the innovation score.", 12.0,
    assumption("scores of applicants spread over a few tens of points", FILES), low=0,
)
PER_HEAD = assumption(
    "value added per head near 110,000 yuan in 2009 (GDP of 820 billion over some 7.4 million at work) over a "
    "value-added share near 0.3; later it grows as the nation's wages do", "an enterprise census with staff and sales",
)
SALES_PER_HEAD = Dated(
    "CNY/yr", "Sales per head of staff when founded.",
    tuple(Since(wage.day, 350_000.0 * (wage.value or 0) / (WAGES[0].value or 1), PER_HEAD) for wage in WAGES), low=1,
)
STAFF_SPREAD = constant(
    "1", "Standard deviation of log staff around what sales imply.", 0.5,
    assumption("labour intensity differs by trade", "an enterprise census"), low=0,
)
COLLEGE_SHARE = constant(
    "share", "Mean share of staff with a college diploma in technology firms.", 0.45,
    assumption("above the 17 % of all residents in the 2010 census; technology firms employ more", FILES),
    low=0, high=1,
)
COLLEGE_SPREAD = constant(
    "share", "Standard deviation of that share.", 0.20, assumption("assemblers to laboratories", FILES), low=0,
)
RND_STAFF_SHARE = constant(
    "share", "Median share of R&D staff in technology firms.", 0.15,
    assumption("310,000 R&D personnel in 2013, nearly all in technology firms", SURVEY), low=0, high=1,
)
TECHNICAL_SHARE = constant(
    "share", "Median share of scientific and technical staff in technology firms.", 0.225,
    assumption("R&D staff are two thirds of scientific and technical staff", SURVEY), low=0, high=1,
)
SHARE_SPREAD = constant(
    "1", "Standard deviation of the log of these staff shares.", 0.6, assumption("as R&D intensity", SURVEY), low=0,
)
WEDGE = constant(
    "ratio", "Median R&D in the books of a technology firm over what the model's research costs.", 0.62,
    assumption(
        "chosen with its spread so that new firms spend what opening ones do; the opening is matched to published "
        "R&D. Below one, for sales of the city's firms hold bought-in parts, which those of the model do not",
        SURVEY,
    ), low=0, high=1000,
)
WEDGE_SPREAD = constant(
    "1", "Standard deviation of its log.", 0.9,
    assumption("R&D intensity of firms spreads over more than an order of magnitude; materials, equipment and what is "
               "booked as R&D differ by trade", SURVEY), low=0,
)
WEDGE_SIZE = constant(
    "1", "How the wedge falls with the firm's market: elasticity to market over the typical one.", 0.20,
    assumption("small technology firms spend more of each yuan sold, as the thresholds by size of the accreditation "
               "rule take for granted; the slope among performers elsewhere is near zero", SURVEY), low=0, high=1,
)
TYPICAL = constant(
    "CNY/yr", "Market at which a technology firm has the median wedge.", 2_000_000.0,
    assumption("near the median technology firm of 2009", SURVEY), low=1,
)
DISPERSION = constant(
    "1", "Shape of the gamma factor on inventions; small is unequal.", 0.5,
    Source(
        "Hall, Griliches & Hausman (1986) data on 346 firms, recomputed", Evidence.ESTIMATED,
        "Ecdat, PatentsHGH", note="counts have mean 34.8 and variance 5,020: strong overdispersion beyond size",
    ), low=0.01,
)
STATE_OWNED = constant(
    "share", "State and collective enterprises.", 0.02,
    assumption("a few per cent of enterprises", "the enterprise register by ownership"), low=0, high=1,
)
FOREIGN = constant(
    "share", "Enterprises with foreign, Hong Kong, Macao or Taiwan capital.", 0.03,
    Source(
        "Shenzhen market regulator, registrations of April 2017", Evidence.PUBLISHED, "amr.sz.gov.cn",
        issued_on="2017", note="513 of 35,439 new enterprises are foreign (1.4 %); doubled for older cohorts",
    ), low=0, high=1,
)
SIZE_SPREAD = constant(
    "1", "Standard deviation of log sales of new businesses.", 1.2,
    assumption("narrower than among grown firms", "an enterprise census"), low=0,
)
# fmt: on


def endow(births: Births, prospects: Prospects, terms: Terms, draws: Draws) -> Firms:
    """New technology firms with their traits, their first closed year being the one that ends now.

    Args:
        births: Who is born, where, and with what sales and lines.
        prospects: Of founders.
        terms: This process's values.
        draws: The year's draws.
    """
    ids = births.ids
    size = len(ids)
    columns: dict[str, Any] = {name: np.zeros(size, field.dtype) for name, field in schema(Firms).items()}
    unknown = np.full(size, np.nan, np.float32)
    columns |= {"sales_y1": unknown, "sales_y2": unknown, "rnd_y1": unknown, "rnd_y2": unknown}
    columns |= {
        "id": ids,
        "founded_on": births.founded_on.astype("datetime64[D]"),
        "district": births.district,
        "industry": births.industry,
        "ownership": _owners(ids, terms, draws),
        "technology": np.ones(size, np.int8),
        "sales_y3": births.sales.astype(np.float32),
        "market": births.market.astype(np.float32),
        "high_type": births.high_type,
        "lines": births.lines,
        "staff": _staff(ids, births.sales, terms, draws),
        "accredited_on": np.full(size, "NaT", "datetime64[D]"),
        "founder": np.full(size, -1, np.int64),
        "founder_born": np.full(size, -1, np.int16),
    }
    for name, values in _technology_traits(births, columns["staff"], prospects, terms, draws).items():
        columns[name] = values.astype(columns[name].dtype)
    return Firms(**columns)


def equip(starts: Starts, terms: Terms, draws: Draws) -> Businesses:
    """Businesses of known age and sales with owners and staff, their first closed year being the one that ends now.

    Args:
        starts: Who they are.
        terms: This process's values.
        draws: The year's draws.
    """
    size = len(starts.ids)
    return Businesses(
        id=starts.ids,
        founded_on=starts.founded_on.astype("datetime64[D]"),
        district=starts.district,
        industry=starts.industry,
        ownership=_owners(starts.ids, terms, draws),
        sales_y2=np.full(size, np.nan, np.float32),
        sales_y3=starts.sales.astype(np.float32),
        staff=_staff(starts.ids, starts.sales, terms, draws),
        professionals=np.zeros(size, np.int32),
        wages=np.zeros(size),
    )


def begin(cohort: Cohort, terms: Terms, draws: Draws) -> Businesses:
    """The businesses of a year with owners, sales and staff, their first closed year being the one that ends now.

    Args:
        cohort: Who begins, where, and with what sales in the mean.
        terms: This process's values.
        draws: The year's draws.
    """
    size, spread, words = len(cohort.ids), terms[SIZE_SPREAD], draws.words("endow/businesses")
    first, after = (int(np.datetime64(f"{year}-01-01", "D").astype(np.int64)) for year in (draws.year, draws.year + 1))
    birth = Birth(
        first_day=first, days=after - first, sales=cohort.sales * float(np.exp(-(spread**2) / 2)), spread=spread,
        staff=1 / terms[SALES_PER_HEAD], noise=terms[STAFF_SPREAD], state=terms[STATE_OWNED], foreign=terms[FOREIGN],
        owners=(OWNERSHIP.index("state_collective"), OWNERSHIP.index("foreign"), OWNERSHIP.index("private")),
    )  # fmt: skip
    traits = Traits(
        np.empty(size, np.int64), np.empty(size, np.float32), np.empty(size, np.float32), np.empty(size, np.int8)
    )
    in_blocks(lambda a, b: born(words, cohort.ids, birth, traits, a, b), size)
    return Businesses(
        id=cohort.ids,
        founded_on=traits.day.view("datetime64[D]"),
        district=cohort.district,
        industry=cohort.industry,
        ownership=traits.owner,
        sales_y2=np.full(size, np.nan, np.float32),
        sales_y3=traits.sales,
        staff=traits.staff,
        professionals=np.zeros(size, np.int32),
        wages=np.zeros(size),
    )


def _staff(ids: Longs, sales: Doubles, terms: Terms, draws: Draws) -> Floats:
    """Staff of new enterprises, at least one."""
    noise = np.exp(terms[STAFF_SPREAD] * draws.normal("endow/staff", ids))
    return np.maximum(sales / terms[SALES_PER_HEAD] * noise, 1).astype(np.float32)


def _owners(ids: Longs, terms: Terms, draws: Draws) -> Bytes8:
    """Ownership of new enterprises."""
    drawn = draws.uniform("endow/ownership", ids)
    owners = np.full(len(ids), OWNERSHIP.index("private"), np.int8)
    owners[drawn > 1 - terms[FOREIGN]] = OWNERSHIP.index("foreign")
    owners[drawn < terms[STATE_OWNED]] = OWNERSHIP.index("state_collective")
    return owners


def _technology_traits(
    births: Births, staff_of: Floats, prospects: Prospects, terms: Terms, draws: Draws
) -> dict[str, Doubles | Bools]:
    """What only technology firms have."""
    ids, staff = births.ids, staff_of.astype(np.float64)
    common = np.sqrt(terms[TOGETHER]) * draws.normal("endow/common", ids)
    own = np.sqrt(1 - terms[TOGETHER])

    def trait(normal: Doubles) -> Doubles:
        """A standard normal draw that shares the common factor."""
        return common + own * normal

    def below(share: Dated[float], normal: Doubles) -> Bools:
        """True for that share of firms, the strong ones likelier."""
        return _rank(trait(normal)) > 1 - terms[share]

    size = (np.maximum(births.market, 1) / terms[TYPICAL]) ** -terms[WEDGE_SIZE]
    wedge = terms[WEDGE] * size * np.exp(terms[WEDGE_SPREAD] * trait(draws.normal("endow/wedge", ids)))
    shares = np.exp(terms[SHARE_SPREAD] * trait(draws.normal("endow/rnd_staff", ids)))
    college = terms[COLLEGE_SHARE] + terms[COLLEGE_SPREAD] * trait(draws.normal("endow/college", ids))
    score = terms[SCORE] + terms[SCORE_SPREAD] * trait(draws.normal("endow/score", ids))
    rnd = wedge * _research(births, prospects)
    return {
        "in_supported_field": below(SUPPORTED_FIELD, draws.normal("endow/field", ids)),
        "owns_core_ip": below(OWNS_IP, draws.normal("endow/owns_ip", ids)),
        "licences_core_ip": draws.uniform("endow/licences_ip", ids) < terms[LICENCES_IP],
        "audited": draws.uniform("endow/audited", ids) < terms[AUDITED],
        "domestic_rnd_share": 1 - terms[ABROAD_SPREAD] * draws.uniform("endow/abroad", ids),
        "high_tech_revenue_share": _rank(trait(draws.normal("endow/high_tech", ids))) ** terms[HIGH_TECH_POWER],
        "score": np.clip(score, 0, FULL_SCORE),
        "wedge": wedge,
        "inventiveness": draws.gamma("endow/inventiveness", ids, terms[DISPERSION]),
        "rnd_y3": rnd,
        "rnd": rnd,
        "real_rnd": rnd,
        "rnd_staff": staff * np.minimum(terms[RND_STAFF_SHARE] * shares, 1),
        "technical_staff": staff * np.minimum(terms[TECHNICAL_SHARE] * shares, 1),
        "college_staff": staff * np.clip(college, 0, 1),
    }


def _research(births: Births, prospects: Prospects) -> Doubles:
    """What the model's research costs founders in a year, CNY/yr."""
    high, (as_low, as_high, _, _) = births.high_type, prospects.founding
    a_line = prospects.research(high, np.where(high > 0, as_high, as_low))
    return births.market * births.lines * a_line


def _rank(normal: Doubles) -> Doubles:
    """The rank, 0 to 1, of a standard normal draw."""
    from scipy import special

    ranks: Doubles = special.ndtr(normal)
    return ranks
