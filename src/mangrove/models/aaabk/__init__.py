"""Innovation, reallocation and growth, after Acemoglu, Akcigit, Alp, Bloom & Kerr (2018): the model as published.

Product lines of different quality are run by firms of high and of low type, which pay a fixed cost in skilled
labour, do R&D with skilled labour, win lines from one another and give up lines that no longer pay. See
`equilibrium` for the steady state under any policy, `optimal` and `planner` for the best one, `panel` for firms.

Two conventions are the paper's and matter for its numbers: firms discount at rho + sigma g, not less g; and a line
is given up where its owner's profit and right to invent no longer meet the cost of operating it. Where theta_H lies
below theta_L that makes high types give up first. The paper's distributions and values take it that they do not;
those here count such lines as gone. It moves no printed column by more than 0.0004 down to half of theta_H. (A high
type that looked ahead would wait to turn low, and keep some of them: q_min,H then falls by up to 0.02.)

Source: American Economic Review 108(11), 3450-3491, doi:10.1257/aer.20130470.
"""

from mangrove.models.aaabk.equilibrium import Equilibrium, equilibrium
from mangrove.models.aaabk.parameters import BASELINE, LAISSEZ_FAIRE, Parameters, Policy, read
from mangrove.models.aaabk.planner import Margin, Plan, plan
from mangrove.models.aaabk.replicate import solve, tables

__all__ = [
    "BASELINE", "LAISSEZ_FAIRE", "Equilibrium", "Margin", "Parameters", "Plan", "Policy", "equilibrium", "plan",
    "read", "solve", "tables",
]  # fmt: skip
