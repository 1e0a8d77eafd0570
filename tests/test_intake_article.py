"""Articles read by the shape of their lines. All texts are made up."""

import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.intake.article import read_article, read_page
from newsletter.intake.page import Role
from newsletter.models import ContentItem, Kind

PARIS = ZoneInfo("Europe/Paris")

LEDE = (
    "The ferry to Osk left its pier on Monday with nine passengers, a piano and the mayor, who had promised to be aboard "
    "when the island's only road was opened again after the winter."
)
SECOND = (
    "It was the first crossing since the storm of January, and the captain said that the channel had moved by forty metres. "
    "Fishermen had marked it with birch poles, as their grandparents did."
)
THIRD = (
    '"We asked the harbour office for a chart, and they sent us the one from 1971," said the captain, who keeps it above her '
    "bunk because it has been wrong for so long that it has become a kind of art."
)
LAST = (
    "By evening the piano stood in the school, two keys short. The mayor stayed the night, since nobody had told him "
    "that the ferry goes back only on Thursdays."
)
HEADLINE = "The ferry to Osk sails again, and brings a piano"
DEK = "An island that was cut off for seven weeks gets its road, its mail and its music back in one morning."


def read(*lines: str, **stated: object) -> ContentItem:
    item = read_article("\n".join(lines), stated, "wire/osk.txt", PARIS)
    assert isinstance(item, ContentItem), item
    return item


def texts(item: ContentItem, kind: str = "paragraph") -> list[str]:
    return [block.text for block in item.body if block.type == kind]


# --- the whole shape -------------------------------------------------------------------------------------------


def test_an_article_of_the_house_shape_comes_out_whole() -> None:
    item = read(
        HEADLINE,
        DEK,
        "",
        "The ferry's crew tie up at the new pier of Osk.",
        LEDE,
        "Keep up with the islands of the north, with our exclusive reports.",
        f"Sign up to our weekly letter.{SECOND}",
        "A chart on the wall",
        '"It has been wrong for so long that it has become a kind of art."',
        THIRD,
        LAST,
        "- Why the harbour office still prints on paper ›",
        '- "Two Keys Short": a night at the school of Osk ›',
    )
    assert item.title == HEADLINE
    assert item.dek == DEK
    assert item.captions == ("The ferry's crew tie up at the new pier of Osk.",)
    assert texts(item) == [LEDE, SECOND, THIRD, LAST]
    assert texts(item, "subhead") == ["A chart on the wall"]
    assert texts(item, "quote") == ['"It has been wrong for so long that it has become a kind of art."']
    assert [link.title for link in item.related] == [
        "Why the harbour office still prints on paper",
        '"Two Keys Short": a night at the school of Osk',
    ]
    assert item.promos_removed == (
        "Keep up with the islands of the north, with our exclusive reports.",
        "Sign up to our weekly letter.",
    )
    assert (item.id, item.story, item.version, item.published_at, item.language) == ("", "", 0, None, "")
    assert item.source == "wire/osk.txt"
    assert item.word_count == sum(len(block.text.split()) for block in item.body)


# --- the header ------------------------------------------------------------------------------------------------


def test_kicker_byline_and_date_are_told_from_headline_and_dek() -> None:
    item = read("Islands", HEADLINE, DEK, "By Tove Marken, our correspondent in the north", "March 4, 2025", LEDE, SECOND, LAST)
    assert (item.kicker, item.title, item.dek, item.byline) == ("Islands", HEADLINE, DEK, "Tove Marken")
    assert str(item.published_at) == "2025-03-03 23:00:00+00:00"
    assert texts(item) == [LEDE, SECOND, LAST]


def test_a_byline_over_several_lines_names_both_writers() -> None:
    item = read(HEADLINE, "By", "Tove Marken", "and", "Ole Brandt", "4 March 2025", LEDE, SECOND)
    assert (item.byline, item.authors) == ("Tove Marken and Ole Brandt", ("Tove Marken", "Ole Brandt"))


def test_a_caption_above_its_credit_is_no_dek() -> None:
    item = read(HEADLINE, "4 March 2025", "The new pier of Osk on Monday morning", "Photo: Ole Brandt", LEDE, SECOND)
    assert (item.dek, item.captions) == ("", ("The new pier of Osk on Monday morning",))


