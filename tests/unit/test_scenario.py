"""Scenarios are read, laid over each other and refused in one message each."""

from datetime import date

import pytest

from mangrove.errors import ScenarioError
from mangrove.regions.toytown.programmes import rnd_voucher
from mangrove.rulebook import read_rulebook
from mangrove.scenario import ALWAYS, Scenario, parse_set, read_scenario, with_sets

RATE = "rnd_voucher.rate"


@pytest.fixture
def write(tmp_path):
    """Write a scenario file and give its path."""

    def put(text: str, name: str = "mine"):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return put


def refusal(path, library=None) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, library)
    return str(caught.value)


def test_a_whole_scenario_is_read(write) -> None:
    path = write(
        """
        title = "A better voucher"
        [set]
        rnd_voucher.rate = 0.5
        "rnd_voucher.cap" = { 2011-01-01 = 1e5, 2013-01-01 = 2e5 }
        [off]
        programmes = ["toy_certificate"]
        [run]
        seed = 7
        scale = 0.1
        """
    )
    assert read_scenario(path) == Scenario(
        "mine",
        "A better voucher",
        {RATE: {ALWAYS: 0.5}, "rnd_voucher.cap": {"2011-01-01": 1e5, "2013-01-01": 2e5}},
        frozenset({"toy_certificate"}),
        frozenset(),
        {"seed": 7, "scale": 0.1},
    )


def test_an_empty_file_is_the_base_under_the_files_name(write) -> None:
    assert read_scenario(write("", "nothing")) == Scenario("nothing", "nothing")


def test_a_scenario_lies_over_what_it_includes_and_the_later_over_the_earlier(write, tmp_path) -> None:
    library = tmp_path / "ready"
    library.mkdir()
    (library / "low.toml").write_text("[set]\nrnd_voucher.rate = 0.1\nrnd_voucher.cap = 5\n[run]\nseed = 1\n")
    write('[set]\nrnd_voucher.rate = 0.2\n[off]\nprogrammes = ["a"]\n', "beside")
    mine = write('include = ["low", "beside.toml"]\n[set]\nrnd_voucher.budget = 9\n[off]\nprogrammes = ["b"]\n')
    read = read_scenario(mine, library)
    assert read.changes == {RATE: {ALWAYS: 0.2}, "rnd_voucher.cap": {ALWAYS: 5}, "rnd_voucher.budget": {ALWAYS: 9}}
    assert read.off == {"a", "b"}
    assert read.run == {"seed": 1}


def test_of_on_and_off_the_later_scenario_decides(write) -> None:
    write('[on]\nprogrammes = ["a", "c"]\n[off]\nprogrammes = ["b"]\n', "low")
    read = read_scenario(write('include = ["low"]\n[on]\nprogrammes = ["b"]\n[off]\nprogrammes = ["a"]\n'))
    assert (read.on, read.off) == ({"b", "c"}, {"a"})


def test_a_programme_cannot_be_both_on_and_off(write) -> None:
    told = refusal(write('[on]\nprogrammes = ["a"]\n[off]\nprogrammes = ["a"]\n'))
    assert "a is both in [off] and in [on]; take it out of one" in told


