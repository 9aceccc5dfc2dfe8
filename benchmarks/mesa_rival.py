"""The two tasks of `tasks.py` as a user of Mesa would write them: an object an actor, one after the other.

Mesa is timed with a few agents; its time rises in proportion to their number.
"""

from itertools import chain
from math import exp, log
from random import Random

import numpy as np
from mesa import Agent, Model

from rivals import employers_by_numpy
from tasks import (
    DICE,
    DRIFT,
    FEW,
    HAZARDS,
    LEAVING,
    POWER,
    SPREAD,
    TYPICAL,
    WIDEST,
    Enterprises,
    Given,
    Labour,
    Staffed,
    enterprise_faults,
    enterprises,
    labour,
    staffed_faults,
)


class Enterprise(Agent):
    """One enterprise."""

    def __init__(self, model: Model, name: int, age: int, sales: float) -> None:
        super().__init__(model)
        self.name, self.age, self.sales = name, age, sales

    def step(self) -> None:
        if self.random.random() < HAZARDS[min(self.age, len(HAZARDS) - 1)]:
            self.remove()
            return
        scale = min(SPREAD * (max(self.sales, 1.0) / TYPICAL) ** -POWER, WIDEST)
        drawn = self.random.random()
        shock = scale * log(2 * drawn) if drawn < 0.5 else -scale * log(2 * (1 - drawn))
        self.sales *= exp(DRIFT + shock) * (1 - scale**2)
        self.age += 1


class Market(Model):
    """Enterprises, and the newcomers that join each year."""

    def __init__(self, stock: Enterprises, newcomers: Enterprises, seed: int = 1) -> None:
        super().__init__(rng=seed)
        self.newcomers = [column.tolist() for column in newcomers]
        self.total = 0.0
        self.join([column.tolist() for column in stock])

    def join(self, stock: list[list[float]]) -> None:
        Enterprise.create_agents(self, len(stock[0]), *stock)

    def step(self) -> None:
        self.agents.do("step")
        self.join(self.newcomers)
        self.total = self.agents.agg("sales", sum)


class Employer(Agent):
    """One employer."""

    def __init__(self, model: Model, target: int) -> None:
        super().__init__(model)
        self.target, self.heads, self.wages = target, 0, 0.0

    def close(self) -> None:
        self.heads, self.wages = 0, 0.0


class Person(Agent):
    """One of the people."""

    def __init__(self, model: Model, employer: Employer | None, wage: float) -> None:
        super().__init__(model)
        self.employer, self.wage = employer, wage

    def leave(self) -> None:
        if self.employer and self.random.random() < LEAVING:
            self.employer.heads -= 1
            self.employer = None

    def count(self) -> None:
        if self.employer:
            self.employer.heads += 1
            self.employer.wages += self.wage


class Town(Model):
    """People and employers."""

    def __init__(self, people: Labour, seed: int = 1) -> None:
        super().__init__(rng=seed)
        employers = list(Employer.create_agents(self, len(people.target), people.target.tolist()))
        works_for = [employers[place] if place >= 0 else None for place in people.employer.tolist()]
        Person.create_agents(self, len(works_for), works_for, people.wage.tolist())
        self.agents_by_type[Person].do("count")

    def step(self) -> None:
        people, employers = self.agents_by_type[Person], self.agents_by_type[Employer]
        people.do("leave")
        seekers = [person for person in people if not person.employer]
        self.random.shuffle(seekers)
        slots = [employer for employer in employers for _ in range(employer.target - employer.heads)]
        met = min(len(seekers), len(slots))
        start = int(self.random.random() * len(slots))
        for place, person in enumerate(seekers[:met]):
            person.employer = slots[(start + place * len(slots)) // met]
        employers.do("close")
        people.do("count")


class Listed(Random):
    """Python's generator, but with given draws and a given order."""

    def __init__(self, draws: list[float], order: list[int]) -> None:
        super().__init__(1)
        self._draws, self._order = iter(draws), order

    def random(self) -> float:
        return next(self._draws)

    def shuffle(self, x: list[Person]) -> None:
        x[:] = [x[place] for place in self._order]


def enterprises_of(market: Market) -> Enterprises:
    """The same as arrays, to compare."""
    return Enterprises(*(np.array(market.agents.get(name)) for name in ("name", "age", "sales")))


def staffed(town: Town) -> Staffed:
    """The same as arrays, to compare."""
    employers = list(town.agents_by_type[Employer])
    place = {employer: place for place, employer in enumerate(employers)}
    employer = [place.get(person.employer, -1) for person in town.agents_by_type[Person]]
    heads, wages = ([getattr(employer, name) for employer in employers] for name in ("heads", "wages"))
    return Staffed(np.array(employer), np.array(heads), np.array(wages))


def faults_of_mesa() -> list[str]:
    """Where Mesa's years under our draws are not ours, or not NumPy's."""
    dice = Given(DICE)
    stock, newcomers = enterprises(FEW)
    exits, growth = dice.uniforms("exit", stock.id), dice.uniforms("growth", stock.id)
    stays = exits >= np.array(HAZARDS)[np.minimum(stock.age, len(HAZARDS) - 1)]
    each = ([a, b] if stay else [a] for a, b, stay in zip(exits, growth, stays, strict=True))
    market = Market(stock, newcomers)
    market.random = Listed(list(chain.from_iterable(each)), [])
    market.step()
    people = labour(FEW)
    leave = dice.uniforms("leave", people.id)
    seeks = (people.employer < 0) | (leave < LEAVING)
    start = dice.uniforms("start", people.id[:1])
    town = Town(people)
    town.random = Listed([*leave[people.employer >= 0], *start], dice.queue(people.id[seeks]).tolist())
    town.step()
    return enterprise_faults(enterprises_of(market), market.total) + staffed_faults(
        staffed(town), employers_by_numpy(people, dice)
    )