def test_a_caption_with_its_credit_may_stand_above_the_headline() -> None:
    item = read("The new pier of Osk, seen from the water. (Photo: Ole Brandt / AFP)", HEADLINE, DEK, "By Tove Marken", LEDE, SECOND)
    assert (item.title, item.dek) == (HEADLINE, DEK)
    assert item.captions == ("The new pier of Osk, seen from the water. (Photo: Ole Brandt / AFP)",)


@pytest.mark.parametrize("dek", ["All 312 passengers safe", "Nobody had asked for it back", "The last crate was set down on Monday."])
def test_two_lines_above_a_blank_one_are_headline_and_dek_where_the_file_states_anything_itself(dek: str) -> None:
    item = read("Prices rise again", dek, "", "A ferry at the quay.", LEDE, SECOND, section="world")
    assert (item.kicker, item.title, item.dek) == ("", "Prices rise again", dek)
    assert texts(item)[-2:] == [LEDE, SECOND]


def test_the_menu_and_the_login_above_a_headline_are_removed() -> None:
    item = read("- Home", "- News", "- Sport", "- Islands", "Log in", "Subscribe", HEADLINE, "By Tove Marken", LEDE, SECOND)
    assert (item.title, item.kicker) == (HEADLINE, "")
    assert item.promos_removed == ("Home", "News", "Sport", "Islands", "Log in", "Subscribe")


def test_a_headline_that_asks_is_still_a_headline() -> None:
    asks = "Who will tune the only piano on an island without a road, and who will pay for it?"
    item = read(asks, LEDE, SECOND)
    assert (item.title, texts(item)) == (asks, [LEDE, SECOND])


def test_a_kicker_above_a_headline_without_a_dek_is_no_headline() -> None:
    for kicker in ("In The North", "Islands of the North"):
        item = read(kicker, "Who will tune the only piano on an island without a road?", LEDE, SECOND)
        assert (item.kicker, item.title) == (kicker, "Who will tune the only piano on an island without a road?")


def test_a_short_headline_may_have_a_long_dek() -> None:
    item = read("Two keys short", DEK.rstrip("."), LEDE, SECOND)
    assert (item.title, item.dek) == ("Two keys short", DEK.rstrip("."))


@pytest.mark.parametrize("blank", ["", None])
def test_a_caption_of_a_full_sentence_is_known_by_the_space_below_the_dek(blank: str | None) -> None:
    caption = "The ferry's crew tie up at the new pier of Osk on a Monday morning in March."
    lines = [HEADLINE, DEK, blank, caption, LEDE, SECOND, THIRD, LAST]
    item = read(*[line for line in lines if line is not None])
    assert item.captions == ((caption,) if blank is not None else ())
    assert texts(item)[-4:] == [LEDE, SECOND, THIRD, LAST]


def test_the_last_entry_of_a_menu_is_no_kicker() -> None:
    item = read("- Start", "- World", "- Arts", "- Science", "- Health", "- Islands", HEADLINE, LEDE, SECOND)
    assert (item.title, item.kicker) == (HEADLINE, "")


def test_a_headline_said_again_below_the_picture_stands_once() -> None:
    item = read(HEADLINE, "4 March 2025", "The new pier of Osk on Monday morning.", "Photo: Ole Brandt", HEADLINE, LEDE, SECOND)
    assert item.title == HEADLINE
    assert texts(item) == [LEDE, SECOND]


def test_a_dek_that_quotes_the_story_is_no_pull_quote() -> None:
    dek = '"We asked the harbour office for a chart, and they sent us the one from 1971," says the captain of the ferry.'
    item = read(HEADLINE, "4 March 2025 by Tove Marken", dek, LEDE, SECOND, THIRD)
    assert (item.dek, texts(item)) == (dek, [LEDE, SECOND, THIRD])


def test_a_text_without_a_headline_is_named_by_its_first_sentence() -> None:
    item = read(f"Nobody slept. {LEDE}", SECOND, LAST)
    assert item.title == "Nobody slept"
    assert len(texts(item)) == 3


def test_a_story_right_below_its_headline_keeps_its_lede() -> None:
    item = read(HEADLINE, LEDE, SECOND, LAST)
    assert (item.dek, texts(item)) == ("", [LEDE, SECOND, LAST])


