"""The check as a whole: nothing is found in a good email, and each defect is found by the rule that is about it, and by no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.check import (
    RULES,
    Changed,
    ChangedLink,
    Embargoed,
    Facts,
    Held,
    LooseLink,
    Misplaced,
    MissingPicture,
    Ran,
    Removed,
    Retired,
    SlotFacts,
    StillDraft,
    Typed,
    check_email,
    summary,
)
from newsletter.models import Email, Finding, Kind, Slot, SlotLink, Wording
from tests.mails.good import FACTS, GOOD, html_with, swapped, text_with

UNTIL = datetime(2026, 8, 5, 6, 0, tzinfo=UTC)
FERRY_PICTURE = '<img alt="A white ferry tied to an empty pier in low sun" height="310" src="images/ferry.jpg"'
PIERS = "https://harbour.example/a-short-history-of-piers"
WAY_OUT = '<a href="zqphunsubscribezq" style="color:#1a1a1a;">Unsubscribe</a>'
FOOTER = '<tr><td style="padding:24px;font-size:13px;">'


def in_footer(markup: str) -> Email:
    return html_with(FOOTER, f"{FOOTER}{markup}")


def linked(address: str) -> Email:
    return html_with(PIERS, address)


def grown(size: int) -> Email:
    """The good email with an HTML of exactly that many bytes."""
    line = '<span style="color:#1a1a1a;"></span>\n'
    missing = size - len(GOOD.html.encode())
    rest = missing % len(line)
    return in_footer(line * (missing // len(line)) + " " * rest)


def about(**changes: object) -> Facts:
    return replace(FACTS, **changes)  # type: ignore[arg-type]


DEFECTS: list[tuple[str, str, Email, Facts]] = [
    ("no subject", "inbox.subject-missing", GOOD.but(subject=" \u200b"), FACTS),
    ("no preheader", "inbox.preheader-missing", GOOD.but(preheader=""), FACTS),
    ("preheader not first", "inbox.preheader-first", html_with("An island learns to wait", "View online. An island learns to wait"), FACTS),
    ("preheader not printed", "inbox.preheader-first", GOOD.but(preheader="Something else"), FACTS),
    ("retired story", "story.retired", GOOD, about(retired=(Retired("World 2", "A cinema with one seat", "libel"),))),
    ("link to a retired story", "story.retired", GOOD, about(retired=(Retired("Top 1", "Old piers", related=True),))),
    ("embargoed story", "story.embargoed", GOOD, about(embargoed=(Embargoed("World 2", "A cinema with one seat", UNTIL),))),
    ("story in draft", "story.draft", GOOD, about(drafts=(StillDraft("World 2", "A cinema with one seat"),))),
    ("link to a story in draft", "story.draft", GOOD, about(drafts=(StillDraft("Top 1", "Old piers", 2),))),
    ("removed story", "story.removed", GOOD, about(removed=(Removed("World 2", "A cinema with one seat"),))),
    ("link to a removed story", "story.removed", GOOD, about(removed=(Removed("Top 1", "Old piers", 2),))),
    ("link out of date", "related.changed", GOOD, about(changed_links=(ChangedLink("Top 1", "Old piers", "it is new", 2, "piers"),))),
    ("story that ran lately", "story.ran", GOOD, about(ran=(Ran("World 2", "A cinema with one seat", "2 March, daily, World 1", 1, 30),))),
    ("story held elsewhere", "story.held", GOOD, about(held=(Held("World 2", "A cinema with one seat", "weekend/2026-03-07"),))),
    ("sponsor on another place", "story.misplaced", GOOD, about(misplaced=(Misplaced("rope", "Rope and twine", "World 2", "Top 1"),))),
    ("changed source", "story.changed", GOOD, about(changed=(Changed("World 2", "A cinema with one seat"),))),
    ("headline without link", "story.unlinked", GOOD, about(slots=(*FACTS.slots, SlotFacts("World 3", "Home again")))),
    ("loose link", "related.loose", GOOD, about(loose_links=(LooseLink("Top 1", "The bench makers"),))),
    (
        "picture in a text without alt",
        "img.alt-missing",
        in_footer('<img alt="" src="https://cdn.northlight.example/photos/rule2.png" width="9" height="9">'),
        about(slots=(replace(FACTS.slots[0], inside=("https://cdn.northlight.example/photos/rule2.png",)), *FACTS.slots[1:])),
    ),
    (
        "picture in a text without a place",
        "img.asset-base",
        in_footer('<img alt="A nail" src="images/nail.jpg" width="9" height="9">'),
        about(asset_base=None, slots=(replace(FACTS.slots[0], inside=("images/nail.jpg",)), *FACTS.slots[1:])),
    ),
    ("loose link in a slot", "related.loose", GOOD, about(slots=(replace(FACTS.slots[0], related=(("Benches", ""),)),))),
    # template residue
    ("braces", "content.template-residue", in_footer("<p>{{ brand.name }}</p>"), FACTS),
    ("one opening pair of braces", "content.template-residue", in_footer("<p>{{ brand.name</p>"), FACTS),
    ("statement", "content.template-residue", in_footer("{% if slots %}"), FACTS),
    ("template comment", "content.template-residue", in_footer("{# mind the gap #}"), FACTS),
    ("braces in an href", "content.template-residue", linked("https://harbour.example/{{ slug }}"), FACTS),
    ("braces in alt", "content.template-residue", html_with('alt="Northlight"', 'alt="{{ campaign.name }}"'), FACTS),
    ("braces in a style sheet", "content.template-residue", html_with("#16181b", "{{ dark.paper }}"), FACTS),
    ("braces for Outlook", "content.template-residue", html_with('fillcolor="#9b1c1c"', 'fillcolor="{{ light.accent }}"'), FACTS),
    ("braces in a comment", "content.template-residue", in_footer("<!-- {{ x }} -->"), FACTS),
    ("None for words", "content.template-residue", html_with("Islands</p>", "None</p>"), FACTS),
    ("undefined for words", "content.template-residue", in_footer("<p> undefined </p>"), FACTS),
    ("NaN in a bold cell", "content.template-residue", in_footer("<p><b>NaN</b></p>"), FACTS),
    ("None for an address", "content.template-residue", linked("None"), FACTS),
    ("None in an address", "content.template-residue", linked("https://harbour.example/None"), FACTS),
    ("undefined in a query", "content.template-residue", linked("https://harbour.example/?story=undefined"), FACTS),
    ("None for alt", "content.template-residue", html_with('alt="Northlight"', 'alt="None"'), FACTS),
    ("None for a width", "content.template-residue", html_with('width="220"', 'width="None"'), FACTS),
    ("traceback", "content.template-residue", in_footer("<p>Traceback (most recent call last): …</p>"), FACTS),
    ("bound method", "content.template-residue", in_footer("<p>&lt;bound method Slot.url of 7&gt;</p>"), FACTS),
    ("compiler's word", "content.template-residue", in_footer("<p>zq12qz</p>"), FACTS),
    ("compiler's comment", "content.template-residue", in_footer("<!-- zq13qz -->"), FACTS),
    ("MJML left over", "content.template-residue", in_footer("<mj-text>Hello</mj-text>"), FACTS),
    ("braces in the subject", "content.template-residue", GOOD.but(subject="{{ lead.title }}"), FACTS),
    ("None in the subject", "content.template-residue", GOOD.but(subject="The ferry · None"), FACTS),
    ("braces in the text part", "content.template-residue", text_with("WORLD", "{{ section.title | upper }}"), FACTS),
    ("statement in the text part", "content.template-residue", text_with("WORLD", "{% endif %}"), FACTS),
    ("None in the text part", "content.template-residue", text_with("WORLD", "None"), FACTS),
    ("braces typed", "content.template-residue", GOOD, about(typed=(Typed("the outro", "Dear {{ first_name }}"),))),
    # our placeholders
    ("misspelled", "content.placeholder-unknown", in_footer('<a href="zqphunsubscribzq">Leave</a>'), FACTS),
    ("in capitals", "content.placeholder-unknown", in_footer("<p>ZQPHEMAILZQ</p>"), FACTS),
    ("cut short", "content.placeholder-unknown", GOOD.but(subject="Good morning, zqphfirst"), FACTS),
    ("unknown in the text part", "content.placeholder-unknown", text_with("WORLD", "zqphshopzq"), FACTS),
    ("an address among words", "content.placeholder-misplaced", in_footer("<p>zqphwebversionzq</p>"), FACTS),
    ("the way out among words", "content.placeholder-misplaced", html_with(WAY_OUT, "Unsubscribe: zqphunsubscribezq"), FACTS),
    ("an address with more before it", "content.placeholder-misplaced", in_footer('<a href="https://zqphforwardzq">Send on</a>'), FACTS),
    ("an address in a picture", "content.placeholder-misplaced", in_footer('<img alt="Dot" src="zqphforwardzq">'), FACTS),
    ("a word in a label", "content.placeholder-misplaced", in_footer('<p title="For zqphfirstnamezq">Hello</p>'), FACTS),
    ("an address in the subject", "content.placeholder-misplaced", GOOD.but(subject="Read zqphwebversionzq"), FACTS),
    ("the postal address in the subject", "content.placeholder-misplaced", GOOD.but(subject="From zqphaddresszq"), FACTS),
    ("a word in a style sheet", "content.placeholder-misplaced", html_with("#16181b", "zqphfirstnamezq"), FACTS),
    # merge tags
    ("brackets", "content.foreign-tag", in_footer('<a href="[[UNSUB_LINK_EN]]">Leave</a>'), FACTS),
    ("braces and dollar", "content.foreign-tag", in_footer("<p>Dear {$name}</p>"), FACTS),
    ("percent signs", "content.foreign-tag", in_footer("<p>Dear %FIRSTNAME%,</p>"), FACTS),
    ("percent signs for an address", "content.foreign-tag", in_footer('<a href="%UNSUBSCRIBELINK%">Leave</a>'), FACTS),
    ("a whole tag in single braces", "content.foreign-tag", in_footer('<a href="{unsubscribe_url}">Leave</a>'), FACTS),
    ("a whole tag in double braces", "content.foreign-tag", in_footer('<a href="{{ unsubscribe }}">Leave</a>'), FACTS),
    ("a whole tag in single brackets", "content.foreign-tag", in_footer("<p>Dear [firstname,fallback=there]</p>"), FACTS),
    ("an element", "content.foreign-tag", in_footer("<unsubscribe>Leave</unsubscribe>"), FACTS),
    ("typed in the intro", "content.foreign-tag", GOOD, about(typed=(Typed("the intro", "Dear *|FNAME|*, good morning"),))),
    ("typed in the pattern", "content.foreign-tag", GOOD, about(typed=(Typed("the subject", "*|FNAME|*: {{ x }}", pattern=True),))),
    ("Mailchimp's with another", "content.foreign-tag", in_footer("<p>Dear *|FNAME|*</p>"), about(provider="brevo")),
    ("the end of an address", "content.foreign-tag", linked("https://harbour.example/piers@TrackLink"), FACTS),
    ("the provider's own", "content.provider-tag", in_footer("<p>Dear *|FNAME|*</p>"), FACTS),
    ("the provider's own attribute", "content.provider-tag", in_footer('<p mc:edit="footer">Hello</p>'), FACTS),
    # what the law asks for
    ("no way out", "legal.unsubscribe", html_with(WAY_OUT, "Stay"), FACTS),
    (
        "a way out that is hidden",
        "legal.unsubscribe",
        html_with('<a href="zqphunsubscribezq" style="color:#1a1a1a;">', '<a href="zqphunsubscribezq" style="color:red; display: none">'),
        FACTS,
    ),
    ("a way out without words", "legal.unsubscribe", html_with('">Unsubscribe</a>', '" title="">\u200b</a>'), FACTS),
    ("no way out in the text", "legal.unsubscribe-text", text_with("Unsubscribe: zqphunsubscribezq", ""), FACTS),
    ("no postal address", "legal.postal-address", html_with("3 Lantern Quay", ""), FACTS),
    (
        "a postal address that is hidden",
        "legal.postal-address",
        html_with("<p>Northlight M", '<p style="display:none">Northlight M'),
        FACTS,
    ),
    ("no postal address declared", "legal.postal-address", GOOD, about(postal_address="")),
    ("no reason", "legal.why-you-get-this", html_with("because you asked for it", "as ever"), FACTS),
    # pictures
    ("no alt", "img.alt-missing", html_with('alt="Northlight" ', ""), FACTS),
    ("no alt in a slot", "img.alt-missing", html_with('alt="A white ferry tied to an empty pier in low sun" ', ""), FACTS),
    ("empty alt of a story's picture", "img.alt-missing", html_with(FERRY_PICTURE, FERRY_PICTURE.replace(FERRY_PICTURE[10:56], "")), FACTS),
    ("linked and silent", "img.alt-linked-empty", html_with('alt="Northlight"', 'alt=""'), FACTS),
    ("no src", "img.src-missing", in_footer('<img alt="Dot">'), FACTS),
    ("empty src", "img.src-missing", in_footer('<img alt="Dot" src=" ">'), FACTS),
    ("relative src", "img.src-local", in_footer('<img alt="Dot" src="dot.png">'), FACTS),
    ("src of a file", "img.src-local", in_footer('<img alt="Dot" src="file:///home/desk/dot.png">'), FACTS),
    ("src of a Windows file", "img.src-local", in_footer('<img alt="Dot" src="C:\\pictures\\dot.png">'), FACTS),
    ("src without scheme", "img.src-local", in_footer('<img alt="Dot" src="//cdn.northlight.example/dot.png">'), FACTS),
    ("src on this machine", "img.src-local", in_footer('<img alt="Dot" src="http://localhost:8000/dot.png">'), FACTS),
    ("src on staging", "img.src-local", in_footer('<img alt="Dot" src="https://rehearsal.example/dot.png">'), FACTS),
    ("local background", "img.src-local", html_with('<h2 style="', '<h2 style="background:url(paper.png);'), FACTS),
    ("local background in the style sheet", "img.src-local", html_with("background:#16181b", "background:url('/paper.png')"), FACTS),
    ("local background attribute", "img.src-local", html_with('<td align="center"', '<td background="paper.png" align="center"'), FACTS),
    ("local picture for Outlook", "img.src-local", html_with('fillcolor="#9b1c1c">', '><v:fill src="paper.png">'), FACTS),
    ("packed picture", "img.data-uri", in_footer('<img alt="Dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), FACTS),
    ("local picture and no asset base", "img.asset-base", GOOD, about(asset_base=None)),
    ("no file for the logo", "img.file-missing", GOOD, about(missing=(MissingPicture("images/lgo.png", stated="campaigns/d.toml:9"),))),
    ("no file for a story's picture", "img.file-missing", GOOD, about(missing=(MissingPicture("images/ferry.jpg", "Top 1"),))),
    # links
    ("empty", "link.empty", linked(""), FACTS),
    ("no href", "link.empty", html_with(f'<a href="{PIERS}"', "<a"), FACTS),
    ("number sign", "link.placeholder", linked("#"), FACTS),
    ("slash", "link.placeholder", linked("/"), FACTS),
    ("no such part", "link.anchor-broken", linked("#more"), FACTS),
    ("relative", "link.relative", linked("/stories/piers"), FACTS),
    ("without scheme", "link.relative", linked("www.harbour.example/piers"), FACTS),
    ("host and port", "link.relative", linked("localhost:8000/piers"), FACTS),
    ("protocol-relative", "link.protocol-relative", linked("//harbour.example/piers"), FACTS),
    ("script", "link.scheme", linked("javascript:alert(1)"), FACTS),
    ("disguised script", "link.scheme", linked(" java\nscript:alert(1)"), FACTS),
    ("file", "link.scheme", linked("file:///home/desk/piers.html"), FACTS),
    ("drive", "link.scheme", linked("C:/desk/piers.html"), FACTS),
    ("data", "link.data-uri", linked("data:text/html,hello"), FACTS),
    ("this machine", "link.private-host", linked("http://127.0.0.1:8000/piers"), FACTS),
    (
        "this machine for Outlook",
        "link.private-host",
        html_with('href="https://northlight.example/all"', 'href="http://localhost/all"'),
        FACTS,
    ),
    ("inside the house", "link.private-host", linked("https://cms.northlight.internal/piers"), FACTS),
    ("declared staging", "link.staging-host", linked("https://www.rehearsal.example/piers"), FACTS),
    ("staging by name", "link.staging-host", linked("https://staging.northlight.example/piers"), FACTS),
    ("blank inside", "link.malformed", linked("https://harbour.example/a short history"), FACTS),
    ("two schemes", "link.malformed", linked("https://https://harbour.example/piers"), FACTS),
    ("no mail address", "link.malformed", linked("mailto:desk"), FACTS),
    # the document
    ("no doctype", "html.doctype", html_with("<!doctype html>\n", ""), FACTS),
    ("old doctype", "html.doctype", html_with("<!doctype html>", '<!doctype "-//IETF//DTD HTML//EN">'), FACTS),
    ("no charset", "html.charset-meta", html_with("; charset=UTF-8", ""), FACTS),
    ("charset too late", "html.charset-meta", html_with("<title>", "<!--" + "the weather\n" * 90 + "-->\n<title>"), FACTS),
    ("other charset", "html.charset-meta", html_with("charset=UTF-8", "charset=iso-8859-1"), FACTS),
    ("no language", "html.lang", html_with('<html lang="en"', "<html"), FACTS),
    ("language unknown", "html.lang", html_with('<html lang="en"', '<html lang="und"'), FACTS),
    ("no direction", "html.dir", html_with('<html lang="en" dir="ltr"', '<html lang="en"'), FACTS),
    ("direction left open", "html.dir", html_with('<html lang="en" dir="ltr"', '<html lang="en" dir="auto"'), FACTS),
    ("no title", "html.title", html_with("<title>The ferry that stopped at noon</title>", ""), FACTS),
    ("empty title", "html.title", html_with("<title>The ferry that stopped at noon", "<title>&nbsp;"), FACTS),
    ("clipped", "size.gmail-clip", grown(102_401), FACTS),
    ("nearly clipped", "size.near-clip", grown(102_400), FACTS),
    ("long line", "mime.line-998", in_footer("\n<!--" + "x" * 995 + "-->\n"), FACTS),
    ("NUL", "mime.c1-control", html_with("bench on the pier", "bench\x00 on the pier"), FACTS),
    ("Windows quotation mark", "mime.c1-control", html_with("bench on the pier", "\x93bench\x94 on the pier"), FACTS),
    ("the same as an entity", "mime.c1-control", html_with("bench on the pier", "&#147;bench on the pier"), FACTS),
    # the text part
    ("no text", "mime.alternative", GOOD.but(text=" \n"), FACTS),
    ("a story missing in the text", "mime.text-parity", text_with("The orchard under the runway\n", "\n"), FACTS),
    (
        "another issue's text",
        "mime.text-parity",
        GOOD.but(text=f"{'Another morning, another harbour. ' * 40}\nzqphunsubscribezq"),
        about(slots=(), pictures=("images/ferry.jpg",)),
    ),
]


def rules_of(email: Email, facts: Facts = FACTS) -> list[str]:
    return [finding.rule for finding in check_email(email, facts)]


def test_nothing_is_found_in_a_good_email() -> None:
    assert check_email(GOOD, FACTS) == ()


GOOD_TOO = {
    "a picture without words in a link with words": in_footer(
        '<a href="https://northlight.example/"><img alt="" src="https://cdn.northlight.example/dot.png"> Home</a>'
    ),
    "a picture that travels with the mail": in_footer('<img alt="Dot" src="cid:dot@northlight.example">'),
    "the address as a placeholder": html_with("Northlight Media, 3 Lantern Quay,<br>9410 Harbourtown, Norway", "zqphaddresszq"),
    "the reader's name": in_footer("<p>Good morning, zqphfirstnamezq</p>").but(subject="zqphfirstnamezq, the ferry stopped"),
    "the reader's address in a query": in_footer('<a href="https://northlight.example/settings?for=zqphemailzq">Settings</a>'),
    "a link to a part that is there": in_footer('<a name="more"></a><b id="on">x</b><a href="#more">More</a><a href="#on">On</a>'),
    "long addresses in the text part": text_with(
        "https://northlight.example/all", f"https://northlight.example/{'/'.join(f'{n:x}' for n in range(2000))}"
    ),
    "headings in capitals in the text part": text_with("The orchard under the runway", "THE ORCHARD UNDER THE RUNWAY"),
    "an old way to name the document type": html_with("<!doctype html>", "\ufeff<!DOCTYPE HTML>"),
    "a language with its region": html_with('<html lang="en"', '<html lang="en-GB"'),
    "from right to left": html_with('<html lang="en" dir="ltr"', '<html lang="ar" dir="rtl"'),
    "exactly 85,000 bytes": grown(85_000),
    "a line of 998 bytes": in_footer("\n<!--" + "x" * 991 + "-->\r\n"),
}


@pytest.mark.parametrize("email", GOOD_TOO.values(), ids=GOOD_TOO.keys())
def test_nothing_is_found_in_what_is_good_in_another_way(email: Email) -> None:
    assert check_email(email, FACTS) == ()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (131_204, "The HTML is 131,204 bytes, 28,804 more than the 102,400 at which Gmail cuts a mail off."),
        (
            102_400,
            "The HTML is 102,400 bytes, exactly the 102,400 at which Gmail cuts a mail off",
        ),
        (
            90_000,
            "The HTML is 90,000 bytes, 12,400 fewer than the 102,400 at which Gmail cuts a mail off",
        ),
    ],
)
def test_an_email_that_is_long_says_by_how_much_and_can_be_sent_knowingly(size: int, said: str) -> None:
    (found,) = check_email(grown(size), FACTS)
    assert found.message.startswith(said)
    assert found.severity == "warning"


def test_in_another_issues_text_each_story_is_missed_by_its_name() -> None:
    email = GOOD.but(text=f"{'Another morning, another harbour. ' * 40}\nzqphunsubscribezq")
    assert [finding.where for finding in check_email(email, FACTS)] == ["Top 1", "World 1", "World 2"]


@pytest.mark.parametrize(("rule", "email", "facts"), [pytest.param(*row[1:], id=f"{row[1]}: {row[0]}") for row in DEFECTS])
def test_each_defect_is_found_once_and_by_its_own_rule(rule: str, email: Email, facts: Facts) -> None:
    assert rules_of(email, facts) == [rule]


def test_every_rule_has_a_defect_that_it_finds() -> None:
    assert {rule.id for rule in RULES} == {row[1] for row in DEFECTS}


def test_rule_ids_are_unique_and_findings_carry_the_table() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    by_id = {rule.id: rule for rule in RULES}
    for _, _, email, facts in DEFECTS:
        for finding in check_email(email, facts):
            assert (finding.severity, finding.why) == (by_id[finding.rule].severity, by_id[finding.rule].why)


@pytest.mark.parametrize(("email", "facts"), [pytest.param(*row[2:], id=f"{row[1]}: {row[0]}") for row in DEFECTS])
def test_a_finding_is_one_sentence_with_a_reason_a_fix_and_a_place(email: Email, facts: Facts) -> None:
    for finding in check_email(email, facts):
        assert finding.message[0].isupper() or finding.message[0] == "“"
        assert finding.message.endswith((".", "?"))
        assert "\n" not in finding.message
        assert len(finding.message) < 240
        assert finding.why.endswith(".")
        assert finding.fix.endswith((".", ".)"))
        assert finding.where


def test_everything_wrong_at_once_is_found_with_errors_first() -> None:
    email = Email(subject="", preheader="", html="<p>{{ x }}</p><img src='x.png'><a href='#'>more</a>", text="")
    facts = about(slots=(SlotFacts("World 3", "Home again"),), provider="mailchimp")
    severities = [finding.severity for finding in check_email(email, facts)]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert {
        "inbox.subject-missing",
        "inbox.preheader-missing",
        "content.template-residue",
        "legal.unsubscribe",
        "legal.postal-address",
        "img.alt-missing",
        "img.src-local",
        "link.placeholder",
        "html.doctype",
        "html.charset-meta",
        "html.lang",
        "html.dir",
        "html.title",
        "mime.alternative",
        "story.unlinked",
    } <= set(rules_of(email, facts))


@pytest.mark.parametrize(
    ("facts", "severity", "message", "fix"),
    [
        (
            about(retired=(Retired("Top 1", "Old piers", "the pier is gone", related=True, number=2),)),
            "error",
            "Top 1: the related link “Old piers” leads to a story that was retired (the pier is gone).",
            'Take the related link out (newsletter issue related "top 1" --drop 2).',
        ),
        (
            about(removed=(Removed("Top 1", "Old piers", 2),)),
            "error",
            "Top 1: the related link “Old piers” leads to a story that was removed from the archive.",
            'Take the related link out (newsletter issue related "top 1" --drop 2).',
        ),
        (
            about(embargoed=(Embargoed("Top 1", "Old piers", UNTIL, related=True, number=1),)),
            "error",
            "Top 1: the related link “Old piers” leads to a story that is under embargo until 5 August 2026, 06:00.",
            'Take the related link out (newsletter issue related "top 1" --drop 1).',
        ),
        (
            about(drafts=(StillDraft("Top 1", "Old piers", 2),)),
            "warning",
            "Top 1: the related link “Old piers” leads to a story that is still a draft in the archive.",
            'Take the related link out (newsletter issue related "top 1" --drop 2), or import the story as ready.',
        ),
        (
            about(drafts=(StillDraft("World 2", "A cinema with one seat"),)),
            "warning",
            "World 2: “A cinema with one seat” is still a draft in the archive.",
            "Drop the story from the issue (newsletter issue drop), or import it as ready.",
        ),
        (
            about(changed_links=(ChangedLink("Top 1", "Old piers", "its headline is “New piers” now", 2, "piers"),)),
            "warning",
            "Top 1: the related link “Old piers” is out of date: its headline is “New piers” now.",
            'Take it over (newsletter issue related "top 1" --replace 2 --add piers), or leave it as it is.',
        ),
        (
            about(removed=(Removed("World 2", "A cinema with one seat"),)),
            "error",
            "World 2: “A cinema with one seat” was removed from the archive.",
            "Drop the story from the issue (newsletter issue drop).",
        ),
        (
            about(ran=(Ran("World 2", "Cinemas", "1 March, daily, Top 1", 1, 9),)),
            "warning",
            "World 2: “Cinemas” ran on 1 March, daily, Top 1, 1 day before this issue; the campaign rests a story for 9 days.",
            'Drop it (newsletter issue drop "world 2"), or leave it if it is meant to run again.',
        ),
        (
            about(held=(Held("World 2", "A cinema with one seat", "weekend/2026-03-07"),)),
            "warning",
            "World 2: “A cinema with one seat” stands in weekend/2026-03-07 too, which is open.",
            'Drop it from one of the two (newsletter issue drop "world 2"), or leave it if both are meant to send it.',
        ),
        (
            about(misplaced=(Misplaced("rope", "Rope and twine", "World 2", "Top 1"),)),
            "warning",
            "The sponsor's “Rope and twine” is booked for World 2, and stands at Top 1.",
            'Move it there (newsletter issue move rope "world 2"), or change the booking.',
        ),
        (
            about(misplaced=(Misplaced("rope", "Rope and twine", "World 2"),)),
            "warning",
            "The sponsor's “Rope and twine” is booked for World 2, and does not stand in the issue.",
            'Put it there (newsletter issue add rope --at "world 2"), or change the booking.',
        ),
    ],
    ids=[
        "link to a retired story",
        "link to a removed one",
        "link to an embargoed one",
        "link to a story in draft",
        "story in draft",
        "link out of date",
        "removed story",
        "story that ran lately",
        "story held elsewhere",
        "sponsor on another place",
        "sponsor left out",
    ],
)
def test_what_has_become_of_a_story_is_told_with_the_way_out(facts: Facts, severity: str, message: str, fix: str) -> None:
    [finding] = check_email(GOOD, facts)
    assert (finding.severity, finding.message, finding.fix) == (severity, message, fix)


def test_a_note_and_a_sponsor_need_no_address() -> None:
    slots = (SlotFacts("Top 2", "From the desk", kind=Kind.NOTE), SlotFacts("Top 3", "Rope and twine", kind=Kind.SPONSOR))
    assert rules_of(GOOD, about(slots=(*FACTS.slots, *slots))) == []


def test_the_facts_of_a_slot_are_what_it_prints() -> None:
    slot = Slot(
        id="s1",
        item="ferry",
        item_version=1,
        story="ferry",
        layout="lead",
        taken=Wording(title="A ferry", url="https://northlight.example/stories/ferry"),
        own={"title": "The ferry"},
        related=(SlotLink(title="Piers", url=PIERS), SlotLink(title="Benches", url="")),
    )
    assert SlotFacts.of("Top 1", slot, "images/ferry.jpg") == SlotFacts(
        "Top 1",
        "The ferry",
        "https://northlight.example/stories/ferry",
        picture="images/ferry.jpg",
        related=(("Piers", PIERS), ("Benches", "")),
    )


def test_summary_counts_what_is_not_suppressed() -> None:
    findings = [
        Finding(rule="a", severity="error", message="x"),
        Finding(rule="b", severity="error", message="x", suppressed="the editor said so"),
        Finding(rule="c", severity="warning", message="x"),
        Finding(rule="d", severity="info", message="x"),
        Finding(rule="e", severity="info", message="x"),
    ]
    assert summary(findings) == (1, 1, 2)
    assert summary(()) == (0, 0, 0)


@pytest.mark.parametrize("html", ["", " ", "\x00", "plain words", "<!doctype html>", "<", "<!--", "<p title='", "<![CDATA[x]]>", "\ud800"])
def test_html_that_is_none_is_judged_without_falling_over(html: str) -> None:
    assert "html.title" in rules_of(GOOD.but(html=html))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>!-/=\"'{}%#[]|*&;ab \n\x00", max_size=60), st.text(max_size=30))
def test_no_html_or_text_makes_the_check_fall_over(html: str, text: str) -> None:
    check_email(Email(subject=text, preheader=text, html=html, text=text), FACTS)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([row[2] for row in DEFECTS]))
def test_the_same_email_gives_the_same_findings(email: Email) -> None:
    assert check_email(email, FACTS) == check_email(email, FACTS)


def test_sixty_kilobytes_of_what_is_sound_are_sound() -> None:
    start = GOOD.html.index('<div id="paper"')
    end = GOOD.html.index("</div>\n<!--[if mso | IE]></td></tr></table><table", start) + len("</div>\n")
    story = GOOD.html[start:end]
    html = swapped(GOOD.html, story, story * ((60_000 - len(GOOD.html)) // len(story) + 1))
    assert 58_000 < len(html.encode()) < 64_000
    assert check_email(GOOD.but(html=html), FACTS) == ()
