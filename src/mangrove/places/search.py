"""Search: nearest points and shortest ways, by SciPy's trees and its Dijkstra, with the types it leaves open."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np

from mangrove.arrays import Doubles, Ints, Longs

_INSTANT: Final = 1e-6  # seconds: a sparse matrix forgets edges that take no time

Matrix = Any
"""A sparse matrix of edges, seconds from row to column; SciPy ships no types for it."""


@dataclass(frozen=True)
class Near:
    """Points on a flat map, to be found by who is near."""

    tree: Any

    def nearest(self, points: Doubles, count: int = 1) -> tuple[Longs, Doubles]:
        """The nearest points to each of some, and how far they are; shapes (points, count)."""
        far, found = self.tree.query(points, k=np.arange(1, count + 1))
        return np.asarray(found, np.int64), np.asarray(far, np.float64)

    def pairs(self, within: float) -> Longs:
        """All pairs of points within a distance, shape (pairs, 2)."""
        return np.asarray(self.tree.query_pairs(within, output_type="ndarray"), np.int64)


def near(points: Doubles) -> Near:
    """Plant the tree of some points on a flat map, shape (n, 2)."""
    return Near(import_module("scipy.spatial").KDTree(points))


def edge_matrix(size: int, tail: Ints, head: Ints, seconds: Doubles) -> Matrix:
    """The edges as a sparse matrix; of parallel edges the fastest counts."""
    seconds = np.maximum(seconds, _INSTANT)
    order = np.lexsort((seconds, head, tail))
    tail, head, seconds = tail[order], head[order], seconds[order]
    first = np.ones(len(tail), np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return import_module("scipy.sparse").csr_array((seconds[first], (tail[first], head[first])), shape=(size, size))


def shortest(edges: Matrix, start: int | Ints, limit: float = np.inf) -> Doubles:
    """The fastest times from a node, or from each of some, to all; infinite where no way leads."""
    found = import_module("scipy.sparse.csgraph").dijkstra(edges, directed=True, indices=start, limit=limit)
    return np.asarray(found, np.float64)


def shortest_trees(edges: Matrix, starts: Ints) -> tuple[Doubles, Ints]:
    """The fastest times from each of some nodes to all, and from which node one comes; -9999 for from nowhere."""
    dijkstra = import_module("scipy.sparse.csgraph").dijkstra
    found, before = dijkstra(edges, directed=True, indices=starts, return_predecessors=True)
    return np.asarray(found, np.float64), np.asarray(before, np.int32)


def strong_part(edges: Matrix) -> Ints:
    """The part of each node, a part being nodes that can all be reached from each other."""
    parts = import_module("scipy.sparse.csgraph").connected_components(edges, directed=True, connection="strong")
    return np.asarray(parts[1], np.int32)