# --- the story -------------------------------------------------------------------------------------------------


def test_a_short_sentence_between_paragraphs_belongs_to_the_story() -> None:
    assert texts(read(HEADLINE, LEDE, "Nobody complained.", SECOND, LAST)) == [LEDE, "Nobody complained.", SECOND, LAST]


def test_a_sentence_about_newsletters_belongs_to_the_story() -> None:
    about = "The island has a newsletter of its own, and the ferry company told its passengers to sign up for it."
    assert about in texts(read(HEADLINE, LEDE, about, SECOND, LAST))


def test_a_sentence_in_the_first_person_belongs_to_the_story() -> None:
    ours = "Our members voted on Tuesday, and we lost."
    assert ours in texts(read(HEADLINE, LEDE, ours, SECOND, LAST))


def test_an_order_that_somebody_quotes_is_no_appeal_of_ours() -> None:
    quoted = '"Subscribe," says our captain to the members of the club on the pier.'
    assert quoted in texts(read(HEADLINE, LEDE, quoted, SECOND, LAST))


def test_an_appeal_that_somebody_quotes_belongs_to_the_story() -> None:
    quoted = '"Sign up for our free newsletter!" it says on the pier, in letters a metre high.'
    assert quoted in texts(read(HEADLINE, LEDE, quoted, SECOND, LAST))


@pytest.mark.parametrize(
    "promo",
    [
        "Subscribe to our newsletter and get the islands in your inbox.",
        "Melden Sie sich jetzt für unseren kostenlosen Newsletter an.",
        "Inscrivez-vous à notre newsletter gratuite.",
        "Suscríbete a nuestro boletín y recibe las noticias en tu correo.",
        "Iscriviti alla nostra newsletter gratuita.",
        "Подпишитесь на нашу рассылку, это бесплатно.",
        "Advertisement",
        "Publicité",
        "Reklama",
    ],
)
def test_an_appeal_between_paragraphs_is_removed_and_listed(promo: str) -> None:
    item = read(HEADLINE, LEDE, promo, SECOND, LAST)
    assert texts(item) == [LEDE, SECOND, LAST]
    assert item.promos_removed == (promo,)


def test_an_appeal_in_an_unknown_language_is_known_by_its_shape_when_it_is_glued_on() -> None:
    item = read(HEADLINE, LEDE, "Zumbele kana torvi sulma vesti nokari.", f"Terika nam zumbele porta kena vilo.{SECOND}", LAST)
    assert texts(item) == [LEDE, SECOND, LAST]
    assert len(item.promos_removed) == 2


def test_a_missing_space_alone_cuts_nothing() -> None:
    typo = f"The mayor was the first to step ashore and the last to find his hat.{SECOND}"
    assert texts(read(HEADLINE, LEDE, typo, LAST)) == [LEDE, typo, LAST]


def test_the_buttons_of_a_box_go_with_it_and_the_subhead_below_stays() -> None:
    box = ("Never miss a story", "Original reports. Delivered to you.", "Email address", "Sign up")
    item = read(HEADLINE, LEDE, *box, "A chart on the wall", SECOND, LAST)
    assert texts(item) == [LEDE, SECOND, LAST]
    assert texts(item, "subhead") == ["A chart on the wall"]
    assert set(item.promos_removed) == set(box)


def test_a_pull_quote_is_known_by_the_paragraph_that_repeats_it_and_loses_its_attribution() -> None:
    item = read(HEADLINE, LEDE, "Fishermen had marked it with birch poles", "Tove Marken, Osk", SECOND, LAST)
    assert texts(item, "quote") == ["Fishermen had marked it with birch poles"]
    assert item.promos_removed == ("Tove Marken, Osk",)


def test_a_quoted_subhead_is_no_pull_quote() -> None:
    item = read(HEADLINE, LEDE, "“It has been wrong for so long”", THIRD, LAST)
    assert (texts(item, "subhead"), texts(item, "quote")) == (["“It has been wrong for so long”"], [])


def test_a_list_that_a_colon_announces_stays_in_the_story() -> None:
    item = read(HEADLINE, LEDE, "The ferry carried:", "- A piano with eighty-six keys", "- Nine passengers and the mayor", SECOND)
    assert texts(item, "list") == ["- A piano with eighty-six keys\n- Nine passengers and the mayor"]
    assert texts(item) == [LEDE, "The ferry carried:", SECOND]


