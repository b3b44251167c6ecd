"""How well and how fast similar questions are found: `make bench`.

Times are processor time of this machine, and ratios of one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from statistics import median, quantiles
from time import thread_time

from rapidfuzz import fuzz, process

from board_qa.domain.meetings.meeting import Meeting
from board_qa.domain.questions.question import NewQuestion, Question
from board_qa.ports import Ports
from board_qa.screening.screener import Screener
from board_qa.services.meetings import meetings
from board_qa.services.questions.similar import similar
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.storage.sqlite.store import SqliteStore
from board_qa.system.bank_holidays import BankHolidays
from tests.measures import similar_registers as registers
from tests.measures.similar_pairs import DIFFERENT, DIFFERENT_UNSEEN, SAME, SAME_UNSEEN, others
from tests.support.doubles import NOON, CountingIds, RecordingAnnouncer, StoppedClock, details

MEASURED = {
    "paraphrases found": SAME,
    "unseen paraphrases found": SAME_UNSEEN,
    "paraphrases in other registers found": registers.SAME_TUNED,
    "unseen paraphrases in other registers found": registers.SAME_UNSEEN,
    "hard non-pairs suggested": DIFFERENT,
    "unseen non-pairs suggested": DIFFERENT_UNSEEN,
    "non-pairs in other registers suggested": registers.DIFFERENT_TUNED,
    "unseen non-pairs in other registers suggested": registers.DIFFERENT_UNSEEN,
}
# The whole queue of a flood (docs/boards.md), and the few hundred that a busy board gathers in years.
FLOOD, YEARS = 10_000, 600
FEW = 10


@contextmanager
def board() -> Iterator[Ports]:
    store = SqliteStore(":memory:")
    yield Ports(store, StoppedClock(), CountingIds(), RecordingAnnouncer(), Screener(), BankHolidays())
    store.close()


def receive(ports: Ports, meeting: Meeting, texts: Iterable[str]) -> dict[str, Question]:
    """The questions with these texts, as a meeting's queue receives them."""
    questions = ports.store.questions
    with ports.store.transaction():
        for text in texts:
            questions.receive(meeting.id, NewQuestion("web", text, text, "", NOON), ports.ids.token(), NOON)
    while ports.store.vectors.due(1):
        work_out_vectors(ports)
    return {question.source.text: question for question in questions.of_meeting(meeting.id)}


def queue(ports: Ports, many: int) -> dict[str, Question]:
    """The pairs among so many other questions, half of all in an earlier meeting."""
    earlier, this = meetings.create(ports, details()), meetings.create(ports, details())
    texts = [*chain(*chain(*MEASURED.values())), *others(many)]
    return receive(ports, earlier, texts[1::2]) | receive(ports, this, texts[::2])


def suggested(ports: Ports, queue: dict[str, Question], pairs: Iterable[tuple[str, str]]) -> int:
    """In how many of these pairs one question is suggested for the other; each pair counts in both directions."""
    both = chain.from_iterable(((a, b), (b, a)) for a, b in pairs)
    return sum(b in {one.question.source.text for one in similar(ports, queue[a])} for a, b in both)


def unrelated(ports: Ports, queue: dict[str, Question]) -> int:
    """How many suggestions all questions of the pairs get that are not of their pair."""
    partner = {a: b for x, y in chain(*MEASURED.values()) for a, b in ((x, y), (y, x))}
    return sum(one.question.source.text != partner[text] for text in partner for one in similar(ports, queue[text]))


def plain_scan(queue: dict[str, Question]) -> Callable[[str], object]:
    """The yardstick: rapidfuzz compares a question with all of them, already in memory and in lower case."""
    texts = [text.lower() for text in queue]
    return lambda text: process.extract(text.lower(), texts, scorer=fuzz.token_set_ratio, limit=6)


def times(call: Callable[[str], object], arguments: Iterable[str]) -> tuple[float, float]:
    """Median and slowest hundredth, in milliseconds."""
    taken = []
    for argument in arguments:
        start = thread_time()
        call(argument)
        taken.append((thread_time() - start) * 1000)
    return median(taken), quantiles(taken, n=100)[98]


def main() -> None:
    for many in (20, YEARS, FLOOD):
        with board() as ports:
            all_ = queue(ports, many)
            print(f"Among {many:,} other questions, at most 5 suggestions each:")
            for name, pairs in MEASURED.items():
                print(f"  {name:48}{suggested(ports, all_, pairs):4} of {2 * len(pairs)}")
            print(f"  {'other suggestions':48}{unrelated(ports, all_):4}")
            if many == FLOOD:
                _speed(ports, all_)
    for many in (FEW, FLOOD):
        print(f"Milliseconds of a suggestion among {many:,}, median and slowest hundredth: {_among(many)}")


def _among(many: int) -> str:
    with board() as ports:
        all_ = receive(ports, meetings.create(ports, details()), others(many))
        asked = [*all_][:FEW] * 50
        half, most = times(lambda text: similar(ports, all_[text]), asked)
        return f"{half:.2f}{most:8.2f}"


def _speed(ports: Ports, all_: dict[str, Question]) -> None:
    """Suggestions and search against the plain scan, one after the other in the same run."""
    asked = [*chain(*SAME, *DIFFERENT), *others(200)]
    words = [" ".join(text.split()[-3:]) for text in asked]
    scan = times(plain_scan(all_), asked)
    print(f"Milliseconds at {len(all_):,} questions, median and slowest hundredth, and as ratio to the scan:")
    for name, (half, most) in (
        ("plain scan (rapidfuzz)", scan),
        ("suggestions", times(lambda text: similar(ports, all_[text]), asked)),
        ("search, three words", times(lambda text: ports.store.search.find(text, 50), words)),
        ("search, one letter", times(lambda text: ports.store.search.find(text, 50), [w[-2] for w in words])),
    ):
        print(f"  {name:26}{half:8.2f}{most:8.2f}   {half / scan[0]:6.3f}{most / scan[1]:7.3f}")


if __name__ == "__main__":
    main()
