"""An email in a provider's words: our tokens become its tags, and nothing that an article says becomes one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.errors import NewsletterError, Refused
from newsletter.export import fill_in
from newsletter.models import Email
from newsletter.placeholders import PLACEHOLDERS, PREFIX, disarm_html, disarm_text
from newsletter.providers import Collisions, Provider, load_provider, provider_names

TOKEN = {name: placeholder.token for name, placeholder in PLACEHOLDERS.items()}
ADDRESS = "3 Quay Street, Harbourtown"
EVERY = {
    "unsubscribe": "https://paper.example/leave?a=1&b=2",
    "web_version": "https://paper.example/read",
    "preferences": "https://paper.example/choose",
    "forward": "https://paper.example/share",
    "first_name": "reader",
    "email": "you",
}
SENDING = [name for name in provider_names() if name not in ("html", "eml")]

STYLE = "@media (max-width:480px){.a{color:red}#b{width:100%}}[data-ogsc] .a{color:#fff}"
PAGE = f"""<!doctype html><html lang="en"><head><title>The ferry</title><style>{STYLE}</style>
<!--[if mso | IE]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]--></head><body>
<!--[if mso]><table width="600"><tr><td><![endif]--><p>Hello {TOKEN["first_name"]},
<!--zqopt:web_version--><a href="{TOKEN["web_version"]}">read it online</a> <!--/zqopt:web_version-->the ferry is back.</p>
<!--[if !mso]><!--><p>An <a href="https://paper.example/ferry?x=1&amp;y=2" style="color:#123456">ordinary</a> link</p><!--<![endif]-->
<p><a href="{TOKEN["unsubscribe"]}" target="_blank" style="color:#777777">Leave the <b>list</b></a>
<!--zqopt:preferences--> · <a style="color:#777777" href="{TOKEN["preferences"]}">Choose</a><!--/zqopt:preferences-->
<!--zqopt:forward--> · <a href="{TOKEN["forward"]}">Share</a><!--/zqopt:forward--></p>
<p>{TOKEN["address"]} · sent to {TOKEN["email"]}</p><!--[if mso]></td></tr></table><![endif]--></body></html>
"""
TEXT = f"""Hello {TOKEN["first_name"]},

the ferry is back: https://paper.example/ferry

Read it online: {TOKEN["web_version"]}

Share: {TOKEN["forward"]}
Choose: {TOKEN["preferences"]}
Leave the list: {TOKEN["unsubscribe"]}

