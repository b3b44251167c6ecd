"""Draws what Vega-Lite describes, by a library that has Vega and a font in it and asks nothing of a network."""

from __future__ import annotations

from typing import Any

import vl_convert

# The version of the language that the descriptions are in.
_VERSION = "6.1"
# For walls and paper.
_SCALE = 2


def svg(picture: dict[str, Any]) -> bytes:
    return str(vl_convert.vegalite_to_svg(picture, vl_version=_VERSION, allowed_base_urls=[])).encode()


def png(picture: dict[str, Any]) -> bytes:
    return bytes(vl_convert.vegalite_to_png(picture, vl_version=_VERSION, scale=_SCALE, allowed_base_urls=[]))
