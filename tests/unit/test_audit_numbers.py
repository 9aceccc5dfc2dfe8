import pytest

from mangrove.audit.numbers import Kind, find_numbers


def values(text: str) -> list[float]:
    return [float(number.value) for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,688", 1688),
        ("1688", 1688),
        ("1.688 thousand", 1688),
        ("90 billion yuan", 9e10),
        ("RMB 90 bn", 9e10),
        ("US$1.58 billion", 1.58e9),
        ("1.27 quadrillion", 1.27e15),
        ("4.13%", 4.13),
        ("4.13 per cent", 4.13),
        ("5.1 million", 5.1e6),
        ("11.5 square kilometers", 11.5),
        ("seven", 7),
        ("Twelve", 12),
        ("twenty-three", 23),
        ("one hundred and five", 105),
        ("three hundred thousand", 3e5),
        ("two million three hundred thousand", 2.3e6),
        ("a million", 1e6),
        ("half", 0.5),
        ("19th", 19),
        ("first", 1),
        ("second-fastest", 2),
        ("twenty-first", 21),
        ("twentieth", 20),
        ("one-hour", 1),
        ("20-year", 20),
        ("Dawn 6000", 6000),
        ("5G", 5),
        (".5", 0.5),
    ],
)
def test_a_figure_is_one_figure_however_it_is_written(text: str, value: float) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    ["one of them", "both", "first-class people", "millions of people", "CO2", "per second", "one-stop shop"],
)
def test_pronouns_idioms_and_names_are_no_figures(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-08-09", "2018-08-09"),
        ("2018/8/9", "2018-08-09"),
        ("December 7, 2014", "2014-12-07"),
        ("7 December 2014", "2014-12-07"),
        ("Dec. 7th, 2014", "2014-12-07"),
        ("September 1996,", "1996-09"),
        ("May 2007", "2007-05"),
        ("in 1999", "1999"),
    ],
)
def test_a_date_is_one_figure_as_exact_as_printed(text: str, day: str) -> None:
    (number,) = find_numbers(text)
    assert (number.kind, number.day) == (Kind.DATE, day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aged between 18 and 45", [18, 45]),
        ("18-45", [18, 45]),
        ("between two and three", [2, 3]),
        ("195 of 1,688 and 12 more", [195, 1688, 12]),
        ("in 2010, 2,243 people", [2010, 2243]),
    ],
)
def test_neighbouring_figures_stay_apart(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "step", "unit"),
    [
        ("90 billion yuan", 1e9, "yuan"),
        ("1.27 quadrillion", 1e13, ""),
        ("4.13%", 0.01, "%"),
        ("11.50 km2", 0.01, "km2"),
        ("$20", 1, "dollar"),
        ("thirty-two percent", 1, "%"),
        ("three hundred", 100, ""),
    ],
)
def test_a_figure_knows_its_last_digit_and_its_unit(text: str, step: float, unit: str) -> None:
    (number,) = find_numbers(text)
    assert (float(number.step), number.unit) == (pytest.approx(step), unit)


def test_a_figure_stands_where_it_was_found() -> None:
    text = "There are 1,688 of them."
    (number,) = find_numbers(text)
    assert text[number.start : number.end] == number.text == "1,688"
