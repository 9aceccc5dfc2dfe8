from pathlib import Path

import pytest

from audit_town import CLAIMS, claims
from mangrove.audit import read_claims, region_claims
from mangrove.errors import DataError, SourceError


def test_the_claims_of_a_page_are_read(tmp_path: Path) -> None:
    file = claims(tmp_path)
    share = next(claim for claim in file.claims if claim.id == "spending_share")
    assert (share.place, share.year, share.canonical_unit, float(share.factor)) == ("Toy", 2017, "share", 0.01)
    assert file.locator(share).section == "Labs and firms"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "labs"\nsection = "firms"', 'id = "labs"\nsection = "firm"', "no section 'firm'; did you mean 'firms'"),
        ('id = "labs_new"', 'id = "labs"', "claim 'labs' stands twice"),
        ('printed = "120"', 'printed = "many"', "must hold one figure, not 0"),
        ('printed = "120"', 'printed = "120 of 130"', "must hold one figure, not 2"),
        ('before = "of which"', 'before = "of which 20"', "a locator holds no figures"),
        ('before = "of which"', "", "needs words before or after"),
        ('unit = "persons"', 'unit = "person5"', "'person5' is unknown"),
        ('settle = "an archive"', 'setle = "an archive"', "unknown key 'setle'; did you mean 'settle'"),
        ('role = "floor"', 'role = "flor"', "'flor' is not a valid Role"),
        ('kind = "product"', 'kind = "produkt"', "unknown kind 'produkt'; did you mean 'product'"),
        ('total = "people"', 'total = "peoples"', "no claim 'peoples'; did you mean 'people'"),
        ('statement = "New labs."\n', "", "statement"),
        ('printed = "1990"', 'printed = "90"', "the unit is a day"),
        ('title = "The page of Toy"', 'titel = "The page of Toy"', "unknown key 'titel'"),
    ],
)
def test_a_broken_claims_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in CLAIMS
    with pytest.raises(DataError, match=message):
        claims(tmp_path, CLAIMS.replace(old, new, 1))


def test_all_that_is_wrong_is_in_one_message(tmp_path: Path) -> None:
    broken = CLAIMS.replace('printed = "120"', 'printed = "many"').replace('total = "people"', 'total = "x"')
    with pytest.raises(DataError, match=r"(?s)must hold one figure.*no claim 'x'"):
        claims(tmp_path, broken)


def test_broken_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not valid TOML"):
        claims(tmp_path, "[[claim\n")


def test_a_missing_claims_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_claims(tmp_path / "none.toml")


def test_a_region_without_a_page_is_refused() -> None:
    with pytest.raises(DataError, match="did you mean 'shenzhen'"):
        region_claims("shenzen")
