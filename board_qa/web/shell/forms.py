"""Forms as this service reads them: the texts that a browser's form sends, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Flask-WTF by itself also takes JSON, whose values have types of their own, and puts files in the place of texts.
    Who takes a file reads it from the request."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form or None if form.is_submitted() else None


class MadeFrom(HiddenField):  # type: ignore[misc]  # wtforms ships no types
    """What its form was made from, as the page that has it says. A form that is sent without it rests on nothing: what
    is there now was not before whoever sent it."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = next(iter(valuelist), "")
