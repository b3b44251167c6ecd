"""Run one meeting on three networks, from the call to the last answer. The last line is the verdict, by network."""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from board_qa.config.practice_keys import PRACTICE_KEYS
from board_qa.rehearsal import networks as practice
from board_qa.rehearsal.clients import Moderator, Projector, Public, ask, says_what_became_of_it
from board_qa.rehearsal.mail_server import MailServer, mail_server
from board_qa.rehearsal.networks import Rehearsed
from board_qa.rehearsal.records import Records, Verdict
from board_qa.rehearsal.server import Server

FORMS, CLIENTS = 100, 8
_KILL_AFTER = 40  # acknowledged questions
_MORE_POSTS = ("Questions are open until noon. Ask below, or at the door.", "Thank you. We read every question.")
# The reason as the desk offers it: it is about something this board is not responsible for.
NOT_OURS = "not_ours"
_OWN_WORDS = "Thank you for writing. Please ring us, or 116 123 at any hour. You are not alone."
_DECLINED_WORDS = ("NHS number", "ashamed", "idiots", "want to be here", "<script>")


def main() -> int:
    records, networks = Records(), practice.start()
    with tempfile.TemporaryDirectory() as folder, mail_server() as mail:
        address = networks["X"].server.base_url
        email = {"SMTP_URL": f"smtp://127.0.0.1:{mail.port}", "MAIL_FROM": "questions@board.example"}
        server = Server(Path(folder), address, PRACTICE_KEYS, **practice.settings(networks), **email)
        try:
            verdict = rehearse(records, networks, server, mail)
        finally:
            server.close()
            for network in networks.values():
                network.server.stop()
    print(verdict)
    return 0 if verdict.is_good else 1


def rehearse(records: Records, networks: Mapping[str, Rehearsed], server: Server, mail: MailServer) -> Verdict:
    server.add_moderator()
    server.start()
    moderator = Moderator(server.address)
    moderator.sign_in()
    moderator.make_meeting(datetime.now(UTC))
    say(f"meeting {moderator.code} made; publishing on {', '.join(networks)}")
    _publish(moderator, records, networks, server)
    projector = Projector(server.address, moderator.screen, records)
    public = Public(server.address, moderator.code, records)
    try:
        say(f"the audience answers on each; {FORMS} form questions come from {CLIENTS} clients meanwhile")
        _collect(moderator, records, networks, server)
        _approve(moderator, records, networks, _MORE_POSTS[1])
        _moderate(moderator, records)
        _put_on_screen(moderator, projector, records)
        _expect("every post to be out", lambda: moderator.published() == len(networks) * (1 + len(_MORE_POSTS)))
        _tell(moderator, records, networks, server, mail)
    finally:
        public.close()
        projector.close()
    records.followers = {name: one.followers_of_the_board() for name, one in networks.items()}
    verdict = records.verdict(moderator.texts(), {name: one.posts_of_the_board() for name, one in networks.items()})
    return replace(verdict, miscounted=records.miscounted(moderator.report()))


def _publish(moderator: Moderator, records: Records, networks: Mapping[str, Rehearsed], server: Server) -> None:
    """The call and a second post, each with the server killed while a network has it and has not answered."""
    x, mastodon = networks["X"], networks["Mastodon"]
    mastodon.keep_silent("create", after_doing_it=True)
    call = _approve(moderator, records, networks)
    wait("the call on each network", lambda: all(one.posts_of_the_board()[call] for one in networks.values()))
    _kill(server, records, "Mastodon had published the call and not answered")
    held = x.keep_silent("create")
    _approve(moderator, records, networks, _MORE_POSTS[0])
    wait("X to be asked", held)
    _kill(server, records, "X had been sent a second post, and neither published it nor answered")


def _approve(moderator: Moderator, records: Records, networks: Mapping[str, Rehearsed], text: str = "") -> str:
    words = moderator.publish(text)
    for name in networks:
        records.to_publish.setdefault(name, set()).add(words)
    return words


