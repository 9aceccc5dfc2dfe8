"""The named cases that `make bench` times: what a user waits for, on the real path.

A case imports what it needs in its own functions, so that listing the cases costs nothing and the memory
measured for one holds nothing of another.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from case import Case
from task_cases import TASK_CASES

MILLION = 1_000_000
LAST_YEAR = 2017
MEMBERS = 16
CORNERS = 200
SOME_FIRMS = 2_000
SHORT_BURN_IN = 20.0


def _process(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _import(_: None) -> None:
    _process(sys.executable, "-c", "import mangrove")


def _help(_: None) -> None:
    _process(Path(sys.executable).parent / "mangrove", "--help")


def _a_million_actors() -> Any:
    import numpy as np

    from mangrove.draws import Draws

    return Draws(seed=1, member=0, year=2009), np.arange(MILLION)


def _draw(keyed: Any) -> None:
    draws, actors = keyed
    draws.uniform("benchmark", actors)


def opened(scale: float) -> Any:
    """Shenzhen in 2016 at a scale, with its rules: a year from the end of the run, where the city is largest."""
    from mangrove.draws import Draws
    from mangrove.pack import find_pack
    from mangrove.rulebook import read_rulebook
    from mangrove.simulate import year

    pack = find_pack("shenzhen")
    rules = read_rulebook(pack.package)
    region = pack.open(scale, 1, rules).region
    for now in range(region.day.year + 1, LAST_YEAR):
        region, _ = year(region, rules, Draws(1, 0, now))
    return region, rules


def _year(ready: Any) -> None:
    from mangrove.draws import Draws
    from mangrove.simulate import year

    region, rules = ready
    year(region, rules, Draws(1, 0, LAST_YEAR))


def _members(_: None) -> None:
    """The whole run as a user starts it, without the process's own start: files are written too."""
    from mangrove.plan import make_plan
    from mangrove.run import run_plan

    with tempfile.TemporaryDirectory() as folder:
        run_plan(make_plan("shenzhen", to=LAST_YEAR, members=MEMBERS), Path(folder) / "run")


def _audit(_: None) -> None:
    from mangrove.desk import audit_text

    audit_text("shenzhen", None, as_json=True)


def _firm_core() -> Any:
    from mangrove.models.aaabk import BASELINE, LAISSEZ_FAIRE
    from mangrove.models.aaabk.parameters import economy

    return economy(BASELINE, LAISSEZ_FAIRE)


def _equilibrium(_: Any) -> None:
    from mangrove.models.aaabk import BASELINE, LAISSEZ_FAIRE, equilibrium

    equilibrium(BASELINE, LAISSEZ_FAIRE)


def _plain_equilibrium(core: Any) -> None:
    """The rival: the printed equations on a grid and SciPy's root finder."""
    from mangrove.models.aaabk.plain import plain_equilibrium

    plain_equilibrium(core)


