"""Facts about providers: every file is whole, and says what an export needs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsletter.errors import FileProblems, NotFound
from newsletter.placeholders import PLACEHOLDERS
from newsletter.providers import Provider, Tags, load_provider, provider_names
from newsletter.tomlfile import read_toml

SENDING = [name for name in provider_names() if name not in ("html", "eml")]


def read(text: str) -> Provider:
    return read_toml(Path("providers/mine.toml"), Provider, text=text)


MINE = """
name = "Mine"
product = "letters"
checked = 2026-11-23
confidence = "doc"
syntax = "<<tag>>"
"""


def test_twenty_two_services_and_two_kinds_of_file_are_known() -> None:
    assert len(SENDING) == 22
    assert {"html", "eml", "mailchimp"} <= set(provider_names())


def test_the_names_of_tags_are_those_of_our_placeholders() -> None:
    assert set(Tags.model_fields) == set(PLACEHOLDERS)


@pytest.mark.parametrize("name", provider_names())
def test_a_provider_knows_its_own_name_and_when_it_was_checked(name: str) -> None:
    provider = load_provider(name)
    assert provider.key == name
    assert provider.name
    assert provider.checked.isoformat() == "2026-11-23"


@pytest.mark.parametrize("name", SENDING)
def test_every_service_has_an_unsubscribe_tag_and_says_what_collides(name: str) -> None:
    provider = load_provider(name)
    assert provider.tags.unsubscribe
    assert provider.collisions
    assert provider.escape


@pytest.mark.parametrize("name", SENDING)
def test_what_collides_covers_the_providers_own_tags_so_that_a_stray_one_is_noticed(name: str) -> None:
    provider = load_provider(name)
    html, text = provider.html_collisions(), provider.text_collisions()
    assert html
    assert text
    for tag in provider.tags.known().values():
        assert html.search(tag.html)
        assert not tag.text or text.search(tag.text)


@pytest.mark.parametrize("name", SENDING)
def test_words_of_everyday_prose_and_outlooks_comments_do_not_collide(name: str) -> None:
    pattern = load_provider(name).html_collisions()
    assert pattern
    assert not pattern.search("<!--[if mso | IE]><td width=50%><![endif]--> 50 % of 100% (and 5*3) cost $12; see page #4 [not yet]")


@pytest.mark.parametrize("name", ["mailgun", "activecampaign"])
def test_an_encoded_byte_of_a_url_is_no_tag(name: str) -> None:
    pattern = load_provider(name).text_collisions()
    assert pattern
    assert not pattern.search("https://paper.example/%D0%9C%D0%B8%D1%80")
    assert pattern.search("https://paper.example/%20NEW%20ROAD")


def test_an_unknown_provider_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(NotFound, match="no provider 'mailchip'; did you mean 'mailchimp'\\?"):
        load_provider("mailchip")


@pytest.mark.parametrize("name", ["../mailchimp", "mailchimp.toml", "", "__init__"])
def test_a_name_never_leads_out_of_the_list(name: str) -> None:
    with pytest.raises(NotFound):
        load_provider(name)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('on_missing_unsubscribe = "shrug"', "must be one of auto-append, refuse, warn or nothing"),
        ("limit = 5", "unknown key 'limit'"),
        ('[tags.unsubscrib]\nhtml = "x"\nconfidence = "doc"', "did you mean 'unsubscribe'"),
        ('[tags.unsubscribe]\nhtml = "<a href=1>"\nconfidence = "doc"', "cannot stand between quotation marks"),
        ('[tags.unsubscribe]\nhtml = "leave"\nform = "element"\nconfidence = "doc"', "written as its opening tag"),
        ('[collisions]\nanywhere = ["("]\nconfidence = "doc"', "is no regular expression"),
        ('[collisions]\nanywhere = ["x*"]\nconfidence = "doc"', "matches an empty text"),
    ],
    ids=["impossible value", "unknown key", "unknown tag", "quotes in a link", "no element", "no pattern", "empty pattern"],
)
def test_a_mistake_in_a_file_is_named_with_its_line(line: str, says: str) -> None:
    with pytest.raises(FileProblems) as caught:
        read(MINE + line)
    assert re.match(r"providers/mine\.toml:\d+: ", str(caught.value))
    assert says in str(caught.value)


def test_a_file_of_the_bare_minimum_is_enough_and_what_is_unknown_stays_unknown() -> None:
    provider = read(MINE)
    assert provider.requires_unsubscribe is None
    assert provider.tags.known() == {}
    assert provider.html_collisions() is None
    assert "requires_unsubscribe" not in provider.as_json()


def test_the_lines_for_an_editor_tell_tags_limits_and_doubts() -> None:
    lines = load_provider("campaign_monitor").facts()
    assert ("name", "Campaign Monitor") in lines
    assert ("unsubscribe", "<unsubscribe>…</unsubscribe>   (in the text part [unsubscribe])   (from third parties)") in lines
    assert ("without one", "refuses to send   (not checked)") in lines
    assert ("HTML limit", "5,242,880 bytes   (read in its documentation)") in load_provider("postmark").facts()


@pytest.mark.parametrize("name", provider_names())
def test_every_line_for_an_editor_is_one_line_and_says_something(name: str) -> None:
    for label, line in load_provider(name).facts():
        assert label
        assert line.strip()
        assert "\n" not in line
        assert line not in ("unknown", "none")


@pytest.mark.parametrize("name", provider_names())
def test_the_facts_for_a_script_are_json_by_the_keys_of_the_file(name: str) -> None:
    facts = json.loads(json.dumps(load_provider(name).as_json()))
    assert facts["key"] == name
    assert None not in facts.values()
