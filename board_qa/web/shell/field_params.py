"""What the NHS macros are told of a field of a form: `templates/forms.html` draws every field with it.

Each answers the parameters of one macro, as https://service-manual.nhs.uk/design-system/components names them: the
field's own id, label, description, value and first error, and what the page adds. `more` goes to the macro as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from board_qa.web.shell.language import say

Params = dict[str, Any]


def input_params(field: Any, attributes: Mapping[str, Any] | None = None, **more: Any) -> Params:
    """Of one line. What was typed as a password is never sent back."""
    kind = field.widget.input_type
    return {
        **_labelled(field, **more),
        "type": kind,
        "value": "" if kind == "password" else field._value(),
        "attributes": {**_of_field(field), **_present(attributes)},
    }


def area_params(field: Any, attributes: Mapping[str, Any] | None = None, **more: Any) -> Params:
    """Of several lines."""
    # Browsers leave out a line end right after the tag: without this one, the first that somebody typed.
    value = "\n" + field._value()
    return {**_labelled(field, **more), "value": value, "attributes": {**_of_field(field), **_present(attributes)}}


def select_params(field: Any, attributes: Mapping[str, Any] | None = None, **more: Any) -> Params:
    """Of a list that drops down."""
    items = [
        {"value": one.value, "text": one.label, "selected": one.selected, "attributes": _present(one.render_kw)}
        for one in field.iter_choices()
    ]
    return {**_labelled(field, **more), "items": items, "attributes": _present(attributes)}


def radio_params(field: Any, hints: Mapping[str, str] | None = None, **more: Any) -> Params:
    """One of several; `hints` has what is said under each, by its value. A label that is Markup stays so."""
    shared = _of_several(field, **more)
    legend = {"text": shared.pop("label")["text"], "classes": "nhsuk-fieldset__legend--s"}
    items = [
        {
            "id": option.id,
            "value": option.data,
            "label": _text(option.label.text),
            "checked": option.checked,
            "hint": (hints or {}).get(option.data),
        }
        for option in field
    ]
    return {**shared, "fieldset": {"legend": legend}, "items": items}


def checkbox_params(field: Any, **more: Any) -> Params:
    """Of one box to tick, which carries its own label and its hint."""
    shared = _of_several(field, **more)
    label, hint = shared.pop("label")["text"], shared.pop("hint")
    item = {"id": field.id, "value": "y", "text": label, "checked": bool(field.data), "hint": hint}
    return {**shared, "items": [item]}


def choice_params(field: Any, hints: Mapping[str, str] | None = None, **more: Any) -> Params:
    """Of several boxes, of which any number is ticked; `hints` has what is said under each, by its value."""
    shared = _of_several(field, **more)
    legend = {"text": shared.pop("label")["text"], "classes": "nhsuk-fieldset__legend--s"}
    items = [
        {
            "id": one.id,
            "value": one.data,
            "text": one.label.text,
            "checked": one.checked,
            "hint": (hints or {}).get(one.data),
        }
        for one in field
    ]
    return {**shared, "fieldset": {"legend": legend}, "items": items}


def file_params(field: Any, attributes: Mapping[str, Any] | None = None, **more: Any) -> Params:
    """Of a file to be chosen."""
    return {**_labelled(field, **more), "attributes": _present(attributes)}


def summary_params(found: Iterable[tuple[str, str]], heading: str) -> Params:
    """Of the list of what must be put right: where on the page, and what to do."""
    return {
        "titleText": heading,
        "errorList": [{"href": f"#{where}", "text": what} for where, what in found],
        "attributes": _present({"tabindex": "-1", "autofocus": True}),
    }


def _labelled(field: Any, label: str = "", hint: str = "", **more: Any) -> Params:
    error = field.errors[0] if field.errors else ""
    return {
        "id": field.id,
        "name": field.name,
        "label": {"text": label or field.label.text, "classes": "nhsuk-label--s"},
        "hint": hint or field.description or None,
        "errorMessage": {"text": error, "visuallyHiddenText": say().gettext("Error")} if error else None,
        **more,
    }


def _of_several(field: Any, **more: Any) -> Params:
    """The boxes have the ids, which the names of hints and errors begin with as well."""
    shared = _labelled(field, **more)
    prefix = shared.pop("id")
    return {**shared, "idPrefix": prefix}


def _of_field(field: Any) -> Params:
    """What the field itself says about how it is typed."""
    flags = {name: getattr(field.flags, name) for name in ("required", "maxlength")}
    return {**_present(flags), **(field.render_kw or {})}


def _present(attributes: Mapping[str, Any] | None) -> Params:
    """Attributes without those that are False, None or empty; True stands alone, without a value."""
    return {
        name: {"value": value, "optional": True}
        for name, value in (attributes or {}).items()
        if value not in ("", None)
    }


def _text(label: str) -> Params:
    return {"html" if isinstance(label, Markup) else "text": label}


PARAMS = (input_params, area_params, select_params, radio_params, checkbox_params, choice_params, file_params,
          summary_params)  # fmt: skip