def test_a_numbered_list_stays_in_the_story() -> None:
    item = read(HEADLINE, LEDE, "The stops are:", "1. Osk pier", "2. Lille Osk", "3. The school", SECOND, LAST)
    assert texts(item, "list") == ["1. Osk pier\n2. Lille Osk\n3. The school"]


def test_a_line_of_dialogue_is_no_bullet() -> None:
    item = read(HEADLINE, LEDE, "— And who is going to play it? — asked the boy on the pier.", SECOND)
    assert "— And who is going to play it? — asked the boy on the pier." in texts(item)


def test_a_post_from_a_social_network_is_removed_with_its_signature() -> None:
    item = read(HEADLINE, LEDE, "The captain wrote:", "We sail. Bring gloves. #osk", "— Osk Ferry (@oskferry) March 3, 2025", SECOND)
    assert texts(item) == [LEDE, "The captain wrote:", SECOND]


# --- links to other stories ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["READ MORE: The chart that was wrong for fifty years"], id="lead-in"),
        pytest.param(["À lire aussi The chart that was wrong for fifty years"], id="French lead-in without a colon"),
        pytest.param(["Lire aussi : Article réservé à nos abonnés The chart that was wrong for fifty years"], id="lead-in with a note"),
        pytest.param(["Related", "- The chart that was wrong for fifty years"], id="heading and bullet"),
        pytest.param(["Lesen Sie auch", "The chart that was wrong for fifty years"], id="German heading and line"),
        pytest.param(["The chart that was wrong for fifty years", "Read more"], id="label below the title"),
    ],
)
def test_a_link_between_paragraphs_is_offered_and_no_part_of_the_story(lines: list[str]) -> None:
    item = read(HEADLINE, LEDE, *lines, SECOND, LAST)
    assert [link.title for link in item.related] == ["The chart that was wrong for fifty years"]
    assert texts(item) == [LEDE, SECOND, LAST]


def test_titles_between_teasers_sections_and_times_are_found() -> None:
    cards = [
        "The chart that was wrong for fifty years",
        "Fishermen trust their birch poles more than the office",
        "Islands",
        "22 hours ago",
        "A school with eleven pupils and one piano",
        "The teacher plays, and nobody dares to leave the room",
        "Islands",
        "1 day ago",
    ]
    item = read("Islands", HEADLINE, LEDE, SECOND, LAST, "READ MORE:", *cards)
    assert [link.title for link in item.related] == [cards[0], cards[4]]


def test_most_read_lists_tags_and_biographies_below_a_story_are_removed() -> None:
    tail = [
        "Tags",
        "- ferries",
        "- islands",
        "Most read",
        "- The ten best harbours of the year",
        "Tove Marken",
        LEDE.replace("The ferry", "Tove Marken writes about ferries. The one"),
    ]
    item = read(HEADLINE, LEDE, SECOND, LAST, *tail)
    assert texts(item) == [LEDE, SECOND, LAST]
    assert item.related == ()


OSK = "https://wire.example/2025/osk"


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        (f"- A chart from 1971 is still in use › {OSK}", "A chart from 1971 is still in use", OSK),
        (f"- A chart from 1971 is still in use > {OSK}", "A chart from 1971 is still in use", OSK),
        (f"• A chart from 1971 is still in use →{OSK}", "A chart from 1971 is still in use", OSK),
        (f"- A chart from 1971 is still in use ({OSK})", "A chart from 1971 is still in use", OSK),
        (f"- A chart (from 1971) is in use ({OSK}_(island))", "A chart (from 1971) is in use", f"{OSK}_(island)"),
        (f"- Une carte « de 1971 » toujours en usage » {OSK}", "Une carte « de 1971 » toujours en usage", OSK),
        (f"- Le pilote : « Une carte de 1971 » › {OSK}", "Le pilote : « Une carte de 1971 »", OSK),
        (f"- Is the chart of {OSK} still in use ›", f"Is the chart of {OSK} still in use", ""),
        ("- A chart from 1971 is still in use › https://", "A chart from 1971 is still in use › https://", ""),
    ],
)
def test_a_closing_link_may_say_where_it_leads(line: str, title: str, url: str) -> None:
    item = read(HEADLINE, LEDE, SECOND, LAST, line, "- A school with eleven pupils ›")
    assert [(link.title, link.url) for link in item.related] == [(title, url), ("A school with eleven pupils", "")]