{TOKEN["address"]}
"""
EMAIL = Email(subject="The ferry is back", preheader="And the pier with it", html=PAGE, text=TEXT)


def page(words: str, style: str = "") -> Email:
    """An email with some words in its HTML, and an unsubscribe link in both parts."""
    body = f'<style>{style}</style><p>{words}</p><a href="{TOKEN["unsubscribe"]}">Leave</a>'
    return EMAIL.but(html=body, text=f"Leave: {TOKEN['unsubscribe']}\n")


def filled(email: Email, name: str) -> Email:
    return fill_in(email, load_provider(name), EVERY, ADDRESS).email


def without_marks(page: str) -> str:
    return re.sub(r"<!--/?zqopt:\w+-->", "", page)


def tight(page: str) -> str:
    """Without the spaces of the style sheet: two braces may be kept apart by one, and that is all that may differ."""
    return re.sub(r"<style>.*?</style>", lambda sheet: sheet[0].replace(" ", ""), page, flags=re.DOTALL)


# --- tokens become tags ------------------------------------------------------------------------------------------


def test_mailchimps_merge_tags_stand_where_our_tokens_stood() -> None:
    email = filled(EMAIL, "mailchimp")
    assert '<a href="*|UNSUB|*" target="_blank"' in email.html
    assert '<a href="*|ARCHIVE|*">read it online</a>' in email.html
    assert "<p>*|LIST:ADDRESSLINE|* · sent to *|EMAIL|*</p>" in email.html
    assert "Leave the list: *|UNSUB|*\n" in email.text


@pytest.mark.parametrize("name", provider_names())
def test_every_provider_gets_a_whole_email_with_none_of_our_tokens_and_marks(name: str) -> None:
    email = filled(EMAIL, name)
    for part in (email.html, email.text, email.subject, email.preheader):
        assert PREFIX not in part
        assert "zqopt" not in part
    assert "the ferry is back" in email.html
    assert "the ferry is back" in email.text


@pytest.mark.parametrize("name", [name for name in provider_names() if name not in ("campaign_monitor", "listmonk")])
def test_the_html_is_the_stored_one_with_tags_for_tokens_and_nothing_else_changed(name: str) -> None:
    provider = load_provider(name)
    tags = {key: tag.html for key, tag in provider.tags.known().items() if key != "address" or provider.requires_address}
    expected = without_marks(PAGE)
    for key, token in TOKEN.items():
        expected = expected.replace(token, tags.get(key) or html.escape(EVERY.get(key, ADDRESS)))
    assert tight(filled(EMAIL, name).html) == tight(expected)


@pytest.mark.parametrize("name", SENDING)
@pytest.mark.parametrize(("what", "label"), [("web_version", "read it online"), ("preferences", "Choose"), ("forward", "Share")])
def test_an_optional_link_is_there_where_the_provider_fills_it_and_gone_where_it_does_not(name: str, what: str, label: str) -> None:
    needed = {key: EVERY[key] for key in ("first_name", "email")}
    email = fill_in(EMAIL, load_provider(name), needed, ADDRESS).email
    assert (label in email.html) is (what in load_provider(name).tags.known())


@pytest.mark.parametrize("name", SENDING)
def test_a_tag_stands_as_often_as_its_token_stood_and_no_oftener(name: str) -> None:
    provider = load_provider(name)
    tag = provider.tags.unsubscribe
    assert tag
    twice = EMAIL.but(html=PAGE.replace("An <a", f'<a href="{TOKEN["unsubscribe"]}">Leave</a> <a'))
    spelling = f"<{tag.element}" if tag.form == "element" else tag.html
    others = sum(other.html == tag.html for key, other in provider.tags.known().items() if key in ("preferences", "forward"))
    assert filled(EMAIL, name).html.count(spelling) == 1 + others
    assert filled(twice, name).html.count(spelling) == 2 + others


def test_plain_html_gets_the_campaigns_own_links_escaped_for_an_attribute() -> None:
    email = filled(EMAIL, "html")
    assert 'href="https://paper.example/leave?a=1&amp;b=2"' in email.html
    assert "Leave the list: https://paper.example/leave?a=1&b=2\n" in email.text


def test_the_providers_tag_goes_before_the_campaigns_own_value() -> None:
    assert EVERY["unsubscribe"] not in filled(EMAIL, "klaviyo").html
    assert 'href="{% unsubscribe_link %}"' in filled(EMAIL, "klaviyo").html


def test_an_element_takes_the_place_of_the_whole_link_and_keeps_its_label_and_style() -> None:
    email = filled(EMAIL, "campaign_monitor")
    assert '<unsubscribe style="color:#777777">Leave the <b>list</b></unsubscribe>' in email.html
    assert '<preferences style="color:#777777">Choose</preferences>' in email.html
    assert "<webversion>read it online</webversion>" in email.html
    assert '<a href="https://paper.example/ferry?x=1&amp;y=2" style="color:#123456">ordinary</a>' in email.html
    assert "Leave the list: [unsubscribe]\n" in email.text


def test_an_element_that_the_theme_wants_outside_a_link_is_refused() -> None:
    email = EMAIL.but(html=PAGE.replace("An <a", f"{TOKEN['unsubscribe']} <a"))
    with pytest.raises(NewsletterError, match="takes the place of a whole link"):
        filled(email, "campaign_monitor")


def test_an_attribute_without_quotation_marks_gets_them_when_a_tag_with_spaces_comes_in() -> None:
    email = EMAIL.but(html=f"<a href={TOKEN['unsubscribe']} style=color:red>Leave</a>")
    assert filled(email, "klaviyo").html == '<a href="{% unsubscribe_link %}" style=color:red>Leave</a>'


def test_a_tag_with_quotation_marks_cannot_stand_in_an_attribute() -> None:
    email = EMAIL.but(html=f'<p title="For {TOKEN["first_name"]}">Leave</p>')
    with pytest.raises(NewsletterError, match="attribute title"):
        filled(email, "klaviyo")


def test_comments_that_a_provider_deletes_are_put_into_its_safe_strings_and_tags_stay_outside_them() -> None:
    vml = f'<!--[if mso]><v:rect href="{TOKEN["unsubscribe"]}">`</v:rect><![endif]-->'
    email = filled(EMAIL.but(html=PAGE.replace("<p>An", f"{vml}<p>An")), "listmonk")
    assert '{{ Safe `<!--[if mso]><table width="600"><tr><td><![endif]-->` }}' in email.html
    assert '{{ Safe `<!--[if mso]><v:rect href="` }}{{ UnsubscribeURL }}{{ Safe `">&#96;</v:rect><![endif]-->` }}' in email.html
    assert "{{ Safe `<!--<![endif]-->` }}" in email.html
    assert "<!--" not in re.sub(r"\{\{ Safe `.*?` \}\}", "", email.html, flags=re.DOTALL)


def test_a_name_in_the_subject_becomes_a_tag_there_too() -> None:
    email = filled(EMAIL.but(subject=f"For {TOKEN['first_name']}"), "brevo")
    assert email.subject == "For {{ contact.FIRSTNAME|default:'there' }}"


# --- the address -------------------------------------------------------------------------------------------------


def test_a_provider_that_insists_on_its_own_address_gets_its_tag_and_others_the_campaigns() -> None:
    assert "%SENDER-INFO-SINGLELINE% · sent" in filled(EMAIL, "activecampaign").html
    assert f"<p>{ADDRESS} · sent" in filled(EMAIL, "klaviyo").html


def test_the_address_is_escaped_and_cannot_be_a_tag() -> None:
    email = fill_in(EMAIL, load_provider("klaviyo"), EVERY, "Smith & Sons {{ email }} <b>").email
    assert "<p>Smith &amp; Sons &#123;{ email &#125;} &lt;b&gt; · sent" in email.html
    assert email.text.endswith("Smith & Sons {\u2060{ email }\u2060} <b>\n")


def test_a_place_for_an_address_without_one_is_refused() -> None:
    with pytest.raises(Refused, match="postal address") as caught:
        fill_in(EMAIL, load_provider("html"), EVERY, " ")
    assert "[brand] postal_address" in caught.value.hint


# --- what cannot be filled ---------------------------------------------------------------------------------------


def test_an_unsubscribe_link_that_no_one_gives_is_refused_and_the_hint_says_which_key_to_add() -> None:
    with pytest.raises(Refused, match="needs its unsubscribe link, and neither plain HTML nor the campaign gives one") as caught:
        fill_in(EMAIL, load_provider("html"), {}, ADDRESS)
    assert caught.value.hint == 'add [placeholders] unsubscribe = "https://…" to the campaign file'


@pytest.mark.parametrize("what", ["first_name", "email"])
def test_a_readers_name_or_address_that_no_one_gives_is_refused(what: str) -> None:
    with pytest.raises(Refused, match=f"asks for the reader's {what.replace('_', ' ')}"):
        fill_in(EMAIL, load_provider("html"), {key: value for key, value in EVERY.items() if key != what}, ADDRESS)


def test_a_name_in_a_subject_where_the_provider_replaces_none_is_refused() -> None:
    with pytest.raises(Refused, match="the subject asks for the reader's first name, and Ghost has no tag for it there"):
        fill_in(EMAIL.but(subject=f"For {TOKEN['first_name']}"), load_provider("ghost"), {}, ADDRESS)


def test_optional_links_that_no_one_gives_go_with_what_the_theme_put_around_them() -> None:
    needed = {key: EVERY[key] for key in ("unsubscribe", "first_name", "email")}
    email = fill_in(EMAIL, load_provider("html"), needed, ADDRESS).email
    assert "Hello reader,\nthe ferry is back.</p>" in email.html
    assert "Leave the <b>list</b></a>\n\n</p>" in email.html
    assert email.text == (
        "Hello reader,\n\nthe ferry is back: https://paper.example/ferry\n\n"
        "Leave the list: https://paper.example/leave?a=1&b=2\n\n3 Quay Street, Harbourtown\n"
    )


def test_an_optional_link_outside_its_marks_is_refused_rather_than_left_dead() -> None:
    with pytest.raises(Refused, match="needs its web version link"):
        fill_in(
            page(f'<a href="{TOKEN["web_version"]}">online</a>'), load_provider("html"), {"unsubscribe": "https://paper.example/x"}, ADDRESS
        )


def test_a_token_that_is_none_of_ours_stops_the_export() -> None:
    with pytest.raises(NewsletterError, match=f"the HTML holds '{PREFIX}weatherzq'"):
        filled(page(f"{PREFIX}weatherzq"), "mailchimp")


def test_a_text_part_without_a_known_unsubscribe_tag_goes_without_that_line_and_says_so() -> None:
    done = fill_in(page("Words"), load_provider("beehiiv"), {}, ADDRESS)
    assert done.email.text == ""
    assert "beehiiv has no known unsubscribe tag for plain text, so the text part has no such link" in done.notes


def test_an_email_without_an_unsubscribe_link_is_noted_with_what_the_provider_does_then() -> None:
    bare = Email(subject="s", preheader="", html="<p>x</p>", text="x\n")
    assert fill_in(bare, load_provider("mailchimp"), {}, ADDRESS).notes == (
        "the email has no unsubscribe link, and Mailchimp will add one of its own",
    )
    assert "and HubSpot will refuse to send it" in fill_in(bare, load_provider("hubspot"), {}, ADDRESS).notes[0]
    assert fill_in(bare, load_provider("eml"), {}, ADDRESS).notes == ()


def test_a_text_part_that_the_provider_never_takes_is_said_to_be_for_reading() -> None:
    done = fill_in(EMAIL, load_provider("brevo"), EVERY, ADDRESS)
    assert "Brevo takes no plain-text part, so email.txt is there for reading only" in done.notes
    without_own_links = fill_in(EMAIL, load_provider("brevo"), {}, ADDRESS)
    assert "Leave the list: {{ unsubscribe }}\n" in without_own_links.email.text


# --- words that look like tags -----------------------------------------------------------------------------------


def test_a_headline_that_spells_a_merge_tag_stays_words_in_html_and_text() -> None:
    email = page("Stop *|UNSUB|* now").but(subject="Stop *|UNSUB|* now", preheader="*|EMAIL|*", text="*|UNSUB|*\n")
    done = fill_in(email, load_provider("mailchimp"), {}, ADDRESS)
    assert "Stop &#42;|UNSUB&#124;* now" in done.email.html
    assert done.email.subject == "Stop *\u2060|UNSUB|\u2060* now"
    assert done.email.text == "*\u2060|UNSUB|\u2060*\n"
    assert done.notes[:3] == (
        "the subject's *|UNSUB|* is written so that Mailchimp leaves it alone",
        "the preheader's *|EMAIL|* is written so that Mailchimp leaves it alone",
        "the text part's *|UNSUB|* is written so that Mailchimp leaves it alone",
    )


def test_many_such_places_are_told_in_a_few_sentences() -> None:
    text = "\n".join(f"{{{{ value{n} }}}}" for n in range(9))
    notes = fill_in(page("x").but(text=text), load_provider("kit"), {}, ADDRESS).notes
    assert sum("text part's {{ value" in note for note in notes) == 5
    assert "so are 4 more places of the text part" in notes


@pytest.mark.parametrize(
    ("name", "words", "written"),
    [
        ("sendgrid", "a {{ b", "a \\{{ b"),
        ("sendgrid", "a \\{{ b", "a \\{\u2060{ b"),  # a backslash before the escape would undo it
        ("iterable", "{{{{x", "\\{{\\{{x"),
        ("listmonk", "a {{ b", 'a {{ "{{" }} b'),
        ("sailthru", "a {b} c", "a { b} c"),
        ("kit", "{{{x", "{\u2060{\u2060{x"),
        ("activecampaign", "%EMAIL% and 5% OFF", "%\u2060EMAIL% and 5% OFF"),
        ("campaign_monitor", "so [sic] it", "so [\u2060sic] it"),
        ("postmark", "at 3 pm: tea", "at 3 pm\u2060: tea"),
    ],
    ids=["stated escape", "after a backslash", "twice", "as a string", "a space", "three braces", "percent", "bracket", "prefix"],
)
def test_a_subject_is_escaped_as_the_provider_states_or_else_broken_by_a_joiner(name: str, words: str, written: str) -> None:
    written = written.replace("pm\u2060:", "p\u2060m:")
    assert fill_in(page("x").but(subject=words), load_provider(name), EVERY, ADDRESS).email.subject == written


@pytest.mark.parametrize(
    ("name", "url", "written"),
    [
        ("activecampaign", "https://paper.example/%20NEW%20ROAD", "https://paper.example/%20%4E%45%57%20ROAD"),
        ("activecampaign", "https://paper.example/%D0%9C%D0%B8", "https://paper.example/%D0%9C%D0%B8"),
        ("kit", "https://paper.example/{{a}}", "https://paper.example/%7B{a%7D}"),
        ("campaign_monitor", "https://paper.example/?a[b]=1", "https://paper.example/?a%5Bb]=1"),
        ("listmonk", "https://paper.example/a@TrackLink", "https://paper.example/a%40TrackLink"),
        ("mailchimp", "https://paper.example/a*|B|*", "https://paper.example/a%2A|B%7C*"),
    ],
)
def test_a_url_of_the_text_part_is_percent_encoded_and_never_broken(name: str, url: str, written: str) -> None:
    email = fill_in(page("x").but(text=f"See {url}\n"), load_provider(name), EVERY, ADDRESS).email
    assert email.text == f"See {written}\n"


@pytest.mark.parametrize("name", SENDING)
def test_braces_of_a_style_sheet_are_kept_apart_and_mean_the_same(name: str) -> None:
    css = "@media x{#a{b:c}.d{e:f}}[data-ogsc] i{g:h}{}"
    email = filled(page("x", css), name)
    found = re.search(r"<style>(.*)</style>", email.html)
    assert found
    assert re.sub(r" ?([{}\[]) ?", r"\1", found[1]) == css


@pytest.mark.parametrize("edge", ["{", "}", "\\", "{{", "*", "|", "%", "[", "]", "$"])
@pytest.mark.parametrize("name", SENDING)
def test_punctuation_right_beside_a_token_does_not_join_the_tag(name: str, edge: str) -> None:
    provider = load_provider(name)
    if provider.tags.first_name is None:
        return
    tag = provider.tags.first_name.html
    email = filled(page(f"{edge}{TOKEN['first_name']}{edge}").but(text=f"{edge}{TOKEN['first_name']}{edge}\n"), name)
    used = set("{}[]%*|$#") & set("".join(tag.html + tag.text for tag in provider.tags.known().values())) | {"\\"}
    for part, spelled in ((email.html, tag), (email.text, provider.tags.first_name.text)):
        before, found, after = part.partition(spelled) if spelled else (" ", spelled, " ")
        assert found == spelled
        assert before[-1:] not in used
        assert after[:1] not in used


def test_a_spelling_that_does_not_help_ends_in_a_sentence_and_not_in_a_loop() -> None:
    brace = load_provider("kit").model_copy(update={"collisions": Collisions(anywhere=(r"\{",), confidence="doc")})
    with pytest.raises(NewsletterError, match=r"the subject holds '\{', which Kit would take for its own"):
        fill_in(page("x").but(subject="a {b"), brace, EVERY, ADDRESS)
    with pytest.raises(NewsletterError, match=r"the HTML holds '\{', which Kit would take for its own"):
        fill_in(page("x", "a{b:c}"), brace, EVERY, ADDRESS)


def test_a_theme_that_brings_a_providers_own_markup_is_stopped() -> None:
    with pytest.raises(NewsletterError, match="holds 'mc:edit', which Mailchimp would take for its own"):
        filled(page('<b mc:edit="body">x</b>'), "mailchimp")
    with pytest.raises(NewsletterError, match="Campaign Monitor would take"):
        filled(page("<singleline>x</singleline>"), "campaign_monitor")


def test_words_in_outlooks_comments_are_respelled_and_the_comments_stay() -> None:
    email = filled(
        page('<!--[if mso]><i title="{{ a }}">{% b</i><style>i{{}}</style><![endif]--><!-- {{ gone }} --><!-- kept -->'), "klaviyo"
    )
    inside = '<!--[if mso]><i title="&#123;{ a &#125;}">&#123;% b</i><style>i{ {} }</style><![endif]--><!-- kept -->'
    assert inside in email.html


# --- any article at all ------------------------------------------------------------------------------------------

PIECES = [
    *("{", "}", "[", "]", "%", "*", "|", "$", "#", "<", ">", "&", '"', "'", "\\", "`", "@", "-", ";", " ", "\n", "a", "B", "7"),
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "*|",
        "|*",
        "[[",
        "]]",
        "{$",
        "${",
        "%recipient.",
        "{{{",
        "<!--",
        "-->",
        "<!--[if mso]>",
        "<![endif]-->",
    ),
    *(
        "*|UNSUB|*",
        "{{ email }}",
        "{% raw %}",
        "{% endraw %}",
        "%EMAIL%",
        "[unsubscribe]",
        "{email}",
        "{{ Safe `",
        "pm:",
        "mc:edit",
        "@TrackLink",
    ),
    *(
        "https://paper.example/",
        "%20NEW%20",
        "[DEFAULT_HEADER]",
        "<style>",
        "</style>",
        "zqphunsubscribezq",
        "<!--zqopt:forward-->",
        "&#123;",
    ),
]
ARTICLES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join)


def matches_outside(found: Iterator[re.Match[str]], spans: list[tuple[int, int]]) -> list[str]:
    return [match[0] for match in found if not any(start <= match.start() and match.end() <= end for start, end in spans)]


def own_spans(text: str, provider: Provider, part: str) -> list[tuple[int, int]]:
    """Where the tags, escapes and comment marks stand that an export may put in."""
    tags = [tag.html if part == "html" else tag.text for tag in provider.tags.known().values()]
    tags += [f"</{tag.element}>" for tag in provider.tags.known().values() if tag.form == "element"]
    if part == "html" and provider.comments:
        tags += [provider.comments.before, provider.comments.after]
    if part != "html" and provider.escape:
        tags += list(provider.escape.text.values())
    return [match.span() for tag in tags if tag for match in re.finditer(re.escape(tag.rstrip(">")), text)]


@pytest.mark.parametrize("name", SENDING)
@settings(max_examples=60, deadline=None)
@given(article=ARTICLES)
def test_no_article_puts_a_tag_into_the_email(name: str, article: str) -> None:
    provider = load_provider(name)
    words = disarm_html(html.escape(article))
    line = " ".join(disarm_text(article).split())
    text = f"{disarm_text(article)}\nLeave: {TOKEN['unsubscribe']}\n"
    email = page(f'{words}<b title="{words}">{words}</b>').but(subject=line, preheader=line, text=text)
    plain = fill_in(page("").but(subject="", preheader=""), provider, EVERY, ADDRESS).email
    done = fill_in(email, provider, EVERY, ADDRESS).email
    unsubscribe = provider.tags.unsubscribe
    assert unsubscribe
    assert done.html.count(unsubscribe.html) == plain.html.count(unsubscribe.html)
    pattern = provider.html_collisions()
    assert pattern
    assert not matches_outside(pattern.finditer(done.html), own_spans(done.html, provider, "html"))
    for part in (done.subject, done.text):
        pattern = provider.text_collisions()
        assert pattern
        assert not matches_outside(pattern.finditer(part), own_spans(part, provider, "text"))
    shown = html.unescape(done.html)
    assert article in shown or PREFIX in article


@settings(max_examples=150, deadline=None)
@given(article=ARTICLES)
def test_a_template_engine_prints_the_article_and_fills_only_our_tags(article: str) -> None:
    """HubSpot's language is close to Jinja: what Jinja makes of the export is what a reader would get."""
    words = disarm_html(html.escape(article.replace("\r", "")))
    done = fill_in(page(words), load_provider("hubspot"), {}, ADDRESS).email
    engine = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    sent = engine.from_string(done.html).render(unsubscribe_link="https://sent.example/leave")
    expected = page(words).html.replace(TOKEN["unsubscribe"], "https://sent.example/leave")
    assert html.unescape(sent) == html.unescape(expected)
