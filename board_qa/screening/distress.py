"""Words of someone who may be at risk.

Sources of what people say: the NHS's warning signs of suicide (threatening to hurt or kill oneself, talking about
death or suicide, hopelessness, feeling trapped, self-harm; as syndicated at
https://www.zana.com/a/suicide-warning-signs-suicide.4598), the Mental Health Foundation's ("not wanting to be here",
hopeless, trapped; https://www.mentalhealth.org.uk/explore-mental-health/a-z-topics/suicidal-thoughts) and an NHS mental
health trust's (talking as if they are a burden or trapped;
https://www.hpft.nhs.uk/news/don-t-struggle-alone-change-the-narrative-on-suicide/). The wordings are ours, in English
with a few in Welsh.

A miss costs more than a false alarm, so idioms count. What boards discuss as policy does not: a topic word alarms only
in a sentence about the writer or someone close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from board_qa.domain.text.flags import Flag, Kind
from board_qa.screening.folded import Folded
from board_qa.screening.identities import RELATIVE
from board_qa.screening.patterns import any_of, one_of

_NOT = r"(?:do ?n[o']?t|dont|do not|never|no longer|not)"
_CANNOT = r"(?:can'?t|cannot|can not|couldn'?t)"
_SELF = r"(?:my ?self|him ?self|her ?self|themsel\w+)"
_ALIVE = r"(?:be (?:here|alive|around)|being (?:here|alive)|live|living|exist|wake up|going on|carry(?:ing)? on)"
_MEANS_TO = (
    r"(?:want|wanted|wants|wanting|wanna|going|gonna|ready|plan\w*|trying|tried|threaten\w*|think\w* (?:of|about))"
)

# Said like this, it is about a person.
_SAID = any_of(
    rf"\b{_NOT} (?:\w+ )?(?:want|wanna|wish|feel like|see the point (?:of|in))(?: to| being)? {_ALIVE}\b",
    rf"\b{_MEANS_TO} (?:to )?(?:die|dying|death|be dead|jump(?:ing)?|disappear for ?ever|kms)\b",
    rf"\b{_MEANS_TO} (?:to )?end(?:ing)? (?:my|his|her) life\b",
    rf"\b(?:kill|hang|hurt|harm|cut|drown|unaliv)(?:ed?|t?ing)? {_SELF}",
    r"\bend(?:ing|ed)? (?:it all\b(?! being)|my (?:own )?life)",
    r"\b(?:take|taking|took|taken) (?:my|his|her) own (?:life|lives)",
    r"\b(?:wish|wished) (?:i|he|she) (?:was|were|wasn'?t|weren'?t|had never been) (?:dead|born|here|alive)",
    r"\bbetter off (?:without me|(?:if (?:i|he|she) (?:was|were) )?dead|if i (?:was|were)n'?t (?:here|around))",
    r"\b(?:nothing|no reason|no point|not worth|what'?s the point)(?: \w+){0,2} (?:live|living)\b",
    r"\bpoint (?:of|in|to) (?:me |my )?(?:carrying on|going on|living|being here|life|anything)\b",
    r"\b(?:not|n't|never|wont) (?:be alive|survive|make it through)\b|\bface another (?:day|night|week)\b",
    r"\bjump(?:ed|ing)? (?:off|from|in front)\b|\bnoose\b|\bslit my\b",
    r"\btake all (?:my|the|these) (?:pills|tablets|meds)\b",
    r"\b(?:dark|intrusive) thoughts\b|\bdo something (?:stupid|silly)\b|\bscared (?:of )?what i\b|\btrust myself\b",
    r"\bwhy (?:should|do|would) i (?:even )?(?:go on|carry on|bother|keep) (?:living|trying|being alive|with life)",
    rf"\b(?:{_NOT}|{_CANNOT}) see (?:a|any|my|much|the) (?:future|way (?:out|forward|through)|hope|point)\b",
    r"\b(?:no|without) (?:hope|future|way out)(?: left)? for me\b|\bno (?:way out|hope left)\b",
    r"\b(?:had enough|tired|sick|fed up|done) (?:of|with) (?:life|living|being alive|existing|fighting)\b",
    r"\b(?:rather|sooner|should) be dead\b|\bgo to sleep and (?:not|never) wake|\blife (?:is|feels)(?: not|n'?t) worth",
    r"\b(?:no ?(?:body|one)) would (?:even )?(?:miss|notice|care)\b|\bkeep (?:myself|himself|herself) safe\b",
    rf"\b(?:i'm|i am|{RELATIVE} is) (?:in crisis|at (?:breaking point|rock bottom)|not safe)\b",
    # Not "this can't go on" or "services cannot cope": somebody says it of themselves.
    rf"(?:^|[.!?,;\n] ?|\b(?:i|we|he|she|and|but|just|really|honestly) )(?:just |really )?{_CANNOT} "
    r"(?:go on|carry on|keep going|cope|take (?:it|this|much more)|do this)\b",
    r"\bi(?:'m| am| feel|'ve been feeling)(?: \w+){0,3} (?:hopeless|worthless|trapped|desperate|a burden|"
    r"like giving up|at the end of my tether)\b",
    r"\b(?:lost|losing) (?:the|my) will to (?:live|go on)|\bgiv(?:en|e|ing) up on (?:life|living)",
    r"\b(?:final|last) goodbye\b|\bby the time you read this\b",
    r"\b(?:ddim|dim) (?:eisiau|isio|ishe) (?:byw|bod yma)|\bll?add (?:fy|ei) hun|\bmethu (?:mynd ymlaen|cario '?mlaen)",
)
# Words that boards use as well.
_TOPIC = any_of(
    r"\bsuicid\w*", r"\bself[ -]?harm\w*", r"\bover-?dos\w+", r"\btook (?:his|her) life", r"\bhunan-?(?:ladd|niweid)\w*"
)
_POLICY = any_of(
    r"\bzero suicides?|\bsuicide awareness|\b(?:suicide|self[ -]?harm|overdose)[ -]"
    + one_of(
        "prevention reduction rates? strategy training data figures statistics deaths admissions presentations pathway "
        "policy services? plan support bereavement"
    )
)
# Asking is no sign of anything: "Can I ask", "I would like to know", "my question", "my area".
_ASKING = any_of(
    r"\b(?:can|may|could|might) i (?:please )?(?:ask|have|get|know|see)\b",
    r"\bi(?:'d| would|'m| am)? (?:like|want|wish|wonder\w*|ask\w*|keen)(?: to (?:ask|know|see|hear))?\b",
    r"\bi (?:see|read|note|think|believe|understand|work)\b|\btell me\b|\bas an? [^.,?!]*",
    r"\bmy (?:question|view|opinion|area|ward|town|constituency|local)\b",
)
_SOMEONE = any_of(r"\b(?:i|i'm|i've|me|my|myself|fi|dwi|rwy)\b", RELATIVE, r"\b(?:he|she) (?:is|was|feels|has)\b")
_SENTENCE = re.compile(r"[^.!?\n]+")


def distress(folded: Folded) -> Iterator[Flag]:
    """Words that mean it, and topic words in a sentence about the writer or someone close."""
    yield from folded.flags(Kind.DISTRESS, _SAID.finditer(folded.text))
    for sentence in _SENTENCE.finditer(folded.text):
        said = _blank(_ASKING, _blank(_POLICY, sentence.group()))
        if _SOMEONE.search(said):
            for topic in _TOPIC.finditer(said):
                yield folded.flag(Kind.DISTRESS, sentence.start() + topic.start(), sentence.start() + topic.end())


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches made unreadable, at the same length."""
    return pattern.sub(lambda match: "_" * len(match.group()), text)
