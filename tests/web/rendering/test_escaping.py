"""Templates and links escape as markupsafe does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from linernotes.web.rendering.escaping import escaped
from linernotes.web.rendering.templating import _TEMPLATES

HOSTILE = """<script>&amp;"'</script>"""


class Tagged:
    def __html__(self) -> str:
        return "<b>"


@given(st.text() | st.text("<>&\"'a;#") | st.integers() | st.floats() | st.none() | st.booleans())
def test_escaped_is_what_markupsafe_makes_of_it(value: object):
    assert escaped(value) == escape(value)


@pytest.mark.parametrize("value", [Markup("<b>&"), Tagged(), type("Text", (str,), {})(HOSTILE), [HOSTILE]])
def test_other_objects_escape_as_markupsafe_has_it(value: object):
    assert escaped(value) == escape(value)


def test_templates_escape_text_and_leave_markup():
    template = _TEMPLATES.from_string(
        "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ a }}|{{ b }}|{{ twice(a) }}|{{ a ~ b }}|{{ [a, b] | join }}"
    )
    text, markup = str(escape(HOSTILE)), "<b>"
    assert template.render(a=HOSTILE, b=Markup(markup)) == "|".join(
        [text, markup, text + text, text + markup, text + markup]
    )
    assert "environment.escaped(" in (_TEMPLATES.compile("{{ a }}", raw=True))


def test_a_name_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        _TEMPLATES.from_string("{{ missing }}").render()
