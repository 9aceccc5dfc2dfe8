import json
from pathlib import Path

import pytest

from audit_town import CLAIMS, PAGE, VERDICTS, claims, record
from edits import edits_of
from mangrove.audit import Audit, Ruled, Verdict, audit_page, show, table, to_json
from mangrove.audit.audit import NOT_FOUND

UNPROVEN = (Verdict.UNVERIFIABLE, Verdict.CONTRADICTED)


def audited(folder: Path, text: str | None = PAGE, file: str = CLAIMS) -> Audit:
    return audit_page(claims(folder, file), record(), text)


def ruled(audit: Audit, name: str) -> Ruled:
    return next(one for one in audit.claims if one.claim.id == name)


def test_every_kind_of_verdict_is_reached(tmp_path: Path) -> None:
    found = {one.claim.id: str(one.verdict) for one in audited(tmp_path).claims}
    assert found == VERDICTS
    assert set(found.values()) == {str(verdict) for verdict in Verdict}


def test_without_a_page_the_transcribed_figures_are_judged(tmp_path: Path) -> None:
    audit = audited(tmp_path, None)
    assert {one.claim.id: str(one.verdict) for one in audit.claims} == VERDICTS
    assert ruled(audit, "labs_new").quote == "of which 20"
    assert audit.uncovered == ()


def test_every_figure_of_the_page_is_covered(tmp_path: Path) -> None:
    assert audited(tmp_path).uncovered == ()


def test_a_figure_that_no_claim_covers_is_listed(tmp_path: Path) -> None:
    (left,) = audited(tmp_path, PAGE + "The town keeps 14 goats.\n").uncovered
    assert (left.number.text, left.quote) == ("14", "three halls. The town keeps 14 goats")


def test_an_edit_changes_every_verdict_that_speaks_for_a_figure(tmp_path: Path) -> None:
    survived: list[tuple[str, str]] = []
    for one in audited(tmp_path).claims:
        if one.verdict in UNPROVEN or one.printed is None:
            continue
        number = one.printed.number
        assert edits_of(number.text), one.claim.id
        for edit in edits_of(number.text):
            after = ruled(audited(tmp_path, PAGE[: number.start] + edit + PAGE[number.end :]), one.claim.id)
            if after.verdict is one.verdict:
                survived.append((one.claim.id, edit))
    assert survived == []


def test_a_figure_below_a_floor_is_contradicted(tmp_path: Path) -> None:
    edited = PAGE.replace("Toy has 120 labs", "Toy has 109 labs")
    assert ruled(audited(tmp_path, edited), "labs").verdict is Verdict.CONTRADICTED


def test_the_page_s_own_numbers_do_not_verify_each_other(tmp_path: Path) -> None:
    labs_new = ruled(audited(tmp_path), "labs_new")
    assert "own figures only" in labs_new.arithmetic[0].says
    assert labs_new.verdict is Verdict.UNVERIFIABLE


def test_an_identity_tells_what_the_wording_leaves_out(tmp_path: Path) -> None:
    firms_new = ruled(audited(tmp_path), "firms_new")
    assert firms_new.readings == ("a net change",)
    assert "1,000 (firms 2016) + 300 (page) = 1,300, as printed" in firms_new.arithmetic[0].says
    broken = ruled(audited(tmp_path, PAGE.replace("300 of them", "310 of them")), "firms_new")
    assert (broken.verdict, broken.readings) == (Verdict.CONTRADICTED, ())
    assert "but the page prints 1,300" in broken.arithmetic[0].says


def test_a_ratio_is_held_against_each_whole_on_record(tmp_path: Path) -> None:
    spending = ruled(audited(tmp_path), "spending")
    assert [line.says for line in spending.arithmetic] == [
        "income implied: 90 m yuan / 4.5 % = 2 bn yuan",
        "income 2017 = 2.1 bn yuan: 90 m yuan is 4.2857 % of it; 4.5 % of it is 94 m yuan",
    ]
    assert spending.readings == ("a lower bound",)


def test_a_figure_may_be_another_quantity(tmp_path: Path) -> None:
    (reading,) = ruled(audited(tmp_path), "halls").readings
    assert "those new in the year" in reading


