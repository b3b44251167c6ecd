"""The loop that collects and sends. A lease in the store makes sure that only one runs, however many start."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from board_qa.domain.networks.outbox import OutgoingPost
from board_qa.domain.networks.posts import Charge, Lookup, Page, Post, ReadRequest
from board_qa.domain.text.flags import Flag
from board_qa.ports import Ports
from board_qa.ports.channels import Channel
from board_qa.ports.stores import StoreUnavailable
from board_qa.ports.system import Screening
from board_qa.ports.telling import Delivery, Mailer
from board_qa.services.accounts.forgetting import forget_what_is_over
from board_qa.services.chats.screening import screen_waiting_posts
from board_qa.services.listening import polling
from board_qa.services.listening.our_followers import CountOurFollowers
from board_qa.services.networks.collecting import collect, learn_limits, read_now
from board_qa.services.networks.observing import forget_old
from board_qa.services.networks.publishing import recover, send_due
from board_qa.services.operating.absence import Absence
from board_qa.services.operating.rounds import RoundCount
from board_qa.services.privacy.erasing import clean_what_waits
from board_qa.services.privacy.keeping import Keeping
from board_qa.services.questions import floods
from board_qa.services.questions.screening import screen_waiting
from board_qa.services.questions.supporting import forget
from board_qa.services.questions.vectors import work_out_vectors
from board_qa.services.telling.sending import ask_what_became, look_for_lost, send_letters
from board_qa.services.telling.sending import recover as recover_letters

log = logging.getLogger(__name__)

LEASE = "worker"
# A lease is lost only by a dead worker: it is renewed before each call to a network, of which the slowest takes 13 s,
# unless that was done in the last five.
LEASE_SECONDS = 20.0
_UNASKED = timedelta(seconds=5)
# A clock is set back by a person or a time server: what is to be done at a time would wait for so long.
_SET_BACK = timedelta(minutes=1)
IDLE_SECONDS = 0.5

Waiting = Callable[[], AbstractContextManager[None]]


class _RoundOver(BaseException):
    """The worker was told to stop, or another one has the lease by now: what it is doing ends here.

    No Exception, so that nothing on its way takes it for trouble with a network, or with a post.
    """


class Worker:
    """Sends what is approved and reads what is due, one after the other; trouble in one never stops the other."""

    def __init__(self, ports: Ports, channels: Iterable[Channel], holder: str, mailer: Mailer | None = None) -> None:
        self._ports, self._channels, self._holder = ports, list(channels), holder
        self._ours_until: datetime | None = None  # until then nobody else can have the lease; None while we do not lead
        self._began_last: datetime | None = None
        # Whoever has the turn may write and send: the worker, but while it waits for somebody's answer, or a stop.
        self._turn, self._stopped, self._released = threading.Lock(), threading.Event(), False
        self._count, self._absence = RoundCount(), Absence("the worker")
        networks = [_Network(channel, self._waiting) for channel in self._channels]
        self._mailers = [_Mail(mailer, self._waiting)] if mailer else []
        ports = replace(ports, screening=_Screening(ports.screening, self._waiting))
        self.chores: list[Callable[[], object]] = [
            # What somebody approved comes before what is read, on every network; trouble with one stops no other.
            *(partial(send_due, ports, network, self._go_on) for network in networks),
            *(partial(send_letters, ports, one, self._go_on) for one in self._mailers),
            *(partial(collect, ports, network) for network in networks),
            *(partial(learn_limits, ports, network) for network in networks),
            *(CountOurFollowers(ports, network).go_on for network in networks),
            *(partial(look_for_lost, ports, one) for one in self._mailers),
            *(partial(ask_what_became, ports, one) for one in self._mailers),
            lambda: screen_waiting(ports),
            lambda: screen_waiting_posts(ports),
            lambda: work_out_vectors(ports),
            lambda: forget(ports),
            lambda: polling.forget(ports),
            lambda: floods.forget(ports),
            lambda: forget_old(ports),
            lambda: forget_what_is_over(ports),
            Keeping(ports).go_on,
            lambda: clean_what_waits(ports),
        ]

    def tick(self) -> bool:
        """One round of work, if the lease is ours; whether it was."""
        with self._turn:
            began = self._ports.clock()
            self._begin_anew_where_the_clock_was_set_back(began)
            if not self._take_lease():
                return False
            try:
                for chore in self.chores:
                    self._do(chore)
                    self._go_on()  # it may have taken so long that another worker has the lease: the rest is theirs
                self._count.ended(self._ports, began)
            except _RoundOver:
                pass
            return True

    def _begin_anew_where_the_clock_was_set_back(self, now: datetime) -> None:
        if self._began_last and now < self._began_last - _SET_BACK:
            log.warning(
                "the clock was set back by %s: everything is read and sent as after a start", self._began_last - now
            )
            self._ours_until = None
        self._began_last = now

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stopped.is_set():
            self._tick_safely()
            self._stopped.wait(IDLE_SECONDS)

    def stop(self) -> None:
        """Work no more, and give the lease back at once: but for a post on its way, which is put on record first.

        What is only being read or looked through is left as it is. The next worker does it again. From another thread
        than `run`, and as often as one likes.
        """
        self._stopped.set()
        with self._turn:
            if not self._released:
                self._give_back()
            self._released = True

    def _give_back(self) -> None:
        try:
            self._ports.store.leases.release(LEASE, self._holder)
        except StoreUnavailable:
            log.warning("the lease could not be given back: it passes on when this process has ended")

    def _tick_safely(self) -> None:
        try:
            self.tick()
        except StoreUnavailable as error:
            self._absence.note(error)
        except Exception:
            log.exception("the worker could not start its round and will try again")
        self._absence.end_of_round()

    def _do(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except StoreUnavailable as error:
            self._absence.note(error)
        except Exception:
            # A fault of ours in one chore must not keep questions from being collected by the next.
            self._count.failed()
            log.exception("a chore of the worker failed and will be tried again")

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """While somebody else is asked, a stop has its turn. After one, the answer is not stored. Raises _RoundOver."""
        self._go_on()
        self._turn.release()
        try:
            yield
        finally:
            self._turn.acquire()
            self._go_on()

    def _go_on(self) -> None:
        """Raises _RoundOver."""
        if not self._take_lease():
            raise _RoundOver

    def _take_lease(self) -> bool:
        leases, now = self._ports.store.leases, self._ports.clock()
        if self._stopped.is_set():
            return False
        if self._ours_until and now < self._ours_until:
            return True
        leading = leases.take(LEASE, self._holder, now, LEASE_SECONDS)
        if leading and self._ours_until is None:
            for channel in self._channels:
                recover(self._ports, channel)
                read_now(self._ports, channel.name)
            for mailer in self._mailers:
                recover_letters(self._ports, mailer)
        self._ours_until = now + _UNASKED if leading else None
        return leading


class _Network:
    """The network as the worker asks it: a stop waits for a post on its way, and for no other answer."""

    def __init__(self, channel: Channel, waiting: Waiting) -> None:
        self.name, self.fingerprint = channel.name, channel.fingerprint
        self._channel, self._waiting = channel, waiting
        self.streams, self.reach, self.cap = channel.streams, channel.reach, channel.cap
        self.looked_up_at_once, self.accounts_at_once = channel.looked_up_at_once, channel.accounts_at_once
        self.pace, self.may_sweep = channel.pace, channel.may_sweep
        self.measure, self.profile, self.post_address = channel.measure, channel.profile, channel.post_address
        self.greeting, self.may_reply, self.by_hand = channel.greeting, channel.may_reply, channel.by_hand
        self.publish, self.delete = channel.publish, channel.delete
        self.worst_price, self.page_size = channel.worst_price, channel.page_size

    def learn_limits(self) -> None:
        with self._waiting():
            self._channel.learn_limits()

    def account(self) -> tuple[str, str]:
        with self._waiting():
            return self._channel.account()

    def find_own(
        self, account_id: str, post: OutgoingPost, since: datetime, known: Collection[str]
    ) -> tuple[Post | None, Sequence[Charge]]:
        with self._waiting():
            return self._channel.find_own(account_id, post, since, known)

    def read(self, ask: ReadRequest) -> Page:
        with self._waiting():
            return self._channel.read(ask)

    def look_up(self, native_ids: Sequence[str], with_authors: bool = False) -> Lookup:
        with self._waiting():
            return self._channel.look_up(native_ids, with_authors)

    def followers(self, account_id: str) -> tuple[int, Sequence[Charge]]:
        with self._waiting():
            return self._channel.followers(account_id)

    def followers_of(self, account_ids: Sequence[str]) -> Mapping[str, int]:
        with self._waiting():
            return self._channel.followers_of(account_ids)


class _Mail:
    """The mail service as the worker asks it: a stop waits for a letter on its way, and for no other answer."""

    def __init__(self, mailer: Mailer, waiting: Waiting) -> None:
        self._mailer, self._waiting = mailer, waiting
        self.practised, self.finds, self.send, self.close = mailer.practised, mailer.finds, mailer.send, mailer.close

    def ready(self) -> None:
        with self._waiting():
            self._mailer.ready()

    def find(self, key: str) -> str:
        with self._waiting():
            return self._mailer.find(key)

    def delivery(self, reference: str) -> tuple[Delivery, str]:
        with self._waiting():
            return self._mailer.delivery(reference)


class _Screening:
    """The screening as the worker asks it: a stop does not wait for a text that takes seconds."""

    def __init__(self, screening: Screening, waiting: Waiting) -> None:
        self._screening, self._waiting = screening, waiting

    def flags(self, text: str, language: str = "en") -> tuple[Flag, ...] | None:
        with self._waiting():
            return self._screening.flags(text, language)

    def flags_of_names(self, names: Sequence[str]) -> tuple[Flag, ...] | None:
        with self._waiting():
            return self._screening.flags_of_names(names)

    def vector(self, text: str) -> bytes | None:
        with self._waiting():
            return self._screening.vector(text)
