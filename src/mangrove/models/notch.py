"""The accreditation notch by size group, beside what Chen, Liu, Suarez Serrato and Xu (2021) published.

Thresholds are those of 2008 to 2015. In each group the mean cost of certification and the steepness of
relabelling are chosen so that the reported rise is in the middle of its published band and the relabelled
share is midway between the paper's final figure, 24.2 %, and the 30 % of its earlier versions. Every other
parameter is the same in all groups, and recalled with low confidence (`certificate.py`).

The bands of relabelling and of productivity are read off results for large firms or for all sizes together; no
source gives them by size. The average of the sizes meets that of productivity, and small firms alone miss it:
no `mu_c` and `eta` meet all three of their bands. At the corner of the first two that helps most (a rise of 11 %, 20 %
of it relabelled) productivity rises by 0.66 %. With every other parameter at the favourable end of its interval
it just reaches 1.01 %, at a `mu_c` of 2.4 and an `eta` of 11.8, both beyond the recalled intervals. The committed
`mu_c` of small firms is itself beyond its interval, which was recalled for all firms: within it their reported
R&D would rise by 14.7 % or more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, isfinite, log
from typing import Any, Final, cast

import numpy as np

from mangrove.dated import Dated, Evidence, Source, constant
from mangrove.models.certificate import Parameters, effects
from mangrove.models.parameters import parameter_faults, refuse, with_told
from mangrove.models.root import root, solving
from mangrove.models.table import Row, band

MODEL: Final = "notch"

MOMENTS: Final = Source(
    "Chen, Liu, Suarez Serrato & Xu (2021), rise of reported R&D and relabelling", Evidence.CALIBRATED,
    "doi:10.1257/aer.20191758; the paper's own estimates by size group would replace it",
    note="reported rise at the middle of the band of a third-party digest, relabelled share at 27.1 %",
)  # fmt: skip
MOMENTS_SMALL: Final = replace(
    MOMENTS,
    note=f"{MOMENTS.note}; mu_c is beyond its recalled interval of 0.3 to 1.2, where the rise misses its band",
)
RULES: Final = Source(
    "Measures for the recognition of high-tech enterprises", Evidence.PUBLISHED, "Guokefahuo [2008] 172",
    title_local="高新技术企业认定管理办法", document="国科发火〔2008〕172号",
)  # fmt: skip
RELABELLED: Final = 0.271
"""Target of the calibration: midway between 24.2 % and 30 %."""
RELABELLED_BAND: Final = (0.20, 0.35)
PRODUCTIVITY_BAND: Final = (0.010, 0.023)
COSTS: Final = (1e-2, 1e3)
"""Mean costs of certification among which the calibration looks."""
STEEPNESS: Final = (0.1, 100.0)
"""Steepness of relabelling among which it looks."""


@dataclass(frozen=True)
class Group:
    """Firms that face one threshold.

    Attributes:
        threshold: R&D over sales that they must report.
        rise: Published band of the rise of their reported R&D.
        mu_c: Mean cost of certification, in thresholds.
        eta: Steepness of the cost of relabelling.
    """

    threshold: Dated[float]
    rise: tuple[float, float]
    mu_c: Dated[float]
    eta: Dated[float]

    @property
    def target(self) -> float:
        """Rise that the calibration aims at."""
        return sum(self.rise) / 2

    @property
    def parameters(self) -> Parameters:
        """The calibrated group."""
        threshold, mu_c, eta = (cast(float, dated.history[0].value) for dated in (self.threshold, self.mu_c, self.eta))
        return Parameters(threshold=threshold, mu_c=mu_c, eta=eta)


def _group(
    who: str, threshold: float, rise: tuple[float, float], mu_c: float, eta: float, moments: Source = MOMENTS
) -> Group:
    return Group(
        constant("share", f"R&D over sales asked of {who}.", threshold, RULES, "2008-01-01"),
        rise,
        constant("1", f"Mean cost of certification of {who}, in thresholds.", mu_c, moments),
        constant("1", f"Steepness of the cost of relabelling of {who}.", eta, moments),
    )


GROUPS: Final[Mapping[str, Group]] = {
    "large": _group("firms with sales above 200 million yuan", 0.03, (0.25, 0.31), 0.7229, 7.246),
    "medium": _group("firms with sales of 50 to 200 million yuan", 0.04, (0.17, 0.21), 1.167, 5.343),
    "small": _group("firms with sales below 50 million yuan", 0.06, (0.10, 0.11), 1.941, 3.111, MOMENTS_SMALL),
}


def calibrate(parameters: Parameters, rise: float, relabelled: float) -> Parameters:
    """The parameters with the `mu_c` and `eta` that give a reported rise and a relabelled share.

    Raises:
        ValueError: where no values between `COSTS` and `STEEPNESS` do.
    """

    def costed(eta: float) -> Parameters:
        def excess(log_cost: float) -> float:
            return effects(replace(parameters, eta=eta, mu_c=exp(log_cost)))["reported_rise"] - rise

        return replace(parameters, eta=eta, mu_c=exp(root(excess, *map(log, COSTS))))

    def excess_relabelled(log_eta: float) -> float:
        return effects(costed(exp(log_eta)))["relabelled_share"] - relabelled

    return costed(exp(root(excess_relabelled, *map(log, STEEPNESS))))


def tables() -> list[Row]:
    """The published bands beside the calibrated groups, and the placebo of equal tax rates.

    Small firms miss the band of productivity: see the module's text.
    """
    found = {name: effects(group.parameters) for name, group in GROUPS.items()}
    rows = [
        band("rise of reported R&D", name, *group.rise, found[name]["reported_rise"]) for name, group in GROUPS.items()
    ]
    rows += [
        band("relabelled share (band of large firms)", name, *RELABELLED_BAND, effect["relabelled_share"])
        for name, effect in found.items()
    ]
    rise = "rise of productivity (band of large firms)"
    rows += [band(rise, name, *PRODUCTIVITY_BAND, effect["tfp"]) for name, effect in found.items()]
    mean = sum(effect["tfp"] for effect in found.values()) / len(found)
    rows.append(band(rise, "average of the sizes, as the paper reports", *PRODUCTIVITY_BAND, mean))
    for name, group in GROUPS.items():
        level = replace(group.parameters, t_low=group.parameters.t_high)
        rows.append(Row("bunching where tax rates are equal", name, 0.0, effects(level)["bunching"], 0.0))
    return rows


def solve(told: Mapping[str, Any]) -> dict[str, float]:
    """What a notch does to the firms in reach of it.

    Args:
        told: Any of `epsilon`, `eta`, `mu_b`, `sigma_b`, `mu_c`, `theta`, `beta`, `rho`, `phi`, `reference`,
            `threshold`, `t_low`, `t_high` and `deduction`; the rest keep the recalled values, before a threshold of
            3 % and tax rates of 25 and 15 %.

    Returns:
        What `certificate.effects` gives, shares.

    Raises:
        ScenarioError: with every unknown key, value out of range and contradiction in one list; or where the
            parameters are so extreme that an effect is not a finite number.

    >>> round(solve({"t_low": 0.25})["bunching"], 3)
    0.0
    """
    parameters = _read(told)
    with solving(MODEL), np.errstate(all="ignore"):
        return _finite(effects(parameters))


def _finite(found: dict[str, float]) -> dict[str, float]:
    if lost := [name for name, value in found.items() if not isfinite(value)]:
        msg = f"{', '.join(lost)} cannot be held in a double"
        raise ArithmeticError(msg)
    return found


def _read(told: Mapping[str, Any]) -> Parameters:
    """Parameters from a file, free of contradictions."""
    refuse(parameter_faults(Parameters, told), MODEL)
    parameters = with_told(Parameters, told)
    problems: list[str] = []
    if parameters.t_low > parameters.t_high:
        problems.append(f"t_low: {parameters.t_low:g} must not exceed t_high: {parameters.t_high:g}")
    if parameters.power >= 1:
        problems.append(f"epsilon: (theta - 1) epsilon is {parameters.power:g}; it must be below 1")
    if parameters.t_high * (1 + parameters.deduction) >= 1:
        problems.append("deduction: t_high (1 + deduction) must be below 1, or R&D costs nothing")
    refuse(problems, MODEL)
    return parameters
