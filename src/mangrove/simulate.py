"""One year of the region, on one page: this page is the model's description.

 1 terms     the rules in force on the last day of the year, under the scenario
 2 pay       programmes rule on registers; budgets ration; payments go on channels
 3 value     what a new product line is worth to technology firms at their user cost of R&D
 4 invest    technology firms choose R&D, and what of it they report to be accredited
 5 discover  product lines change hands; inventions are filed
 6 finance   loans on pledged IP default; funds sell stakes and buy new ones
 7 enter     enterprises and sole traders register, and are endowed with their traits
 8 leave     technology firms without a line left, and some businesses and traders, are deregistered
 9 account   sales, value added and tax close; certificates are dated; the ledger is complete
10 price     wages of professionals follow the nation's, and those out of work
11 arrive    people come, as wages and talent payments draw them
12 move      people are recognised, learn, age and leave; some give up or lose their jobs
13 found     people found the new technology firms
14 hire      vacancies meet people, and the books of employment close

Technology firms do R&D; businesses are all other enterprises, to whom the year brings sales, staff or their end.

The rules of the last day hold for the whole year, as the yearly settlement of income tax does. Payments come
before choices, because a firm knows its tax status when it plans; entry and exit come before the books close,
so that a firm that leaves is not counted at the year's end. People come after the books, so that those whose employer
is gone meet the vacancies of those that came; what a firm discovers rests on the people it had at the year's start.
"""

from datetime import date

import numpy as np

from mangrove.draws import Draws
from mangrove.employers import chained, employers, whole_posts, with_books
from mangrove.kernels.portfolios import yields
from mangrove.pay import Entry, enter_ledger, pay
from mangrove.processes.account import TAX_RATE, account, carry_on, with_posts
from mangrove.processes.arrive import arrive
from mangrove.processes.discover import discover
from mangrove.processes.endow import begin, endow
from mangrove.processes.enter import enter
from mangrove.processes.finance import finance
from mangrove.processes.found import found
from mangrove.processes.hire import hire
from mangrove.processes.invest import invest
from mangrove.processes.leave import leave
from mangrove.processes.move import move
from mangrove.processes.price import PROFESSIONAL, price
from mangrove.processes.recognise import recognise
from mangrove.processes.value import value
from mangrove.region import Region
from mangrove.rulebook import Rulebook


def year(region: Region, rules: Rulebook, draws: Draws) -> tuple[Region, list[Entry]]:
    """Advance a region by one year.

    Args:
        region: The region on the last day of the year before.
        rules: The rulebook under the scenario.
        draws: The dice of one member in the new year.

    Returns:
        The region on the last day of the new year, and the ledger of that year.
    """
    day = date(draws.year, 12, 31)
    last = np.datetime64(day, "D")
    terms = rules.on(day)
    tax_rate, professional = terms.of("account")[TAX_RATE], terms.of("price")[PROFESSIONAL]
    payments = pay(region, rules, terms, draws)
    prospects = value(region.firms, payments, tax_rate, terms.of("value"))
    firms = invest(region.firms, prospects, payments, tax_rate, terms.of("invest"), draws)
    firms, lines = discover(firms, region.lines, prospects, payments, terms.of("discover"), draws)
    firms, financed = finance(firms, payments, terms.of("finance"), draws)
    births, begun, starts, trading = enter(region, prospects, payments, last, terms.of("enter"), draws)
    newborn, starting = endow(births, prospects, terms.of("endow"), draws), begin(starts, terms.of("endow"), draws)
    leaving, closing, hazards = leave(firms, region.traders, terms.of("leave"), draws)
    output = yields(firms.lines, lines.quality, prospects.power)
    firms, firms_to, forgone = account(
        firms, output, payments, newborn, leaving, last, tax_rate, terms.of("account"), draws
    )
    businesses, businesses_to = carry_on(region.businesses, hazards, starting, last, terms.of("account"), draws)
    closed = region.but(
        day=day,
        firms=firms,
        businesses=businesses,
        institutes=with_posts(region.institutes, terms.of("account")),
        traders=region.traders.keep_and_add(~closing, trading),
        lines=lines.keep_and_add(np.ones(len(lines), np.bool_), begun),
    )
    moved = chained((firms_to, businesses_to), (len(firms), len(businesses), len(closed.institutes)))
    market = price(region, terms.of("price"), draws.year)
    region = region.but(people=recognise(region.people, payments))
    joining, come = arrive(region, payments, market, terms.of("arrive"), draws)
    staffed = employers(closed, professional, market.eager)
    posts = whole_posts(staffed, draws)
    staff = move(region, joining, staffed, posts, moved, market, come, terms.of("move"), draws)
    firms, staff = found(staff, firms, len(firms) - len(newborn), draws)
    hire(staff, staffed, posts, market, terms.of("hire"), draws)
    ledger = [*enter_ledger(payments, region), *financed, *forgone]
    return with_books(closed.but(firms=firms, people=staff.people), staff.books), ledger
