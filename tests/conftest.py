"""Fixtures that several test folders use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs beside the checkout, or MANGROVE_SHARED; tests that need it skip without."""
    folder = Path(os.environ.get("MANGROVE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; set MANGROVE_SHARED to the folder of real inputs")
    return folder