def test_a_reading_belongs_to_the_figure_it_was_written_for(tmp_path: Path) -> None:
    assert ruled(audited(tmp_path), "prize").readings == ("of two prizes",)
    assert ruled(audited(tmp_path, PAGE.replace("second prize", "third prize")), "prize").readings == ()


def test_a_claim_that_is_not_on_the_page_is_unverifiable(tmp_path: Path) -> None:
    audit = audited(tmp_path, "Another page, with 5 figures in it.")
    assert {one.verdict for one in audit.claims} == {Verdict.UNVERIFIABLE}
    assert {one.reason for one in audit.claims} == {NOT_FOUND}
    assert len(audit.uncovered) == 1


@pytest.mark.parametrize(
    ("old", "new", "name", "reason"),
    [
        ("4.5%", "4.5", "spending_share", "in another unit"),
        ("May 1999", "12", "fair_since", "where a date is claimed"),
        ("120 labs", "May 2001 labs", "labs", "where a quantity is claimed"),
        ("19th fair", "19 fair", "fair_number", "where an ordinal is claimed"),
        ("120 labs", "third labs", "labs", "where a quantity is claimed"),
    ],
)
def test_a_figure_of_another_kind_is_unverifiable(tmp_path: Path, old: str, new: str, name: str, reason: str) -> None:
    one = ruled(audited(tmp_path, PAGE.replace(old, new)), name)
    assert one.verdict is Verdict.UNVERIFIABLE
    assert reason in one.reason


def test_a_lower_bound_that_is_met_but_not_pinned_is_unverifiable(tmp_path: Path) -> None:
    people = ruled(audited(tmp_path), "people")
    assert "51,100" in people.arithmetic[0].says
    assert people.verdict is Verdict.UNVERIFIABLE
    pinned = PAGE.replace("51,000 people", "51.1 thousand people")
    assert ruled(audited(tmp_path, pinned), "people").verdict is Verdict.CONSISTENT
    above = PAGE.replace("51,000 people", "52,000 people")
    assert ruled(audited(tmp_path, above), "people").verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(("written", "same"), [("1,300", "1300"), ("2.72 thousand", "2,718"), ("19th", "nineteenth")])
def test_the_same_figure_in_other_clothes_is_still_supported(tmp_path: Path, written: str, same: str) -> None:
    audit = audited(tmp_path, PAGE.replace(written, same))
    assert Verdict.UNVERIFIABLE not in {ruled(audit, name).verdict for name in ("firms", "patents", "fair_number")}
    assert Verdict.CONTRADICTED not in {ruled(audit, name).verdict for name in ("firms", "patents", "fair_number")}


def test_the_json_holds_every_claim_and_what_is_left(tmp_path: Path) -> None:
    out = json.loads(json.dumps(to_json(audited(tmp_path, PAGE + "It keeps 14 goats."))))
    assert set(out) == {"claims", "uncovered"}
    assert out["uncovered"] == [{"quote": "of three halls. It keeps 14 goats", "value": 14}]
    share = next(claim for claim in out["claims"] if claim["id"] == "spending_share")
    assert {"quote", "series", "year", "value", "unit", "verdict", "evidence"} <= set(share)
    assert (share["value"], share["unit"], share["verdict"]) == (0.045, "share", "consistent")
    assert share["evidence"][0]["source"] == "invented"
    since = next(claim for claim in out["claims"] if claim["id"] == "fair_since")
    assert since["value"] == "1999-05"


def test_the_text_shows_sections_evidence_and_counts(tmp_path: Path) -> None:
    text = show(audited(tmp_path, PAGE + "It keeps 14 goats."))
    assert "Labs and firms\n--------------" in text
    assert "would settle it: the register of labs" in text
    assert "Not covered by any claim: 1" in text
    assert text.endswith(
        "17 figures: 4 confirmed, 1 rounded, 1 floor, 4 consistent, 2 contradicted, 5 unverifiable;"
        " 1 not covered by a claim"
    )


def test_the_table_has_one_row_for_each_claim(tmp_path: Path) -> None:
    rows = table(audited(tmp_path))
    assert len(rows) == len(VERDICTS)
    assert (rows[1].section, rows[1].printed, rows[1].verdict) == ("Labs and firms", "120", "unverifiable")
    assert rows[1].would_settle == "the register of labs"
