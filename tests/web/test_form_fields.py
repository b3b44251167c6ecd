"""The macros that draw every field of every form, at the desk and on the public's pages in both languages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask import render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tests.support.board import Board

HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x>"
WAYS = [SelectChoice("phone", "By phone"), SelectChoice("letter", "By letter")]
PAGE = """{% import "forms.html" as forms %}
{{ forms.summary(form) }}
{{ forms.text_field(form.name, hint="As colleagues see it", width="20", autocomplete="name") }}
{{ forms.text_field(form.secret) }}
{% call forms.text_area(form.text, rows=4, attributes={"data-limit": 500, "autofocus": true}) %}
<p id="text-left">Room</p>
{% endcall %}
{{ forms.select(form.nation) }}
{{ forms.radios(form.way, inline=true, hints={"letter": "On paper"}) }}
{{ forms.checkbox(form.withheld, hint="Nobody else sees it") }}"""


class Everything(Form):  # type: ignore[misc]  # wtforms ships no types
    name = StringField("Full name", [InputRequired("Enter a name"), Length(max=120)])
    secret = PasswordField("Password")
    text = TextAreaField("The question")
    nation = SelectField("Nation", choices=["England", "Wales"], validate_choice=False)
    way = RadioField("How it came", choices=WAYS)
    withheld = BooleanField("Withhold the name")


def drawn(board: Board, path: str = "/desk/", **sent: str) -> str:
    with board.process.app.test_request_context(path):
        form: Any = Everything(MultiDict(sent))
        if sent:
            form.validate()
        return str(render_template_string(PAGE, form=form))


def test_a_field_has_its_label_its_hint_and_what_was_typed(board: Board) -> None:
    page = drawn(board, name="Sam", way="letter", withheld="y", nation="Wales")

    assert re.search(r'<label class="nhsuk-label nhsuk-label--s" for="name">\s*Full name\s*</label>', page)
    assert re.search(r'<input class="nhsuk-input nhsuk-input--width-20" id="name"[^>]* value="Sam"', page)
    assert re.search(r'id="name"[^>]* aria-describedby="name-hint"[^>]* autocomplete="name"', page)
    assert re.search(r'<option value="Wales" selected>', page)
    assert re.search(r'id="way-1" name="way" type="radio" value="letter" checked', page)
    assert re.search(
        r'id="withheld"[^>]* type="checkbox" value="y" checked aria-describedby="withheld-item-hint"', page
    )
    assert re.search(r'id="text"[^>]* data-limit="500" autofocus>', page)
    assert page.index("</textarea>") < page.index('<p id="text-left">')
    assert "There is a problem" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_an_error_is_said_above_the_form_and_at_its_field(board: Board) -> None:
    page = drawn(board, text="Why?")

    assert re.search(r'<div class="nhsuk-error-summary"[^>]* tabindex="-1" autofocus>', page)
    assert re.search(r'<a href="#name"\s*>\s*Enter a name\s*</a>', page)
    assert re.search(r'id="name-error">\s*<span class="nhsuk-u-visually-hidden">Error: </span>Enter a name', page)
    assert 'aria-describedby="name-hint name-error"' in page
    assert '<a href="#way-0"' in page
    assert 'id="way-0"' in page


def test_the_words_around_an_error_are_in_the_language_of_the_page(board: Board) -> None:
    page = drawn(board, "/cy/", text="Pam?")

    assert "Mae problem" in page
    assert ">Gwall: </span>" in page
    assert "There is a problem" not in page


def test_what_was_typed_is_shown_as_it_was_and_a_password_never(board: Board) -> None:
    page = drawn(board, name=HOSTILE, text=f"\n{HOSTILE}", secret="three random words")

    assert "<script>" not in page
    assert "<img" not in page
    assert HOSTILE in unescape(page)
    # Browsers leave out the first line end of a text, so that there are two.
    assert re.search(r'id="text"[^>]*>\n\n&lt;/textarea&gt;', page)
    assert "three random words" not in page
