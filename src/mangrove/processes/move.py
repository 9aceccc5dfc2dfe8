"""Move: people stay or leave, learn, and give up or lose their jobs; some are ready to found a firm.

People leave by age and, more of them, without work; at the age of retirement all do. Skill grows with practice and
with degrees. Everybody's employer is followed to the year's end: people of one that is gone are without work, and one
with more professionals than posts lays off the rest, by lot. Those ready to found a firm are
most of them in their thirties, in technical fields, and where the employer does much R&D.
"""

from typing import Final

import numpy as np

from mangrove.arrays import Doubles, Floats, Ints
from mangrove.dated import Evidence, Source, assumption, constant
from mangrove.draws import Draws
from mangrove.employers import Employers, no_books
from mangrove.kernels.blocks import ROWS, in_blocks
from mangrove.kernels.books import Books
from mangrove.kernels.crowds import Chances, Gains, Moved, carried, counted, crowd_of, decided, outlooks, room_for
from mangrove.kernels.newcomers import Ways
from mangrove.labour import Market, Staff
from mangrove.programme import Terms
from mangrove.region import Region
from mangrove.registers.firms import Firms
from mangrove.registers.people import FIELDS, People

REGISTER: Final = "the register of residents with their schooling and employers"
CENSUS: Final = "migrants by age in the 2010 and 2020 censuses"

# fmt: off
DRAIN_TWENTIES = constant("1/yr", "People under thirty who leave a year.", 0.055, assumption(
    "the young move most", CENSUS), low=0, high=1)
DRAIN_THIRTIES = constant("1/yr", "People in their thirties who leave a year.", 0.035, assumption("as above", CENSUS),
                          low=0, high=1)
DRAIN_LATER = constant("1/yr", "Older people who leave a year.", 0.025, assumption("as above", CENSUS), low=0, high=1)
IDLE_DRAIN = constant("ratio", "How much likelier people without work leave.", 4.0, assumption(
    "migrants return when they lose their work", CENSUS), low=0, high=20)
THIRTY = constant("yr", "Age at which the twenties end.", 30.0, assumption("the decades of the table", CENSUS), low=20)
FORTY = constant("yr", "Age at which the thirties end.", 40.0, assumption("the decades of the table", CENSUS), low=20)
DEATHS = constant("1/yr", "Deaths a year at working age.", 0.0015, assumption(
    "national death rates of ages 20 to 59, near 1.5 in a thousand", "death rates of the 2010 census"), low=0, high=1)
RETIREMENT = constant("yr", "Age of retirement.", 60.0, Source(
    "Provisional Measures on the retirement of workers", Evidence.PUBLISHED, "State Council, 1978",
    title_local="国务院关于工人退休、退职的暂行办法", document="国发〔1978〕104号", issued_on="1978-06-02",
    note="men at 60; women in management at 55, see EARLY"), low=40, high=80)
EARLY_AGE = constant("yr", "Age of retirement of women in management and the professions.", 55.0,
                     RETIREMENT.history[0].source, low=40, high=80)
EARLY = constant("share", "People who retire at that age.", 0.35, assumption(
    "women are some 45 % of professionals, and some stay on", REGISTER), low=0, high=1)
QUITS = constant("1/yr", "People who give up their job a year.", 0.12, assumption(
    "turnover of firms in the region, 15 to 20 % of staff, is lower among professionals", "social insurance records"),
    low=0, high=1)
DEGREES = constant("1/yr", "People who reach the next level beside their work a year.", 0.006, assumption(
    "part-time degrees; a few per cent of graduates", "degrees by employment status"), low=0, high=1)
ELECTED = constant("1/yr", "Doctors who become academicians a year.", 0.00005, assumption(
    "a dozen full-time academicians live in the region", "lists of the two academies"), low=0, high=1)
READY = constant("1/yr", "People at the likeliest age who are ready to found a technology firm.", 0.004, assumption(
    "several for each firm founded", "founders by schooling and last employer"), low=0, high=0.5)
FOUNDER_AGE = constant("yr", "Likeliest age of founders.", 36.0, Source(
    "Azoulay, Jones, Kim & Miranda 2020", Evidence.ESTIMATED, "AER: Insights 2(1), doi:10.1257/aeri.20180582",
    note="mean age nearly 42 at founding in the United States; 33 among founders of ten Chinese firms listed there "
    "(technode.com, 2012); in between, nearer the region's"), low=18, high=80, interval=(31, 42))
FOUNDER_SPREAD = constant("yr", "Standard deviation of that age.", 9.0, assumption(
    "the age distribution printed by the same study, read by eye", "founders by age"), low=1, high=50)
TECHNICAL_DRIVE = constant("ratio", "How much likelier people of technical fields found technology firms.", 4.0,
    assumption("most founders of technology firms studied such a subject", "founders by schooling"), low=0, high=50)