def test_one_line_with_an_address_is_a_link_and_an_appeal_with_one_is_none() -> None:
    item = read(HEADLINE, LEDE, SECOND, LAST, f"- A chart from 1971 is still in use ({OSK})")
    assert [link.url for link in item.related] == [OSK]
    item = read(HEADLINE, LEDE, SECOND, LAST, f"- Sign up to our free weekly newsletter ({OSK})")
    assert item.related == ()
    assert item.promos_removed == (f"Sign up to our free weekly newsletter ({OSK})",)


def test_a_lead_in_may_say_where_it_leads() -> None:
    item = read(HEADLINE, LEDE, f"READ MORE: The chart that was wrong for fifty years › {OSK}", SECOND, LAST)
    assert [(link.title, link.url) for link in item.related] == [("The chart that was wrong for fifty years", OSK)]


def test_a_list_within_the_story_keeps_its_addresses() -> None:
    item = read(HEADLINE, LEDE, "Two ways to book the ferry:", f"- at the harbour office ({OSK})", "- on the pier", SECOND, LAST)
    assert texts(item, "list") == [f"- at the harbour office ({OSK})\n- on the pier"]
    assert item.related == ()


def test_the_article_itself_is_never_among_its_links() -> None:
    item = read(HEADLINE, LEDE, SECOND, LAST, "Related", f"- {HEADLINE}", "- A school with eleven pupils and one piano")
    assert [link.title for link in item.related] == ["A school with eleven pupils and one piano"]


# --- what the file states, and what is no article ----------------------------------------------------------------


def test_what_a_file_states_goes_before_what_is_read() -> None:
    item = read(HEADLINE, "By Tove Marken", LEDE, SECOND, title="A piano for Osk", byline="Ole Brandt and Tove Marken", section="world")
    assert (item.title, item.byline, item.section) == ("A piano for Osk", "Ole Brandt and Tove Marken", "world")
    assert item.authors == ("Ole Brandt", "Tove Marken")


def test_a_sponsors_copy_is_taken_as_it_stands() -> None:
    item = read(
        "The Osk Almanac", "Tides for every pier.", "", "Sign up for our free newsletter now.", "Order yours today!", kind=Kind.SPONSOR
    )
    assert (item.title, item.dek) == ("The Osk Almanac", "Tides for every pier.")
    assert texts(item) == ["Sign up for our free newsletter now.", "Order yours today!"]
    assert item.promos_removed == ()


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Only a headline stands here"], id="headline alone"),
        pytest.param(["- Home", "- News", "Log in"], id="menu"),
        pytest.param(
            [
                "Islands",
                "Tove Marken",
                "The chart on the wall",
                "It was wrong for fifty years, and that is why the captain keeps it.",
                "Watch",
                "Ole Brandt",
                "Birch poles",
            ],
            id="index of stories",
        ),
    ],
)
def test_a_page_that_is_no_article_is_refused(lines: list[str]) -> None:
    refusal = read_article("\n".join(lines), {}, "x.txt", PARIS)
    assert isinstance(refusal, str)
    assert ("list of other stories" in refusal) == (len(lines) > 3)


def test_an_article_cut_short_still_comes_in() -> None:
    item = read(HEADLINE, LEDE, "You have reached your limit of free articles.", "Subscribe to continue reading.")
    assert texts(item) == [LEDE]


# --- hostile and odd text --------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} *|UNSUB|* <!--[if mso]> zqphunsubscribezq"


def test_markup_and_templates_are_plain_words() -> None:
    item = read(f"The ferry {HOSTILE}", f"{LEDE} {HOSTILE}.", SECOND)
    assert item.title == f"The ferry {HOSTILE}"
    assert texts(item)[0] == f"{LEDE} {HOSTILE}."
    assert all(block.html == "" for block in item.body)


def test_text_from_right_to_left_keeps_its_marks() -> None:
    headline, lede = (
        "\u200fالعبّارة تعود إلى الجزيرة ومعها بيانو",
        "\u202bأبحرت العبّارة يوم الاثنين وعلى متنها تسعة ركاب وبيانو والعمدة الذي وعد بالحضور.\u202c",
    )
    item = read(headline, lede, lede.replace("الاثنين", "الخميس"))
    assert item.title == headline
    assert texts(item)[0] == lede