def _streets() -> Any:
    """A city's worth of streets made up by rule: a grid of 40,000 corners, every fifth street fast, some one-way."""
    import numpy as np

    from mangrove.places.streets import Network

    node = np.arange(CORNERS * CORNERS, dtype=np.int32).reshape(CORNERS, CORNERS)
    east, north = (node[:, :-1].ravel(), node[:, 1:].ravel()), (node[:-1].ravel(), node[1:].ravel())
    tail, head = (np.concatenate([a, b]) for a, b in zip(east, north, strict=True))
    both = tail % 7 != 0  # every seventh is one-way
    tail, head = np.concatenate([tail, head[both]]), np.concatenate([head, tail[both]])
    fast = (np.minimum(tail, head) // CORNERS % 5 == 0) & (abs(tail - head) == 1)
    seconds = np.where(fast, 6.0, 15.0 + (tail * 7919 + head) % 11)
    lon, lat = 114.0 + node.ravel() % CORNERS * 0.001, 22.5 + node.ravel() // CORNERS * 0.001
    return Network("a made-up city", lon, lat, tail, head, seconds)


def _route(network: Any) -> None:
    import numpy as np

    from mangrove.places.streets import travel_seconds

    travel_seconds(network, np.array([0], np.int32))


def _route_ready() -> Any:
    """Ours with the graph built, as a circle searches it several times."""
    from mangrove.places.search import edge_matrix

    network = _streets()
    return edge_matrix(len(network), network.tail, network.head, network.seconds)


def _route_again(edges: Any) -> None:
    from mangrove.places.search import shortest

    shortest(edges, 0)


def _triples(network: Any) -> list[tuple[int, int, float]]:
    return list(zip(network.tail.tolist(), network.head.tolist(), network.seconds.tolist(), strict=True))


def _networkx() -> Any:
    import networkx

    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(_triples(_streets()))
    return graph


def _route_networkx(graph: Any) -> None:
    import networkx

    networkx.single_source_dijkstra_path_length(graph, 0)


def _igraph() -> Any:
    import igraph

    network = _streets()
    graph = igraph.Graph(len(network), [(a, b) for a, b, _ in _triples(network)], directed=True)
    return graph, network.seconds.tolist()


def _route_igraph(ready: Any) -> None:
    graph, seconds = ready
    graph.distances(source=[0], weights=seconds)


def _rustworkx() -> Any:
    import rustworkx

    network = _streets()
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(len(network)))
    graph.add_edges_from(_triples(network))
    return graph


def _route_rustworkx(graph: Any) -> None:
    import rustworkx

    rustworkx.dijkstra_shortest_path_lengths(graph, 0, float)


def _circle(_: None) -> None:
    """The command as a user types it, without the process's own start: three searches, table and assumptions."""
    from mangrove.desk import circle_text

    circle_text(["huanggang"], 60.0, "shenzhen", None, as_json=False)


def _policies(_: Any) -> None:
    from mangrove.models.aaabk.replicate import policy_rows

    list(policy_rows())


def _steady() -> Any:
    from mangrove.models.aaabk import equilibrium

    return equilibrium()


def _planner(state: Any) -> None:
    from mangrove.models.aaabk import Margin, plan

    plan(state, Margin.ALL)


def _panel(state: Any) -> None:
    from mangrove.draws import Draws
    from mangrove.models.aaabk.panel import panel

    panel(state, Draws(1, 0, 0), SOME_FIRMS, SHORT_BURN_IN)


def _plain_panel(state: Any) -> None:
    """The rival: every line in one array of NumPy, in steps of time."""
    from mangrove.draws import Draws
    from mangrove.models.aaabk.panel import WINDOW, world
    from mangrove.models.aaabk.plain_panel import plain_lives

    plain_lives(world(state), state.spread, Draws(1, 0, 0), SOME_FIRMS, (SHORT_BURN_IN, SHORT_BURN_IN + WINDOW))


CASES = [
    Case("import", "process", _import),
    Case("help", "process", _help),
    Case("draws_1m", "draw", _draw, _a_million_actors, MILLION),
    Case("year_hundredth", "year", _year, lambda: opened(0.01)),
    Case("year_whole", "year", _year, lambda: opened(1.0)),
    Case("members", "member", _members, amount=MEMBERS),
    Case("audit", "page", _audit),
    Case("equilibrium", "economy", _equilibrium),
    Case("equilibrium_plain", "economy", _plain_equilibrium, _firm_core, rival_of="equilibrium"),
    Case("circle", "circle", _circle),
    Case("route", "node", _route, _streets, CORNERS * CORNERS),
    Case("route_ready", "node", _route_again, _route_ready, CORNERS * CORNERS),
    Case("route_networkx", "node", _route_networkx, _networkx, CORNERS * CORNERS, "route_ready"),
    Case("route_igraph", "node", _route_igraph, _igraph, CORNERS * CORNERS, "route_ready"),
    Case("route_rustworkx", "node", _route_rustworkx, _rustworkx, CORNERS * CORNERS, "route_ready"),
    Case("policies", "table", _policies),
    Case("planner", "plan", _planner, _steady),
    Case("panel", "firm", _panel, _steady, SOME_FIRMS),
    Case("panel_plain", "firm", _plain_panel, _steady, SOME_FIRMS, "panel"),
    *TASK_CASES,
]
