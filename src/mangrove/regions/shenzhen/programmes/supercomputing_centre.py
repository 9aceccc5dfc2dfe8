"""Computing at Shenzhen's National Supercomputing Center (国家超级计算深圳中心).

Since November 2011 a firm in a listed field with R&D enough to have such problems may compute at the centre, as far as
its machine goes; who comes later waits.

The machine is printed: 1.27 quadrillion operations a second, still the same in 2018. Rules of access and prices were
not found: who is served, how much a firm needs, and the part of the machine that firms have are assumed. No causal
estimate of a supercomputing centre was found.
"""

from functools import partial
from typing import Any, Final

import numpy as np

from mangrove.dated import UNKNOWN, Evidence, Source, assumption, constant
from mangrove.programme import Award, Channel, Clause, Example, Programme, Rationing
from mangrove.regions.shenzhen.conditions import enough_rnd, in_supported_field
from mangrove.regions.shenzhen.page_of_2018 import PAGE
from mangrove.registers.firms import Firms

FIRST: Final = "2011-11-01"
ACCESS = assumption("no rule of access was found; research and engineering are named", "the centre's rules for users")

# fmt: off
IN_FIELD = constant("1", "Whether a firm must work in a listed high-tech field (1 yes, 0 no).", 1.0, ACCESS, FIRST,
                    low=0, high=1)
LEAST_RND = constant("CNY/yr", "Smallest R&D of the last year of a firm that has such problems.", 2e6, ACCESS, FIRST,
                     low=0)
NEED = constant("flop/s", "Operations a second, all year, for each yuan of R&D a year.", 5e5, assumption(
    "a firm that spends 10 million needs 5 trillion a second, a rack of the machine's time", "accounts of users"),
    FIRST, low=0)
CAPACITY = constant("flop/s", "Operations a second that firms have.", 3.813e14, Source(
    "three tenths of the machine", Evidence.ESTIMATED, "record, inst_nscc_rmax 2010 and 2018",
    note="1.271 quadrillion measured; that institutes have the rest is an assumption. In use since November 2011, the "
    "first of which is taken"), FIRST, low=0)
TAKE_UP = constant("share", "Eligible firms that compute there.", 0.05, assumption(
    "most firms compute on their own machines", "users of the centre"), low=0, high=1)
# fmt: on

CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    in_supported_field(IN_FIELD),
    enough_rnd(LEAST_RND, "It did R&D enough to have such problems."),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.COMPUTE, "flop/s", "Operations a second, all year.",
          lambda f, t: t[NEED] * f.rnd_y3.astype(np.float64), meaning_local="全年可用的计算能力"),
)  # fmt: skip

USER: Final = {"in_supported_field": 1, "rnd_y3": 2e6}


PAID: Final = {Channel.COMPUTE: 1e12}


def _case(eligible: bool | None, on: str, says: str, decided_by: str = "", **told: Any) -> Example:
    return Example(says, on, USER | told, eligible, decided_by, PAID if eligible else {})


_no, _open = partial(_case, False), partial(_case, None)

EXAMPLES: Final = (
    _no("2011-10-31", "Before November 2011 the machine is not in use."),
    _case(True, "2011-11-01", "Then R&D of just 2 million has a trillion operations a second."),
    Example("Ten times the R&D has ten times as many.", "2016-12-31", USER | {"rnd_y3": 2e7}, True,
            pays={Channel.COMPUTE: 1e13}),
    _no("2016-12-31", "A firm outside the fields is refused.", "supported_field", in_supported_field=0),
    _no("2016-12-31", "Less R&D has no such problems.", "enough_rnd", rnd_y3=1.99e6),
    _open("2016-12-31", "Unknown R&D leaves it open.", "enough_rnd", rnd_y3=UNKNOWN),
)  # fmt: skip

PROGRAMME: Final = Programme(
    title="Computing at Shenzhen's National Supercomputing Center",
    title_local="国家超级计算深圳中心",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    budget=CAPACITY,
    rationing=Rationing.FIRST_COME,
    illustrative=True,
    ran=PAGE,
)
