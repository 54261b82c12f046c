# SPDX-License-Identifier: Apache-2.0
"""Campaigns and the small ruleset are those of the tests of the command."""

import pathlib
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[3]
for folder in ("tests/cli", "bindings/python"):
    if str(TOP / folder) not in sys.path:
        sys.path.insert(0, str(TOP / folder))


@pytest.fixture(name="small")
def _small():
    import clihelp
    import cpreview

    return cpreview.Ruleset.load(clihelp.SMALL)
