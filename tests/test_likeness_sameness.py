"""The same story, once: what a later text is to an earlier one, and the sketch by which the two find one another."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.likeness import Text
from newsletter.likeness.sameness import SURE, Kind, compare
from newsletter.likeness.sketch import SIZE, enough_in_common, sketch_of
from newsletter.likeness.wording import wording_of
from newsletter.words.tokens import tokens_of

FERRY = [
    "The ferry between Marsholm and the outer islands will stop running on November 14, the county said on Tuesday.",
    "Repairs to the quay at Lillevik are to take until the end of March and cost 4.2 million kronor.",
    "Some 310 people live on the three islands all year round, most of them on the largest one.",
    "Schoolchildren will be taken to the mainland by a smaller boat that the coast guard lends for the winter.",
    "Shopkeeper Anna Lindt said she had filled her store room twice over since the plans became known.",
    "She expects bread and milk to be short by Christmas all the same, as the small boat carries no freight.",
    "The county had promised 2 years ago that no winter would pass without a daily crossing.",
    "Councillor Per Ekdal called the promise a mistake and said the quay could not have waited another season.",
    "An engineer had found cracks in 9 of its 16 pillars when the water stood low in August.",
]
BAKERY = [
    "A baker in the old harbour has put the recipe for his grandmother's rye loaf on the door of his shop.",
    "He is tired of being asked for it, he says, and nobody who reads how long it takes will try a second time.",
    "The dough rests for 30 hours in a cellar that is never warmer than 11 degrees.",
    "On Saturdays the queue reaches the fish market, where the stalls have begun to sell coffee to those who wait.",
    "His daughter would like to open a branch in the station and has looked at 2 rooms there.",
    "The oven, built in 1931, was mended last spring by the only mason in town who still knows its kind.",
]
RESULTS = (
    "Net sales of {company} rose to {sales} million euros in the {quarter} quarter from {before} million a year earlier.\n"
    "Operating profit was {profit} million euros, compared with {profit_before} million.\n"
    "The company, based in {place}, said orders stood at {orders} million euros at the end of the quarter.\n"
    "Chief executive {chief} said demand had been steady and costs for energy had come down.\n"
    "{company} expects sales for the year to grow by {low} to {high} percent and keeps its dividend policy."
)
NORDVIND = {
    "company": "Nordvind", "sales": "412", "quarter": "first", "before": "388", "profit": "37.5", "profit_before": "31.0", "place": "Turku",
    "orders": "655", "chief": "Eva Salo", "low": "4", "high": "6",
}  # fmt: skip
HOLMBERG = {
    "company": "Holmberg", "sales": "96", "quarter": "first", "before": "102", "profit": "8.1", "profit_before": "9.4", "place": "Malmo",
    "orders": "140", "chief": "Jan Brandt", "low": "1", "high": "3",
}  # fmt: skip
WEATHER = (
    "The night will be {night} in the north, with lows of {low} degrees along the coast and {inland} inland.\n"
    "On {day} a {system} moves in from the west and brings {rain} millimetres of rain to the islands by noon.\n"
    "Winds reach {wind} metres a second off {cape}, and small craft should stay in harbour until {until}.\n"
    "Highs lie between {cool} degrees in {town} and {warm} in the valleys, a little {trend} the average for the season."
)
MONDAY = {
    "night": "clear", "low": "3", "inland": "minus 2", "day": "Monday", "system": "front", "rain": "12", "wind": "17", "cape": "Cape Thorn",
    "until": "evening", "cool": "8", "town": "Marsholm", "warm": "13", "trend": "below",
}  # fmt: skip
TUESDAY = {
    "night": "cloudy", "low": "6", "inland": "4", "day": "Tuesday", "system": "low", "rain": "25", "wind": "22", "cape": "Skerry Point",
    "until": "midnight", "cool": "9", "town": "Lillevik", "warm": "11", "trend": "above",
}  # fmt: skip
NOTICE = "Quarterly dividend 25 cents against 25 cents before.\nPayable on May 15 to holders of record on April 15."

JAPANESE = [
    "県は十一月十四日から離島を結ぶ定期船の運航を休止すると火曜日に発表した。",
    "港の岸壁の修理は三月末まで続き、費用はおよそ4億2000万円に上る見通しだ。",
    "三つの島には一年を通じて310人が暮らし、その多くは最も大きな島に住んでいる。",
    "児童は冬の間、海上保安庁が貸し出す小型の船で本土の学校に通うことになる。",
    "商店を営む女性は、計画が知られてから倉庫を二度いっぱいにしたと話している。",
    "技術者は八月の干潮の際に、16本の柱のうち9本にひび割れを見つけていた。",
]
ARABIC = [
    "أعلنت المقاطعة يوم الثلاثاء أن العبارة بين المدينة والجزر الخارجية ستتوقف عن العمل في 14 نوفمبر.",
    "ومن المقرر أن تستمر أعمال إصلاح الرصيف حتى نهاية شهر مارس بتكلفة تبلغ 42 مليون كرونة.",
    "ويعيش نحو 310 أشخاص في الجزر الثلاث طوال العام ومعظمهم في الجزيرة الكبرى.",
    "وسينقل التلاميذ إلى البر الرئيسي بقارب أصغر يعيره خفر السواحل خلال فصل الشتاء.",
    "وقالت صاحبة متجر في الجزيرة إنها ملأت مخزنها مرتين منذ أن عرفت الخطط.",
    "وكان مهندس قد وجد شقوقا في 9 من أعمدة الرصيف الستة عشر عندما انخفض الماء في أغسطس.",
]


def article(title: str, sentences: list[str]) -> Text:
    """A paragraph for every two sentences."""
    return Text(title, body="\n".join(" ".join(sentences[place : place + 2]) for place in range(0, len(sentences), 2)))


def form(title: str, pattern: str, values: dict[str, str]) -> Text:
    return Text(title, body=pattern.format(**values))


def kind(earlier: Text, later: Text, days_apart: float = 0.0) -> Kind:
    return compare(earlier, later, days_apart).kind


FIRST = article("Ferry to the islands stops for the winter", FERRY)


# --- one story -----------------------------------------------------------------------------------------------------


def test_a_text_under_a_new_address_is_the_same() -> None:
    assert compare(FIRST, FIRST) == ("same", 0.0)


def test_another_headline_makes_no_other_story() -> None:
    assert compare(FIRST, article("No bread by Christmas: islanders fear the winter", FERRY)) == ("same", 0.0)


def test_quotation_marks_case_and_paragraphs_make_no_other_text() -> None:
    reset = Text(FIRST.title.upper(), body=FIRST.body.replace("\n", " ").replace("Tuesday", "TUESDAY").replace(", the", " – the"))
    assert compare(FIRST, reset) == ("same", 0.0)


def test_a_few_words_put_right_leave_it_the_same() -> None:
    mended = FIRST.body.replace("she had filled her store room", "that she had filled her storeroom")
    assert kind(FIRST, Text(FIRST.title, body=mended)) == "same"


def test_sentences_in_another_order_are_a_rewrite() -> None:
    found = compare(FIRST, article("Islanders left without a ferry", [FERRY[place] for place in (4, 1, 7, 0, 8, 3, 6, 2, 5)]))
    assert found.kind == "rewritten"
    assert found.share_changed < 0.05


@pytest.mark.parametrize("seed", range(8))
def test_a_rewrite_may_put_other_sentences_in_the_place_of_a_third(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any order will do
    sentences = chance.sample(FERRY, 6) + chance.sample(BAKERY, 3)
    chance.shuffle(sentences)
    found = compare(FIRST, article("Winter without a boat", sentences))
    assert found.kind in SURE
    assert 0.2 < found.share_changed < 0.5


@pytest.mark.parametrize("seed", range(8))
def test_a_rewrite_may_choose_other_words_in_a_third(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any words will do
    others = " ".join(BAKERY).lower().split()
    sentences = [
        " ".join(chance.choice(others) if chance.random() < 0.4 else word for word in line.split()) if place % 3 == 0 else line
        for place, line in enumerate(FERRY)
    ]
    chance.shuffle(sentences)
    assert kind(FIRST, article("Winter without a boat", sentences)) in SURE


def test_two_more_paragraphs_are_an_update() -> None:
    found = compare(FIRST, article("Ferry stops for the winter, county offers flights", BAKERY[:2] + FERRY + BAKERY[2:4]))
    assert found.kind == "updated"
    assert 0.25 < found.share_changed < 0.4


def test_a_headline_that_says_so_makes_it_an_update() -> None:
    assert kind(FIRST, article("CORRECTED: Ferry to the islands stops", FERRY[:-1])) == "updated"
    assert kind(FIRST, article("Ferry to the islands stops (update)", [*reversed(FERRY[:-1])])) == "updated"


def test_a_shorter_edition_tells_the_same_story() -> None:
    found = compare(FIRST, article("Ferry to the islands stops", FERRY[:5]))
    assert found.kind in SURE
    assert found.share_changed == 0.0


def test_one_figure_put_right_is_no_new_story() -> None:
    corrected = Text(FIRST.title, body=FIRST.body.replace("310", "340"))
    assert kind(FIRST, corrected) == "same"
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Nordvind sells more", RESULTS, NORDVIND | {"profit": "35.7"})) in SURE


def test_a_table_of_figures_is_compared_to_its_end() -> None:
    figures = [str(place * 7919 % 1_000_003) for place in range(150_000)]
    others = [f"{figure}7" if place % 12 == 0 else figure for place, figure in enumerate(figures)]
    found = compare(Text("Results", body=" ".join(figures)), Text("Results", body=" ".join(others)))
    assert found.kind != "new"
    assert round(found.share_changed, 2) == 0.08


def test_a_corrected_headline_is_believed_for_a_week() -> None:
    earlier = form("Nordvind sells more", RESULTS, NORDVIND)
    later = form("CORRECTED - Nordvind sells more", RESULTS, NORDVIND | {"profit": "3.5", "sales": "421", "orders": "650"})
    assert kind(earlier, later, 1.0) == "updated"
    assert kind(earlier, later, 30.0) == "new"


# --- look-alikes ---------------------------------------------------------------------------------------------------


def test_the_results_of_two_companies_are_two_stories() -> None:
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Holmberg sells less", RESULTS, HOLMBERG)) == "new"


def test_the_next_quarter_of_a_company_is_a_new_story() -> None:
    second = NORDVIND | {"quarter": "second", "sales": "430", "before": "401", "profit": "39.9", "profit_before": "35.2", "orders": "612"}
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Nordvind sells more", RESULTS, second), 91.0) == "new"
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Nordvind sells more", RESULTS, second)) == "new"


def test_the_weather_of_tomorrow_is_a_new_story() -> None:
    assert kind(form("Weather", WEATHER, MONDAY), form("Weather", WEATHER, TUESDAY), 1.0) == "new"


def test_a_figure_exchanged_is_a_correction_today_and_a_new_filling_next_month() -> None:
    later = NORDVIND | {"orders": "661"}
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Nordvind sells more", RESULTS, later), 0.1) in SURE
    assert kind(form("Nordvind sells more", RESULTS, NORDVIND), form("Nordvind sells more", RESULTS, later), 30.0) == "new"


def test_an_update_on_something_that_comes_every_day_is_no_update_of_the_last_one() -> None:
    later = NORDVIND | {"profit": "35.7", "sales": "421", "orders": "650"}
    assert kind(form("Update on Nordvind", RESULTS, NORDVIND), form("Update on Nordvind", RESULTS, later), 5.0) == "new"


def test_a_column_with_the_same_frame_is_a_new_story() -> None:
    frame = "This is what the week brings, as every week, for all who were away. Write to us if we have missed something."
    foot = "The column appears on Fridays. Readers choose the picture of the week by postcard, and the winner gets a loaf."
    one, other = (Text("The week", body=f"{frame}\n{' '.join(middle)}\n{foot}") for middle in (FERRY, BAKERY))
    assert kind(one, other, 7.0) == "new"


def test_a_column_under_the_same_headline_is_not_surely_one_story_however_long_its_frame() -> None:
    frame = [
        "This is what the week brings, as every week, for all who were away and for those who could not follow it all.",
        "We choose what is new, what has been put off and what is still being talked about over coffee.",
        "Write to us if we have missed something, or if you know better, which happens more often than we like.",
        "Readers choose the picture of the week by postcard, and whoever wins may ask for a subject of their own.",
    ]
    one, other = (article("The week", [*frame[:2], *middle, *frame[2:]]) for middle in (FERRY[:3], BAKERY[1:4]))
    assert kind(one, other, 7.0) == "maybe"
    assert kind(one, other, 1.0) == "maybe"
    assert kind(one, other, 0.2) in SURE


def test_a_frame_without_names_counts_little_beside_the_names_and_figures_that_are_others() -> None:
    frame = ["it is as it was before and nobody who came by could say what else might have been done about it that day,"] * 2
    one, other = (article(title, [*frame, *middle]) for title, middle in (("One", FERRY[:2]), ("Other", BAKERY[1:3])))
    assert kind(one, other) not in SURE


def test_a_text_with_other_words_all_over_is_not_surely_one_story() -> None:
    words = " ".join(FERRY[2:6]).split()
    others = [f"word{chr(97 + place % 26)}" if place % 7 == 3 else word for place, word in enumerate(words)]
    assert kind(Text("One", body=" ".join(words)), Text("Other", body=" ".join(others))) not in SURE


def test_two_articles_that_quote_one_speech_are_two_stories() -> None:
    quotes = ["“The quay could not have waited another season,” he said, “and whoever promised otherwise has never stood under it.”"]
    assert kind(article("Council splits over the quay", [*FERRY[4:8], *quotes]), article("A mason's view", [*quotes, *BAKERY])) == "new"


def test_a_translation_is_a_new_story() -> None:
    german = [
        "Die Fähre zwischen Marsholm und den äußeren Inseln stellt am 14. November den Betrieb ein, teilte der Kreis am Dienstag mit.",
        "Die Arbeiten am Kai von Lillevik sollen bis Ende März dauern und 4,2 Millionen Kronen kosten.",
        "Rund 310 Menschen leben das ganze Jahr über auf den drei Inseln, die meisten auf der größten.",
    ]
    assert kind(FIRST, article("Fähre zu den Inseln fährt im Winter nicht", german)) == "new"


def test_other_stories_are_new() -> None:
    assert compare(FIRST, article("A recipe on the door", BAKERY)) == ("new", 1.0)


# --- not sure ------------------------------------------------------------------------------------------------------


def test_a_round_up_that_holds_a_text_is_never_surely_the_same_story() -> None:
    rest = [" ".join(reversed(line.split())) for line in (*BAKERY, *FERRY)]
    assert kind(article("In brief", FERRY[:4]), article("The day on the coast", [*BAKERY, *FERRY[:4], *rest])) == "maybe"


def test_a_round_up_of_three_is_none_of_them() -> None:
    third = [
        "The museum of lamps has lent its oldest lighthouse lens to the school, where it stands in the hall behind glass until May."
    ] * 2
    assert kind(article("In brief", FERRY[1:4]), article("The day on the coast", [*FERRY[1:4], *BAKERY[:3], *third])) not in SURE


def test_of_a_brief_only_a_copy_is_sure() -> None:
    brief, cut = article("Ferry stops", FERRY[:1]), article("Ferry stops", [FERRY[0].replace(" on Tuesday", " today")])
    assert kind(brief, brief) == "same"
    assert kind(brief, cut) == "maybe"
    assert kind(brief, article("No boat in November", FERRY[:1])) == "maybe"


def test_a_notice_that_names_its_company_in_the_headline_alone_is_not_sure() -> None:
    assert kind(Text("Holmberg pays as before", body=NOTICE), Text("Nordvind sets dividend", body=NOTICE)) == "maybe"


def test_a_notice_that_comes_again_word_for_word_weeks_later_is_not_sure() -> None:
    notice = Text("Holmberg pays as before", body=NOTICE)
    assert kind(notice, notice, 0.2) == "same"
    assert kind(notice, notice, 91.0) == "maybe"
    assert kind(FIRST, FIRST, 91.0) == "same"


def test_without_a_text_the_headline_decides() -> None:
    assert kind(Text("Ferry stops"), Text("Ferry stops!")) == "same"
    assert kind(Text("Ferry stops"), Text("Ferry runs")) == "new"
    assert kind(Text("Ferry stops"), FIRST) == "new"
    assert kind(Text("Ferry stops", body="Read more."), Text("Bread is short", body="Read more.")) == "new"
    assert kind(Text("Ferry stops", dek=" ".join(FERRY[:4])), Text("No boat", dek=" ".join(FERRY[:4]))) == "same"


# --- scripts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentences", [JAPANESE, ARABIC], ids=["Japanese", "Arabic"])
def test_any_script_is_compared(sentences: list[str]) -> None:
    first = article("離島の船、冬は休止", sentences)
    assert kind(first, article("العبارة", sentences)) == "same"
    assert kind(first, article("島の冬", [sentences[place] for place in (3, 5, 0, 4, 2, 1)])) == "rewritten"
    assert kind(first, article("島の冬", [*sentences, BAKERY[0]])) == "updated"
    assert kind(first, article("島の冬", sentences[:1])) != "same"


def test_a_brief_is_a_brief_in_a_script_without_spaces() -> None:
    assert kind(article("離島の船", JAPANESE[:1]), article("冬は休止", JAPANESE[:1])) == "maybe"


def test_the_same_form_with_other_figures_is_a_new_story_in_a_script_without_spaces() -> None:
    pattern = "東京株式市場で日経平均株価は{0}円{1}銭高の{2}円で取引を終えた。東証一部の売買代金は{3}億円、売買高は{4}万株だった。"
    one, other = (pattern.format(*figures) for figures in ((123, 45, 38910, 24500, 13280), (87, 10, 39002, 31800, 15410)))
    assert kind(Text("東京株 続伸", body=one), Text("東京株 続伸", body=other), 1.0) == "new"


def test_a_vowel_sign_that_is_left_out_changes_nothing() -> None:
    assert compare(article("أ", ARABIC), article("أ", [line.replace("المقاطعة", "المُقاطَعة") for line in ARABIC])) == ("same", 0.0)


# --- what holds of any text ----------------------------------------------------------------------------------------

SOME = st.lists(st.sampled_from([*FERRY, *BAKERY, *JAPANESE, *ARABIC]), unique=True, max_size=12).map(lambda lines: article("", lines))
ANY = st.builds(Text, title=st.text(max_size=30), dek=st.text(max_size=30), body=st.text(max_size=200))


@given(text=ANY)
@settings(max_examples=100, deadline=None)
def test_any_text_is_the_same_as_itself(text: Text) -> None:
    assert compare(text, text) == ("same", 0.0)
    assert sketch_of(text) == sketch_of(text, tokens_of(text.body or text.dek))


@given(one=SOME, other=SOME, days=st.sampled_from([0.0, 5.0]))
@settings(max_examples=200, deadline=None)
def test_of_two_texts_each_is_new_to_the_other_or_neither(one: Text, other: Text, days: float) -> None:
    found, returned = compare(one, other, days), compare(other, one, days)
    assert (found.kind == "new") == (returned.kind == "new")
    assert 0.0 <= found.share_changed <= 1.0


@given(one=ANY, other=ANY)
@settings(max_examples=100, deadline=None)
def test_a_text_taken_apart_beforehand_compares_alike(one: Text, other: Text) -> None:
    assert compare(wording_of(one), wording_of(other)) == compare(one, other)


# --- the sketch ----------------------------------------------------------------------------------------------------


def test_a_sketch_has_at_most_sixteen_numbers_of_30_bits() -> None:
    sketch = sketch_of(FIRST)
    assert len(sketch) == SIZE == 16
    assert sketch == tuple(sorted(set(sketch)))
    assert all(0 <= number < 2**30 for number in sketch)


def test_a_sketch_is_the_same_on_any_machine() -> None:
    assert sketch_of(Text("Ferry stops", body="No boat in winter.")) == (305778672, 358366404, 492341937, 1002760659)


def test_rewrites_have_enough_of_their_sketches_in_common_and_others_nothing() -> None:
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311 - any order will do
        sentences = chance.sample(FERRY, 6) + chance.sample(BAKERY, 3)
        chance.shuffle(sentences)
        rewrite = sketch_of(article("Winter without a boat", sentences))
        assert len({*rewrite} & {*sketch_of(FIRST)}) >= enough_in_common(len(rewrite))
    assert not {*sketch_of(FIRST)} & {*sketch_of(article("A recipe on the door", BAKERY))}


def test_a_brief_is_found_by_its_headline_as_well() -> None:
    headline = sketch_of(Text("Holmberg pays as before", body=""))
    assert len({*headline} & {*sketch_of(Text("Holmberg pays as before", body=NOTICE))}) >= enough_in_common(len(headline))
    assert sketch_of(Text("", body="")) == ()


@pytest.mark.parametrize(("size", "enough"), [(0, 1), (3, 1), (10, 2), (20, 4)])
def test_a_fifth_of_a_sketch_is_enough(size: int, enough: int) -> None:
    assert enough_in_common(size) == enough
