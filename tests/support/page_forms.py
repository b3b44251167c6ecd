"""A page's form as a browser sends it when nothing in it was touched."""

from __future__ import annotations

from html.parser import HTMLParser


def form_on(page: str, having: str) -> dict[str, str]:
    """What the form with a field of this name holds: hidden fields, ticked boxes, chosen options, texts."""
    reader = _Forms()
    reader.feed(page)
    return next(form for form in reader.forms if having in form)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._list = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self._list = name
        elif tag == "textarea":
            self._text = name
            self.forms[-1][name] = ""
        elif tag == "option" and self._list and ("selected" in said or self._list not in self.forms[-1]):
            self.forms[-1][self._list] = said.get("value", "")
        elif tag == "input" and name and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.forms[-1][name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text:
            # HTML leaves out the line end right after the tag.
            self.forms[-1][self._text] += data.removeprefix("\r").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._list = ""