SPIN_OUT = constant("1", "Elasticity of founding to the employer's R&D a head.", 0.116, Source(
    "Babina & Howell, entrepreneurial spillovers from corporate R&D", Evidence.ESTIMATED, "NBER working paper 25360",
    note="R&D up by 100 % goes with 8.4 % more departures to start-ups: log(1.084) / log(2)"),
    low=0, high=1, interval=(0.03, 0.20))
# fmt: on

TECHNICAL: Final = ("computing", "engineering", "science")


def move(
    region: Region, joining: People, staffed: Employers, posts: Ints, moved: Ints, market: Market, come: Ways,
    terms: Terms, draws: Draws,
) -> Staff:  # fmt: skip
    """People at the year's end, before vacancies are filled.

    Args:
        region: The region at the start of the year.
        joining: The year's newcomers.
        staffed: The chain of employers at its end.
        posts: Posts of each.
        moved: Place in it of each employer of the year's start; -1 of one that is gone.
        market: The market for professionals.
        come: How people learn.
        terms: This process's values.
        draws: The year's draws.
    """
    crowd, words, now, size = crowd_of(region.people), draws.words("move/fate"), draws.year, len(region.people)
    outlook = np.empty(len(moved), np.int64)
    in_blocks(lambda a, b: outlooks(moved, staffed.heads, posts, terms[QUITS], outlook, a, b), len(moved))
    chances, spur = _chances(terms, len(come.practice)), _spur(region.firms, terms)
    fate, stands = np.empty(size, np.int8), np.empty(size, np.int32)
    counts = in_blocks(lambda a, b: decided(words, crowd, now, chances, outlook, spur, fate, stands, a, b), size)
    ends = np.cumsum(np.array([(0, 0, 0), *counts], np.int64), axis=0)
    stays, founders, without = (int(end) for end in ends[-1])
    whole, ready = room_for(stays + len(joining), crowd), np.empty(founders, np.int32)
    seekers, gains = np.empty(without + len(joining), np.int32), _gains(market.growth, come)

    def carry(start: int, stop: int) -> Books:
        own = no_books(staffed.sizes)
        row, found, seek = (int(end) for end in ends[start // ROWS])
        carried(crowd, fate, stands, now, gains, whole, Moved(ready, seekers, *own), (start, stop), (row, found, seek))
        return own

    halves = in_blocks(carry, size, ROWS * max(-(-size // (2 * ROWS)), 1))
    books = halves[0] if halves else no_books(staffed.sizes)
    for half in halves[1:]:
        for total, part in zip(books, half, strict=True):
            total += part
    for column, new in zip(whole, crowd_of(joining), strict=True):
        column[stays:] = new
    seekers[without:] = np.arange(stays, stays + len(joining))
    return Staff(People(**whole._asdict()), books, ready, seekers)


def _chances(terms: Terms, ages: int) -> Chances:
    """The year's chances, by age, field and level."""
    age = np.arange(ages)
    decades = [age < terms[THIRTY], age < terms[FORTY]]
    drain = np.select(decades, [terms[DRAIN_TWENTIES], terms[DRAIN_THIRTIES]], terms[DRAIN_LATER])
    stay = (1 - terms[DEATHS]) * np.where(age == terms[EARLY_AGE], 1 - terms[EARLY], 1.0)
    stay = np.where(age >= terms[RETIREMENT], 0.0, stay)
    leave = 1 - stay * np.stack([1 - drain, 1 - np.minimum(terms[IDLE_DRAIN] * drain, 1)])
    learn = np.array([terms[DEGREES], terms[DEGREES], terms[DEGREES], terms[ELECTED], 0.0])
    gap = (age - terms[FOUNDER_AGE]) / terms[FOUNDER_SPREAD]
    drive = np.array([terms[TECHNICAL_DRIVE] if field in TECHNICAL else 1.0 for field in FIELDS])
    found = np.outer(terms[READY] * np.exp(-(gap**2) / 2), drive)
    return Chances(counted(leave), counted(learn), found)


def _gains(growth: Doubles, come: Ways) -> Gains:
    """What the year adds to skills and wages."""
    practice = come.practice / np.append(1.0, come.practice[:-1])
    return Gains(practice, growth, np.append(come.skill[1:] / come.skill[:-1], 1.0))


def _spur(firms: Firms, terms: Terms) -> Floats:
    """Factor on founding by technology firm: its R&D a head over the mean, to the elasticity of spin-outs."""
    heads = firms.professionals
    if not (heads.any() and firms.real_rnd.any()):
        return np.ones(len(firms), np.float32)
    a_head = firms.real_rnd / np.maximum(heads, 1)
    mean = float(np.average(a_head, weights=heads))
    return ((a_head / mean) ** terms[SPIN_OUT] if mean else np.ones(len(firms))).astype(np.float32)
