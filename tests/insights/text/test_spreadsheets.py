"""What Discogs' users wrote opens as text in a spreadsheet."""

from __future__ import annotations

import pytest

from linernotes.insights.text.csv_cells import as_text, csv_lines


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")', id="a-formula"),
        pytest.param("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0", id="begins-with-plus"),
        pytest.param("-2+3", "'-2+3", id="begins-with-minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="begins-with-at"),
        pytest.param("  =1+1", "'  =1+1", id="blanks-before-it"),
        pytest.param("\t=1+1", "'\t=1+1", id="a-tab-before-it"),
        pytest.param("\n=1+1", "'\n=1+1", id="a-line-before-it"),
        pytest.param("=\n1+1", "'=\n1+1", id="a-line-after-it"),
        pytest.param("\uff1d1+1", "'\uff1d1+1", id="a-wide-sign"),
        pytest.param("+", "+", id="an-album-of-one-sign"),
        pytest.param("-5", "-5", id="a-number"),
        pytest.param("+44", "+44", id="a-number-with-plus"),
        pytest.param("-1,5", "-1,5", id="a-fraction"),
        pytest.param("-1.5e-07", "-1.5e-07", id="a-small-number"),
        pytest.param("A = B", "A = B", id="a-sign-within"),
        pytest.param("'Round Midnight", "'Round Midnight", id="an-apostrophe-of-its-own"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_no_cell_runs_as_a_formula(cell: str, written: str):
    assert as_text(cell) == written


def test_only_text_is_changed_and_nothing_is_empty():
    assert list(csv_lines([["a", "=b,c"], [-1, None], [-0.5, "x"]])) == [
        "\ufeff",
        'a,"\'=b,c"\r\n',
        "-1,\r\n",
        "-0.5,x\r\n",
    ]
