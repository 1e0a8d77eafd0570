"""An email as one message: what a mail program reads from it is what was written."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.errors import NewsletterError
from newsletter.export import Envelope, build_message
from newsletter.models import Email

AT = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


class From(NamedTuple):
    name: str = "The Harbour Paper"
    email: str = "daily@paper.example"
    reply_to: str | None = "desk@paper.example"


def envelope(sender: From = From(), **more: str) -> Envelope:  # noqa: B008
    given = {
        "message_id": "daily.2026-03-02.7@paper.example",
        "list_id": "daily.paper.example",
        "unsubscribe": "https://paper.example/leave",
    } | more
    return Envelope(sender, AT, **given)


def letter(subject: str = "The ferry is back", html: str = "<p>Hé</p>\n", text: str = "Hé\n") -> Email:
    return Email(subject=subject, preheader="", html=html, text=text)


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found
    return str(found.get_content())


def test_a_message_carries_the_headers_of_a_mailing_list() -> None:
    message = read(build_message(letter(), envelope()))
    assert {name: str(value) for name, value in message.items() if name not in ("Content-Type", "MIME-Version")} == {
        "From": "The Harbour Paper <daily@paper.example>",
        "To": "The Harbour Paper <daily@paper.example>",
        "Reply-To": "desk@paper.example",
        "Subject": "The ferry is back",
        "Date": "Mon, 02 Mar 2026 05:30:00 +0000",
        "Message-ID": "<daily.2026-03-02.7@paper.example>",
        "List-Id": "<daily.paper.example>",
        "List-Unsubscribe": "<https://paper.example/leave>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_the_text_comes_before_the_html_so_that_programs_prefer_the_html() -> None:
    message = read(build_message(letter(), envelope()))
    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert [each["Content-Transfer-Encoding"] for each in message.iter_parts()] == ["quoted-printable"] * 2
    assert [each.get_content_charset() for each in message.iter_parts()] == ["utf-8"] * 2


def test_the_same_issue_gives_the_same_bytes() -> None:
    assert build_message(letter(), envelope()) == build_message(letter(), envelope())


@pytest.mark.parametrize(
    ("url", "post"),
    [("https://paper.example/leave", True), ("http://paper.example/leave", False), ("mailto:leave@paper.example", False)],
    ids=["https", "http", "mailto"],
)
def test_one_click_is_offered_for_https_alone(url: str, post: bool) -> None:
    message = read(build_message(letter(), envelope(unsubscribe=url)))
    assert message["List-Unsubscribe"] == f"<{url}>"
    assert ("List-Unsubscribe-Post" in message) is post


@pytest.mark.parametrize("missing", ["", "{{ leave }}"], ids=["none", "a tag"])
def test_without_an_address_to_leave_at_the_list_headers_stay_away(missing: str) -> None:
    message = read(build_message(letter(), envelope(unsubscribe=missing, list_id="")))
    assert not [name for name in message if name.startswith("List-")]


def test_a_long_address_to_leave_at_is_never_broken_or_encoded() -> None:
    url = "https://paper.example/leave?" + "k" * 300
    raw = build_message(letter(), envelope(unsubscribe=url))
    assert f"List-Unsubscribe:\r\n <{url}>\r\n".encode() in raw


def test_without_an_address_for_replies_there_is_no_such_header() -> None:
    assert "Reply-To" not in read(build_message(letter(), envelope(From(reply_to=None))))


@pytest.mark.parametrize(
    "address", ["täglich@paper.example", "daily", "the daily@paper.example", "daily@", "a@b@paper.example,c@paper.example"]
)
def test_an_address_that_mail_cannot_come_from_is_refused(address: str) -> None:
    with pytest.raises(NewsletterError, match="mail can be sent from"):
        build_message(letter(), envelope(From(email=address)))


def test_a_domain_in_another_script_is_written_as_the_mail_system_knows_it() -> None:
    assert b" <desk@xn--bcher-kva.example>\r\n" in build_message(letter(), envelope(From(email="desk@bücher.example")))


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: all@paper.example", "\n", "\r", "\0", "\x85", "\u2028"], ids=["header", "LF", "CR", "NUL", "NEL", "LS"]
)
def test_no_header_takes_a_line_break_or_a_nul(bad: str) -> None:
    attempts = [
        lambda: build_message(letter(subject=f"The ferry{bad}"), envelope()),
        lambda: build_message(letter(), envelope(From(name=f"Paper{bad}"))),
        lambda: build_message(letter(), envelope(From(email=f"daily{bad}@paper.example"))),
        lambda: build_message(letter(), envelope(From(reply_to=f"desk@paper.example{bad}"))),
        lambda: build_message(letter(), envelope(message_id=f"a{bad}@paper.example")),
        lambda: build_message(letter(), envelope(list_id=f"a{bad}.paper.example")),
        lambda: build_message(letter(), envelope(unsubscribe=f"https://paper.example/{bad}")),
    ]
    for attempt in attempts:
        with pytest.raises(NewsletterError, match=r"line break|control character"):
            attempt()


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=160)


@settings(max_examples=200, deadline=None)
@given(subject=WORDS)
@example("Une rivière a changé de lit — et deux villes se réveillent dans un autre pays, écrit notre envoyée")
@example("عادت العبارة إلى الميناء بعد عام من الانتظار الطويل والأسئلة التي لم يجب عنها أحد من أهل المدينة")
@example("The ferry that left " * 12)
@example("=?utf-8?q?not_encoded?= by us")
@example("two  spaces")
@example("w" * 200)
@example("w" * 67 + " ")
@example("👩‍👩‍👧‍👦" * 20)
def test_a_subject_in_any_script_and_length_is_read_back_as_it_was_written(subject: str) -> None:
    raw = build_message(letter(subject=subject), envelope())
    assert str(read(raw)["Subject"]) == subject
    head = raw.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(line.strip() for line in head.split(b"\r\n"))
    assert max(map(len, head.split(b"\r\n"))) <= 76


@settings(max_examples=100, deadline=None)
@given(name=WORDS.map(str.strip).filter(bool))
@example('Mörk, "the" <desk> (night)')
@example("The Harbour Paper and its many, many friends along the coast of the north")
@example("back\\slash")
def test_a_senders_name_of_any_kind_stands_for_one_mailbox(name: str) -> None:
    found = read(build_message(letter(), envelope(From(name=name))))["From"].addresses
    assert [address.addr_spec for address in found] == ["daily@paper.example"]
    raw = build_message(letter(), envelope(From(name=name)))
    assert max(map(len, raw.split(b"\r\n\r\n")[0].split(b"\r\n"))) <= 76
    # the standard library puts a space between two encoded words of a name, which RFC 2047 says to leave out
    assert found[0].display_name.replace(" ", "") == name.replace(" ", "")


@settings(max_examples=100, deadline=None)
@given(html=st.text(max_size=300), text=st.text(max_size=300))
@example(html="<p>.</p>\n.\n..\nFrom here\n" + "é" * 100, text="--=_\nFrom me\n.\n")
@example(html="<p>trailing \t\n", text="x" * 500)
def test_any_words_come_through_in_short_ascii_lines(html: str, text: str) -> None:
    raw = build_message(letter(html=html, text=text), envelope())
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = read(raw)
    assert as_lines(part(message, "html")) == as_lines(html)
    assert as_lines(part(message, "plain")) == as_lines(text)


def as_lines(words: str) -> list[str]:
    return words.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