def test_a_scenario_changes_the_rules_and_names_itself_as_the_source() -> None:
    rules = Scenario("bold", "Half of it", {RATE: {"2011-01-01": 0.5}}).apply(read_rulebook("mangrove.regions.toytown"))
    assert rules.on(date(2011, 1, 1)).of("rnd_voucher")[rnd_voucher.RATE] == 0.5
    source = rules.current(RATE).history[-1].source
    assert (source.title, source.note) == ("scenario bold", "Half of it")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[set", "not valid TOML: "),
        ("titel = 'x'", "unknown key 'titel'; did you mean 'title'?"),
        ("set = 3", "[set] must be a table of path = value"),
        ("[set]\nrate = 0.5", "[set] rate: write programme.value = number"),
        ("[set.rnd_voucher.rate]", "[set] rnd_voucher.rate: no value given"),
        ("[set.rnd_voucher.rate]\n2018-02-30 = 1", "'2018-02-30' is no day; write YYYY-MM-DD"),
        ("[set.rnd_voucher.rate]\n2018 = 1", "'2018' is no day; write YYYY-MM-DD"),
        ("[set.rnd_voucher.rate]\n20180101 = 1", "'20180101' is no day; write YYYY-MM-DD"),
        ("off = ['a']", "[off] programmes must be a list of names"),
        ("[off]\nprogrammes = 'a'", "[off] programmes must be a list of names"),
        ("[off]\nprogrammes = [1]", "[off] programmes must be a list of names"),
        ("[on]\nprogrammes = 'a'", "[on] programmes must be a list of names"),
        ("run = 1", "[run] must be a table"),
        ("[run]\nseeds = 1", "[run] unknown key 'seeds'; did you mean 'seed'?"),
        ("[run]\nseed = 1.5", "[run] seed = 1.5 must be a whole number"),
        ("[run]\nscale = true", "[run] scale = True must be a number"),
        ("include = 'a'", "include must be a list of scenario names or paths"),
        ("include = [1]", "include must be a list of scenario names or paths"),
        ("include = ['gone']", "includes 'gone', neither beside it nor a ready scenario"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_what_to_do(write, text, words) -> None:
    message = refusal(write(text))
    assert "mine.toml" in message
    assert words in message


def test_all_problems_of_a_file_come_in_one_list(write) -> None:
    message = refusal(write("titel = 'x'\nrun = 1\ninclude = 3\n"))
    assert "3 problem(s)" in message
    assert message.count("\n  - ") == 3


def test_a_missing_file_is_refused(tmp_path) -> None:
    assert "no such scenario file" in refusal(tmp_path / "gone.toml")


def test_a_folder_and_a_file_that_is_no_text_are_refused(tmp_path) -> None:
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff\xe0")
    assert "cannot be read as text" in refusal(tmp_path / "picture.toml")
    assert "cannot be read as text" in refusal(tmp_path)


def test_a_circle_of_includes_is_shown(write) -> None:
    write('include = ["mine"]', "other")
    message = refusal(write('include = ["other"]'))
    assert "(mine.toml -> other.toml -> mine.toml)" in message


def test_a_file_that_includes_itself_is_a_circle(write) -> None:
    assert "in a circle" in refusal(write('include = ["mine"]'))


def test_two_ways_to_the_same_file_are_no_circle(write) -> None:
    write("[run]\nseed = 3", "ground")
    write('include = ["ground"]', "left")
    write('include = ["ground"]', "right")
    assert read_scenario(write('include = ["left", "right"]')).run == {"seed": 3}


def test_a_misspelt_ready_scenario_gets_the_nearest_name(write, tmp_path) -> None:
    library = tmp_path / "ready"
    library.mkdir()
    (library / "peacock_doubled.toml").write_text("")
    assert "did you mean 'peacock_doubled'?" in refusal(write('include = ["peacock_double"]'), library)


def test_an_unknown_path_gets_the_nearest_name() -> None:
    with pytest.raises(ScenarioError, match=r"no value 'rnd_voucher\.rates'; did you mean 'rnd_voucher\.rate'\?"):
        Scenario(changes={"rnd_voucher.rates": {ALWAYS: 0.1}}).apply(read_rulebook("mangrove.regions.toytown"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("rnd_voucher.rate=0.5", (RATE, {ALWAYS: 0.5})),
        ("rnd_voucher.rate@2012-01-01=0.5", (RATE, {"2012-01-01": 0.5})),
        (" rnd_voucher.cap=1e5 ", ("rnd_voucher.cap", {ALWAYS: 1e5})),
        ("a.b=-3", ("a.b", {ALWAYS: -3.0})),
    ],
)
def test_an_option_is_read(text, read) -> None:
    assert parse_set(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rate=1",
        "a.b",
        "a.b=",
        "a.b=x",
        "a.b@2012=1",
        "a.b@2012-13-01=1",
        "a.b@2013-02-29=1",
        "a.b = 1",
        "A.B=1",
        "a.b=1 2",
    ],
)
def test_an_option_of_another_form_is_refused_with_the_form(text) -> None:
    with pytest.raises(ScenarioError, match="write --set PATH=NUMBER or --set PATH@YYYY-MM-DD=NUMBER"):
        parse_set(text)


def test_options_lie_over_the_scenario_from_their_day_on() -> None:
    scenario = Scenario("mine", "Mine", {RATE: {"2011-01-01": 0.5, "2014-01-01": 0.6}})
    changed = with_sets(scenario, [f"{RATE}@2013-01-01=0.1", f"{RATE}@2015-01-01=0.2", "rnd_voucher.cap=3"])
    assert changed.name == "mine"
    assert changed.changes == {
        RATE: {"2011-01-01": 0.5, "2013-01-01": 0.1, "2015-01-01": 0.2},
        "rnd_voucher.cap": {ALWAYS: 3},
    }


def test_without_options_the_scenario_is_itself() -> None:
    scenario = Scenario("mine")
    assert with_sets(scenario, []) is scenario