def _collect(moderator: Moderator, records: Records, networks: Mapping[str, Rehearsed], server: Server) -> None:
    """Posts and form questions at once, with the server killed while it reads."""
    audience = [threading.Thread(target=one.play) for one in networks.values()]
    for one in audience:
        one.start()
    _burst(moderator, records, networks["Bluesky"], server)
    for one in audience:
        one.join()
    for name, network in networks.items():
        # What they deleted or edited away is not to be collected.
        records.posted[name] = network.posts_of_the_audience()
        moderator.command(f"sources/{name}/read")
    _expect("every question in the queue", lambda: not records.sent() - set(moderator.texts()))


def _burst(moderator: Moderator, records: Records, bluesky: Rehearsed, server: Server) -> None:
    """Questions from several clients at once; every third is sent twice; the server dies in the middle."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        sent = [
            clients.submit(
                ask,
                server.address,
                moderator.code,
                f"Rehearsal question {n}: what will change by April?",
                records,
                n % 3 == 0,
                f"asker{n}@example.org" if n % 2 else "",
            )
            for n in range(FORMS)
        ]
        wait("the middle of the burst", lambda: len(records.acknowledged) >= _KILL_AFTER)
        held = bluesky.keep_silent("get_post_thread")
        moderator.command("sources/Bluesky/read")
        wait("Bluesky to be read", held)
        _kill(server, records, f"Bluesky was being read, with {len(records.acknowledged)} questions acknowledged")
        for question in sent:
            question.result()


def _kill(server: Server, records: Records, when: str) -> None:
    server.kill()
    records.killed += 1
    say(f"server killed while {when}; starting it again")
    server.start()


def _moderate(moderator: Moderator, records: Records) -> None:
    """Decline what a board would decline and every fourth form question; approve the rest."""
    sent = records.sent()
    for listed in moderator.queue():
        unkind = any(words in listed.text for words in _DECLINED_WORDS)
        if unkind or (listed.text.startswith("Rehearsal") and listed.number % 4 == 0):
            moderator.decide(listed.number, "decline", reason=NOT_OURS)
        elif listed.text in sent:
            with records.lock:
                records.may_show.add(listed.text)
            moderator.decide(listed.number, "approve")
            records.approved.add(listed.text)
    say(f"{len(records.approved)} approved")


def _put_on_screen(moderator: Moderator, projector: Projector, records: Records) -> None:
    """Put every approved question on screen, and see it there."""
    for listed in moderator.queue():
        if listed.text in records.approved:
            moderator.decide(listed.number, "put-on-screen")
            if projector.wait_for(listed.text):
                records.shown.add(listed.text)
            moderator.decide(listed.number, "answered")
    say(f"{len(records.shown)} shown on the projector")


def _tell(
    moderator: Moderator, records: Records, networks: Mapping[str, Rehearsed], server: Server, mail: MailServer
) -> None:
    """Tell everyone who asked, with the server killed while the mail server has a letter and has not answered."""
    mail.silent = 1
    moderator.tell_everyone()
    wait("the mail server to have a letter", lambda: bool(mail.letters))
    _kill(server, records, "the mail server had a letter and had not answered")
    moderator.reply_one_by_one(_OWN_WORDS)
    _expect("everyone to be told", lambda: "Everyone who asked was told" in moderator.tell_everyone())
    records.letters.update(to for to, _ in mail.letters)
    for text, receipt in records.acknowledged.items():
        if says_what_became_of_it(server.address + receipt):
            records.final_pages.add(text)
    texts = {str(listed.number): listed.text for listed in moderator.queue()}
    for network in networks.values():
        for answered, words in network.answers_of_the_board():
            in_our_thread = re.match(r"Question (\d+): ", words)
            records.answers[texts[in_our_thread[1]] if in_our_thread else answered] += 1
    say(f"{records.letters.total()} letters, {len(records.final_pages)} pages, {records.answers.total()} answers")


def wait(what: str, happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited 90 seconds for {what}")
        time.sleep(0.2)


def _expect(what: str, happened: Callable[[], bool]) -> None:
    """Wait, and go on where it does not happen: the verdict counts what is missing as lost."""
    try:
        wait(what, happened)
    except TimeoutError as error:
        say(f"{error} in vain")


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
