from __future__ import annotations

import re

from ..domain.flags import Flag, Kind
from ..domain.wording import shown


class Screener:
    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...]:
        t = shown(text)
        out = [Flag(Kind.NHS_NUMBER, m.start(), m.end()) for m in re.finditer(r"\d{3} \d{3} \d{4}", t)]
        if "don't want to be here" in t:
            out.append(Flag(Kind.DISTRESS))
        if "idiots" in t:
            out.append(Flag(Kind.ABUSE))
        if "?" not in t:
            out.append(Flag(Kind.STATEMENT))
        return tuple(out)
