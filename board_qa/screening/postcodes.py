"""Full postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.patterns import any_of, one_of

# PostCodeType of the UK government's BS 7666 address schema, v2.0 (Cabinet Office, kept by the National Archives at
# https://webarchive.nationalarchives.gov.uk/+/http://www.cabinetoffice.gov.uk/media/291370/
# bs7666-v2-0-xsd-PostCodeType.htm), with any or no space between the halves, in any case. Its second half never holds
# C, I, K, M, O or V, so that "on the M25 6pm" is no postcode. The area is one of Royal Mail's, so that "type T1 2DB" is
# none either.
_AREAS = one_of(
    "AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS "
    "TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = any_of(
    rf"(?<![\w£#@])(?P<out>{_AREAS}(?:\d\d?|\d[A-HJKMNPR-Y]))[ \t.-]{{0,2}}"
    r"(?P<in>\d[ABD-HJLNP-UW-Z]{2})(?!\w)"
)
_ORDINAL = re.compile(r"1st|2nd|3rd|[04-9]th")


def postcodes(folded: Folded) -> Iterator[Flag]:
    """Full postcodes; the first half alone (NG7) names a district and no home."""
    for match in _POSTCODE.finditer(folded.text):
        floor = match["out"].isupper() and _ORDINAL.fullmatch(match["in"])  # "level E5 2nd floor"
        if not floor:
            yield folded.flag(Kind.POSTCODE, match.start(), match.end())
