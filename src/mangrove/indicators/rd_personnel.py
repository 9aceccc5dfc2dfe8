"""R&D personnel, heads."""

from typing import Final

import numpy as np

from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.indicator import Closed, Indicator
from mangrove.registers.institutes import KINDS

# fmt: off
SURVEYED = constant(
    "share", "Part of what technology firms call R&D staff whom the R&D survey would count.", 0.35,
    Source(
        "set by hand to the R&D personnel of 2013", Evidence.CALIBRATED, "record, rd_personnel_headcount 2013",
        note="310,000 over some 887,000 in the books of a run before people had a register; firms are accredited by "
             "their share of R&D staff, and book them as generously as they do R&D",
    ),
    low=0, high=1,
)
INSTITUTE_SHARE = constant(
    "share", "Part of the professionals of universities and research institutes who do R&D.", 0.5,
    assumption("nearly all at research institutes, a third at universities, where most only teach",
               "R&D personnel by sector of performance, yearbook"), low=0, high=1,
)
RESEARCH: Final = [KINDS.index("university"), KINDS.index("research_institute")]
# fmt: on


def measure(closed: Closed) -> float:
    """R&D staff of technology firms, as surveyed and no more than they employ, and of institutes, heads."""
    terms = closed.terms.of("rd_personnel")
    firms, institutes = closed.region.firms, closed.region.institutes
    booked = np.nan_to_num(firms.rnd_staff.astype(np.float64))
    in_firms = np.minimum(terms[SURVEYED] * booked, firms.professionals).sum()
    learned = institutes.professionals[np.isin(institutes.kind, RESEARCH)].sum(dtype="int64")
    return float((in_firms + terms[INSTITUTE_SHARE] * learned) * closed.region.weight)


INDICATOR = Indicator(
    title="R&D personnel, heads",
    title_local="研究与试验发展（R&D）人员",
    unit="person",
    definition="Researchers, technicians and support staff who do R&D in the year in all sectors (Frascati Manual).",
    differs="R&D staff by the firms' own books, cut by a share that meets the survey of 2013 and limited to the "
    "professionals they employ; an assumed share of universities' and research institutes' professionals.",
    source="City statistical yearbook, science and technology",
    measure=measure,
    people=True,
    vintages=("rd_personnel_headcount",),
)
