"""An invented town with a page, a claims file and a record: every kind of verdict once, and nothing real."""

from pathlib import Path

from mangrove.audit import ClaimsFile, read_claims
from mangrove.figure import Bound, Figure, Quality
from mangrove.record import Record, Series

PAGE = """The Town of Toy
Updated: 2018-03-01

Labs and firms
Toy has 120 labs, of which 20 were new last year. Spending reached 90 million crowns, or 4.5% of all income.
There are 1,300 good firms in Toy, while 300 of them were added. They hold 2.72 thousand patents.
More than 51,000 people work in them, and a seven-hour day is common.

The fair
The fair was first held in May 1999 and the 19th fair took place in 2017. It won the second prize.
The house of the fair opened in 1990. A first-class place, it is one of three halls.
"""

CLAIMS = """
title = "The page of Toy"
place = "Toy"
year = 2017

[[section]]
id = "top"
title = "Top"

[[section]]
id = "firms"
title = "Labs and firms"
opens = "Labs and firms"

[[section]]
id = "fair"
title = "The fair"
opens = "The fair"

[[claim]]
id = "updated"
section = "top"
statement = "Day of the last update."
before = "updated"
printed = "2018-03-01"
series = "updated"
unit = "day"
settle = "an archive"

[[claim]]
id = "labs"
section = "firms"
statement = "Labs in Toy."
after = "labs"
printed = "120"
series = "labs"
unit = "labs"
routes = [{}, { period = "2015", role = "floor", note = "two years before" }]
settle = "the register of labs"

[[claim]]
id = "labs_new"
section = "firms"
statement = "New labs."
before = "of which"
printed = "20"
series = "labs_new"
unit = "labs"
settle = "the register of labs"

[[claim]]
id = "spending"
section = "firms"
statement = "Spending."
before = "spending reached"
printed = "90 million"
series = "spending"
unit = "yuan"

[[claim]]
id = "spending_share"
section = "firms"
statement = "Spending as a share of income."
after = "of all income"
printed = "4.5%"
series = "spending_share"
unit = "%"

[[claim]]
id = "firms"
section = "firms"
statement = "Good firms."
after = "good firms"
printed = "1,300"
series = "firms"
unit = "firms"

[[claim]]
id = "firms_new"
section = "firms"
statement = "Firms added."
before = "while"
printed = "300"
series = "firms_new"
unit = "firms"

[[claim]]
id = "patents"
section = "firms"
statement = "Patents held."
after = "patents"
printed = "2.72 thousand"
series = "patents"
unit = "patents"

[[claim]]
id = "people"
section = "firms"
statement = "People at work."
before = "more than"
printed = "51,000"
series = "people"
unit = "persons"
wording = "at_least"

[[claim]]
id = "hours"
section = "firms"
statement = "Hours in a day of work."
after = "hour day"
printed = "seven-hour"
series = "hours"
unit = "1"

[[claim]]
id = "fair_first"
section = "fair"
statement = "The fair of 1999 was the one of this number."
before = "was"
after = "held in"
printed = "first"
series = "fair_number"
year = 1999
unit = "1"

[[claim]]
id = "fair_since"
section = "fair"
statement = "The month of the first fair."
before = "held in"
printed = "May 1999"
series = "fair_started"
unit = "day"
routes = [{ role = "day" }]

[[claim]]
id = "fair_number"
section = "fair"
statement = "The fair of 2017 was the one of this number."
before = "and the"
printed = "19th"
series = "fair_number"
unit = "1"

[[claim]]
id = "fair_year"
section = "fair"
statement = "The year of that fair."
before = "took place in"
printed = "2017"
series = "fair_held"
unit = "day"
routes = [{ role = "day" }]

[[claim]]
id = "prize"
section = "fair"
statement = "The prize the fair won."
after = "prize"
printed = "second"
series = "prize"
unit = "rank"
reading = "of two prizes"

[[claim]]
id = "house"
section = "fair"
statement = "The year in which the house opened."
before = "opened in"
printed = "1990"
series = "house_opened"
unit = "day"
routes = [{ role = "day" }]

[[claim]]
id = "halls"
section = "fair"
statement = "Halls of the fair."
after = "halls"
printed = "three"
series = "halls"
unit = "units"
routes = [{}, { series = "halls_new", role = "other_meaning", note = "those new in the year" }]

[[identity]]
id = "firms_flow"
kind = "sum"
statement = "firms = firms a year before + change"
total = "firms"
terms = [{ series = "firms", period = "2016" }, { claim = "firms_new" }]
reading = "a net change"
reading_for = "firms_new"

[[identity]]
id = "labs_flow"
kind = "sum"
statement = "new labs = labs - labs a year before"
total = "labs_new"
terms = [{ claim = "labs" }, { number = 100, minus = true }]

[[identity]]
id = "fair_count"
kind = "sum"
statement = "number of a yearly fair"
total = "fair_number"
terms = [{ number = 2017 }, { series = "fair_started", year_of = true, minus = true }, { number = 1 }]

[[identity]]
id = "people_share"
kind = "product"
statement = "people at work = share x residents"
total = "people"
terms = [{ series = "working_share", period = "2017" }, { series = "residents", period = "2017" }]

[[identity]]
id = "income"
kind = "ratio"
statement = "income implied"
total = "spending"
terms = [{ claim = "spending_share" }, { series = "income", period = "2017" }]
reading = "a lower bound"
"""