def test_words_of_scripts_without_spaces_are_counted_by_two_characters() -> None:
    item = read(
        "渡船带着一架钢琴回到了岛上",
        "星期一早晨，渡船载着九名乘客、一架钢琴和村长离开码头，村民们在岸边等候了很久，直到中午才散去。他们说这是入冬以来最热闹的一天。"
        * 2,
    )
    assert 50 <= item.word_count <= 62


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SECOND * 25_000, id="one line of five megabytes"),
        pytest.param("x" * 5_000_000, id="one word"),
        pytest.param('"' * 5_000_000, id="quotation marks"),
        pytest.param("渡" * 1_500_000, id="one line of Han characters"),
        pytest.param("A. " * 1_500_000, id="one line of abbreviations"),
        pytest.param("Short line\n" * 3_000, id="many lines"),
        pytest.param(
            "".join(f"A rather long subhead about pier number {n}\n{LEDE}\n" for n in range(700)), id="many candidates for a pull quote"
        ),
    ],
)
def test_a_huge_text_is_read_in_seconds(text: str) -> None:
    start = time.process_time()
    read_article(text, {}, "x.txt", PARIS)
    assert time.process_time() - start < 8


LINE = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [HEADLINE, DEK, LEDE, SECOND, THIRD, LAST, "", "", "By Tove Marken", "4 March 2025", "Photo: Ole Brandt", "Related",
         "Read more", "Advertisement", "- A school with eleven pupils ›", "- Home", "- Osk › https://osk.example", "- Osk (https://osk.example)",
         "1. Osk", "READ MORE: The chart", "Tags",
         "— Osk (@osk) March 3, 2025", "A chart on the wall", "Sign up to our newsletter.", "|", "...",
         f"Sign up to our free letter.{SECOND}", "“Wrong for so long”", "渡船回到了岛上"]
    ),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(LINE, max_size=30))
def test_every_line_of_any_text_has_one_role_and_is_found_again(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = read_page(text)
    assert None not in page.roles
    assert [line.raw for line in page.lines] == [line.strip() for line in text.split("\n") if line.strip()]
    item = read_article(text, {}, "x.txt", PARIS)
    if isinstance(item, str):
        return
    kept = "\n".join(
        [item.title, item.dek, item.kicker, item.byline, *item.captions, *item.promos_removed, *(link.title for link in item.related)]
    )
    kept += "\n" + "\n".join(block.text for block in item.body)
    for line, role in zip(page.lines, page.roles, strict=True):
        if role in (Role.BODY, Role.SUBHEAD, Role.QUOTE, Role.LIST, Role.REMOVED, Role.CAPTION, Role.DEK):
            assert line.whole[len(page.cut.get(page.lines.index(line), "")) :].strip() in kept


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_but_never_raises(text: str) -> None:
    item = read_article(text, {}, "x.txt", PARIS)
    assert isinstance(item, str) or item.title


def test_a_headline_a_dek_and_one_short_paragraph_are_a_brief() -> None:
    item = read_article("The ferry is late\nAgain, and nobody is surprised.\n\nIt comes at nine.\n", {}, "brief.txt", ZoneInfo("UTC"))
    assert isinstance(item, ContentItem)
    assert (item.title, item.dek, [block.text for block in item.body]) == (
        "The ferry is late",
        "Again, and nobody is surprised.",
        ["It comes at nine."],
    )


def test_a_short_sentence_right_under_the_headline_is_the_dek_and_the_line_below_the_blank_the_caption() -> None:
    body = "The mayor had promised to eat a quince on the bridge if it opened before spring, and on Tuesday he did, in front of the school."
    head = "The bridge bet pays off\nA bet, a bridge, and a fruit.\n\nThe mayor with the fruit, on the new bridge."
    item = read_article(f"{head}\n{body}\nNobody had told him that it was raw.\n", {}, "bridge.txt", ZoneInfo("UTC"))
    assert isinstance(item, ContentItem)
    assert (item.dek, item.captions) == ("A bet, a bridge, and a fruit.", ("The mayor with the fruit, on the new bridge.",))
