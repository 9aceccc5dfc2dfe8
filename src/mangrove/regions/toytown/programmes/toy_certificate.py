"""Toytown's certificate of inventive firms, invented for documentation and tests.

A firm that owns its core IP and spent enough of the last year's sales on R&D gets a certificate for three years, and
pays less income tax while it holds one.
"""

from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles
from mangrove.dated import Dated, Evidence, Since, Source, constant
from mangrove.gaps import quotient, truth
from mangrove.programme import Award, Certificate, Channel, Clause, Compare, Example, Programme, Terms
from mangrove.registers.firms import Firms

INVENTED = Source("Toytown's invented law", Evidence.ASSUMED, "nowhere", note="Invented; describes no real place.")
FIRST: Final = "2010-01-01"

CORE_IP = constant("1", "Whether core IP must be owned (1 yes, 0 no).", 1.0, INVENTED, FIRST, low=0, high=1)
INTENSITY = Dated(
    "share", "Smallest ratio of R&D to sales in the last year.",
    (Since(FIRST, 0.04, INVENTED), Since("2013-01-01", 0.03, INVENTED)), low=0, high=1,
)  # fmt: skip
VALID_YEARS = constant("yr", "How long a certificate is valid.", 3.0, INVENTED, FIRST, low=0)
RELIEF = constant("share", "Points by which a holder's income tax rate is lower.", 0.05, INVENTED, FIRST, low=0, high=1)
TAKE_UP = constant("share", "Share of those who never held one that apply.", 0.5, INVENTED, low=0, high=1)
RENEWAL = constant("share", "Share of former holders that apply again.", 0.9, INVENTED, low=0, high=1)


def _effort(firms: Firms, terms: Terms) -> Doubles:
    """R&D of this year that would meet the ratio a year on; this year's sales are taken to equal the last."""
    return terms[INTENSITY] * firms.sales_y3.astype(np.float64)


CLAUSES: Final[tuple[Clause[Firms], ...]] = (
    Clause("core_ip", "It owns its core IP.",
           lambda f, _: truth(f.owns_core_ip), Compare.AT_LEAST, lambda _, t: t[CORE_IP], (CORE_IP,)),
    Clause("rnd_intensity", "Its R&D is enough for its sales.",
           lambda f, _: quotient(f.rnd_y3, f.sales_y3), Compare.AT_LEAST, lambda _, t: t[INTENSITY], (INTENSITY,),
           _effort),
)  # fmt: skip

AWARDS: Final[tuple[Award[Firms], ...]] = (
    Award(Channel.CERTIFICATE, "yr", "Years for which the certificate is valid.",
          lambda f, t: np.full(len(f), t[VALID_YEARS])),
    Award(Channel.TAX_RATE, "share", "Points by which a holder's income tax rate is lower.",
          lambda f, t: np.full(len(f), t[RELIEF]), to_holders=True),
)  # fmt: skip

FIRM: Final = {"owns_core_ip": 1, "sales_y3": 1e6, "rnd_y3": 40_000}
PAID: Final = {Channel.CERTIFICATE: 3.0, Channel.TAX_RATE: 0.05}


def _yes(on: str, says: str, **told: Any) -> Example:
    return Example(f"Invented: {says}", on, FIRM | told, True, pays=PAID)


EXAMPLES: Final = (
    Example("Invented: before 2010 there is no certificate.", "2009-12-31", FIRM, False),
    _yes(FIRST, "from 2010 R&D of 4 % suffices."),
    Example("Invented: nor is there one without IP.", "2012-12-31", FIRM | {"owns_core_ip": 0}, False, "core_ip"),
    Example("Invented: in 2012 3 % do not.", "2012-12-31", FIRM | {"rnd_y3": 30_000}, False, "rnd_intensity"),
    _yes("2013-01-01", "from 2013 they do.", rnd_y3=30_000),
    Example("Invented: less does not.", "2013-01-01", FIRM | {"rnd_y3": 29_999}, False, "rnd_intensity"),
    Example("Invented: no IP, no certificate.", "2013-06-30", FIRM | {"owns_core_ip": 0}, False, "core_ip"),
    Example("Invented: IP unknown leaves it open.", "2013-06-30", FIRM | {"owns_core_ip": -1}, None, "core_ip"),
    Example("Invented: no sales, no ratio.", "2013-06-30", FIRM | {"sales_y3": 0.0}, None, "rnd_intensity"),
)

PROGRAMME: Final = Programme(
    title="Certificate of inventive firms (invented)",
    title_local="Certificate of inventive firms (invented)",
    register=Firms,
    clauses=CLAUSES,
    awards=AWARDS,
    examples=EXAMPLES,
    take_up=TAKE_UP,
    certificate=Certificate(lambda firms: firms.accredited_on, VALID_YEARS, RENEWAL),
)