# series, period, value, unit, printed, printed unit, bound, echo, page itself
_ROWS = (
    ("labs", "2015", 110, "count", "110", "labs", "exact", False, False),
    ("labs", "2017", 120, "count", "120", "labs", "exact", False, True),
    ("spending", "2017", 9e7, "CNY", "90", "m yuan", "at_least", True, False),
    ("spending_share", "2017", 0.045, "share", "4.5", "%", "exact", True, False),
    ("firms", "2016", 1000, "firm", "1000", "firms", "exact", False, False),
    ("patents", "2017", 2718, "count", "2718", "patents", "exact", False, False),
    ("working_share", "2017", 0.0511, "share", "5.11", "%", "exact", False, False),
    ("residents", "2017", 1e6, "person", "1000000", "persons", "exact", False, False),
    ("income", "2017", 2.1e9, "CNY", "2.1", "bn yuan", "exact", False, False),
    ("fair_started", "1999-05-20", 1, "count", "1", "date", "exact", False, False),
    ("fair_held", "2017-11", 1, "count", "1", "date", "exact", False, False),
    ("fair_number", "1999", 1, "1", "1", "1", "exact", False, False),
    ("prize", "2017", 2, "rank", "2", "rank", "exact", False, False),
    ("house_opened", "1991", 1, "count", "1", "date", "exact", False, False),
    ("halls", "2017", 5, "count", "5", "units", "exact", False, False),
    ("halls_new", "2017", 3, "count", "3", "units", "exact", True, False),
)

VERDICTS = {
    "updated": "unverifiable",
    "labs": "unverifiable",
    "labs_new": "unverifiable",
    "spending": "floor",
    "spending_share": "consistent",
    "firms": "consistent",
    "firms_new": "consistent",
    "patents": "rounded",
    "people": "unverifiable",
    "hours": "unverifiable",
    "fair_first": "confirmed",
    "fair_since": "confirmed",
    "fair_number": "consistent",
    "fair_year": "confirmed",
    "prize": "confirmed",
    "house": "contradicted",
    "halls": "contradicted",
}


def claims(folder: Path, text: str = CLAIMS) -> ClaimsFile:
    """The town's claims file, by way of a folder to write it in."""
    path = folder / "page.toml"
    path.write_text(text, encoding="utf-8")
    return read_claims(path)


def figure(series: str, value: float, **changes: object) -> Figure:
    """An invented figure of 2017, official and exact unless said otherwise."""
    fields: dict[str, object] = {
        "series": series,
        "place": "Toy",
        "period": "2017",
        "value": float(value),
        "unit": "count",
        "printed": f"{value:g}",
        "printed_unit": "labs",
        "bound": Bound.EXACT,
        "quality": Quality.OFFICIAL,
        "published_on": "",
        "page_itself": False,
        "source": "invented",
        "note": "",
    }
    return Figure(**{**fields, **changes})


def record_of(*figures: Figure) -> Record:
    """A record of these figures."""
    series = {one.series: Series(one.series, one.series, "", "level", one.unit, False, "") for one in figures}
    return Record(figures, series)


def record() -> Record:
    """The town's record."""
    return record_of(
        *(
            figure(
                series,
                value,
                period=period,
                unit=unit,
                printed=printed,
                printed_unit=printed_unit,
                bound=Bound(bound),
                echo=echo,
                page_itself=page_itself,
            )
            for series, period, value, unit, printed, printed_unit, bound, echo, page_itself in _ROWS
        )
    )
