"""Related stories: what a text is about, which stories have to do with it, which of them are chosen, and the reason in words."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from newsletter.likeness import Ranked, Text
from newsletter.likeness.choosing import Candidate, Weights, choose
from newsletter.likeness.profile import MOST, WEIGHTS, Profile, most_told, number_of, pack, profile_of, telling, unpack
from newsletter.likeness.reasons import Reasons, why
from newsletter.likeness.relevance import rank

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

FERRY = Text("The night ferry is saved", body="The harbour of Brindle keeps its ferry. The ferry crosses to Ostrava Island each night.")
STORIES = {
    1: Text(
        "Ferry fares rise", body="Passengers of the ferry pay more from May. The harbour says the crossing to Ostrava Island costs more."
    ),
    2: Text("A harbour is dredged", body="The harbour of Brindle is made deeper, for larger boats."),
    3: Text("The baker of Mill Lane", body="She has baked bread for forty years, and sells it before dawn."),
    4: Text("The choir is back", body="After a year of silence the choir sings again, in the hall and for the people of the town."),
}


def tells(profile: Profile, counts: Mapping[str, int], total: int) -> dict[str, float]:
    return {term: telling(counts.get(term, 0), total) for term in profile.weights}


def asked(text: Text, stories: dict[int, Text]) -> list[Ranked]:
    profiles = {number: profile_of(story) for number, story in stories.items()}
    counts = Counter(term for profile in profiles.values() for term in profile.weights)
    question = profile_of(text)
    return rank(question, {number: pack(profile) for number, profile in profiles.items()}, tells(question, counts, len(profiles)))


def order(text: Text, stories: dict[int, Text]) -> list[int]:
    return [found.number for found in asked(text, stories)]


def test_words_with_other_endings_are_one_term() -> None:
    one, other = profile_of(Text("Mobilisation")), profile_of(Text("mobilised"))
    assert one.weights.keys() == other.weights.keys()


def test_small_words_numbers_and_letters_alone_weigh_less_than_others() -> None:
    weights = profile_of(Text("", body="The mayor of the town has opened 12 bridges on line B")).weights
    assert weights["the"] < weights["b"] < weights["town"] == weights["*bridg"]
    assert weights["of"] < weights["12"] < weights["town"]


def test_a_word_that_is_small_in_one_language_is_large_in_another() -> None:
    english = profile_of(Text("", body="The war that was to end all of it: the war of the worlds, and what they said of it")).weights
    german = profile_of(Text("", body="Es war der Abend, und das Haus war leer, denn sie war nicht mit ihm gekommen")).weights
    assert english["war"] > english["the"]
    assert german["war"] < german["haus"]


def test_a_headline_counts_as_if_the_body_had_it_once_more() -> None:
    assert profile_of(Text("Ferry", body="harbour")).weights == profile_of(Text("", body="harbour ferry")).weights


@pytest.mark.parametrize("text", [Text(""), Text("…"), Text("", body="\n")], ids=["nothing", "signs alone", "an empty line"])
def test_a_text_without_words_has_an_empty_profile(text: Text) -> None:
    assert profile_of(text) == Profile({})
    assert pack(profile_of(text)) == b""
    assert asked(text, STORIES) == []


def test_a_profile_survives_packing() -> None:
    profile = profile_of(FERRY)
    numbers, levels = unpack(pack(profile))
    weights = {number: WEIGHTS[level] for number, level in zip(numbers, levels, strict=True)}
    assert weights == pytest.approx({number_of(term): weight for term, weight in profile.weights.items()}, abs=0.003)


@pytest.mark.parametrize("title", ["The", "12", "B", "of"])
def test_a_text_of_one_word_that_says_little_is_packed_like_any_other(title: str) -> None:
    assert unpack(pack(profile_of(Text(title)))).numbers == (number_of(title.lower()),)


def test_of_a_long_text_the_heaviest_terms_are_pack() -> None:
    profile = profile_of(Text("Ferry", body=" ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26)}xyz" for n in range(300)) + " ferry ferry"))
    assert len(pack(profile)) == 4 * MOST == 560
    assert unpack(pack(profile)).numbers[0] == number_of("*ferry")


def test_a_term_tells_the_more_the_fewer_items_have_it() -> None:
    assert 1 >= telling(0, 10_000) > telling(500, 10_000) > telling(5_000, 10_000) > telling(10_000, 10_000) > 0


def test_the_salient_tokens_are_those_of_the_headline_and_what_tells_most() -> None:
    body = "The ferry crosses the sound. " * 3 + " ".join(f"tide{chr(97 + n)}" for n in range(20))
    profile = profile_of(Text("The sound of bells", body=body))
    tokens = most_told(profile, tells(profile, {"*cross": 50, "*sound": 900, "*bells": 900}, 1000), most=5)
    assert next(iter(tokens)) == "*ferry"
    assert {"*sound", "*bells"} <= tokens.keys()
    assert "the" not in tokens
    assert len(tokens) == 5


def test_the_story_that_shares_most_comes_first_and_one_that_shares_small_words_alone_comes_last() -> None:
    assert order(FERRY, STORIES)[:2] == [1, 2]
    scores = {found.number: found.score for found in asked(FERRY, STORIES)}
    assert scores.get(4, 0) < scores[2] / 3


def test_a_rare_word_in_common_outweighs_a_frequent_one() -> None:
    town = {
        number: Text(f"Council notes {'abcdefgh'[number - 10]}", body="The council met and the council spoke.") for number in range(10, 18)
    }
    stories = {1: Text("Council budget"), 2: Text("Lighthouse sold"), **town}
    assert order(Text("Council keeps the lighthouse"), stories)[0] == 2


def test_a_headline_alone_is_found_by_a_whole_article() -> None:
    assert order(Text("", body=FERRY.body), {1: Text("Bread before dawn"), 2: Text("Islanders want their ferries back")}) == [2]


@pytest.mark.parametrize(
    ("question", "headline", "other"),
    [
        pytest.param("港特首梁振英就住宅违建事件道歉", "梁振英定下出席质询日期", "北京的秋天来得很早", id="Chinese"),
        pytest.param("Rozmowy z Iranem zerwane", "Kolejna tura rozmów o uranie", "Nowa wystawa w Krakowie", id="Polish"),
        pytest.param("Выборы в Казани отменены", "Казанский суд решил о выборах", "Погода на завтра", id="Russian"),
    ],
)
def test_stories_are_found_in_any_language(question: str, headline: str, other: str) -> None:
    assert order(Text(question), {1: Text(other), 2: Text(headline)})[0] == 2


LONG = [f"{a}{b}word" for a in "bcdfg" for b in "aeiou"]
"""Words that make a text long."""


def tale(*words: str) -> Text:
    return Text("", body=" ".join(words * 2))


def test_candidates_that_are_near_teach_what_else_belongs_to_the_matter() -> None:
    teachers = {n: tale("Zeppelin", "hangar", "gondola", "airship", "mooring", *LONG, f"detail{chr(97 + n)}") for n in range(1, 7)}
    others = {20: tale("Zeppelin", "gondola", "airship", "mooring"), 21: tale("Zeppelin", "brochure", "printed", "twice")}
    found = order(tale("Zeppelin", "hangar", "burnt", *LONG[:12]), teachers | others)
    assert found.index(20) < found.index(21)


def test_candidates_that_are_far_teach_nothing() -> None:
    """However many they are and whatever they have in common: pages of one site, say."""
    strangers = {n: tale("spring", "autumn", "cookie", "banner", *LONG, f"detail{chr(97 + n)}") for n in range(1, 9)}
    stories = {20: tale("hangar", *[f"{letter}other" for letter in "bcdfg"]), 21: tale("spring", "cookie", "banner")}
    directions = ("north", "south", "eastern", "middle", "lower", "upper", "outer")
    assert order(tale("hangar", "spring", "autumn", *[f"{one}word" for one in directions]), stories | strangers)[0] == 20


@pytest.mark.parametrize(
    ("filler", "first"),
    [
        pytest.param([], 2, id="a headline says each of its words once, and three in common are more than one"),
        pytest.param([f"{a}{b}{c}d" for a in "bcdfg" for b in "aeiou" for c in "lmnr"], 1, id="a whole text could have said more often"),
    ],
)
def test_what_a_story_says_often_counts_more_beside_a_whole_text(filler: list[str], first: int) -> None:
    question = Text("", body="zeppelin " * 8 + "hangar mooring gondola")
    others = {1: ["zeppelin", "winter", "spring"], 2: ["hangar", "mooring", "gondola"]}
    assert order(question, {number: Text("", body=" ".join([*words, *filler])) for number, words in others.items()})[0] == first


def test_scores_lie_between_nothing_and_all() -> None:
    found = asked(FERRY, {**STORIES, 9: FERRY})
    assert found[0].number == 9
    assert found[0].score > 0.8
    assert all(0 < one.score <= 1 for one in found)


def chosen(stories: dict[int, tuple[Text, float, timedelta]], limit: int = 5, weights: Weights = Weights()) -> list[int]:  # noqa: B008
    candidates = {number: Candidate(pack(profile_of(text)), NOON - age) for number, (text, _, age) in stories.items()}
    ranked = [Ranked(number, score) for number, (_, score, _) in stories.items()]
    return [one.number for one in islice(choose(ranked, candidates, profile_of(FERRY), at=NOON, weights=weights), limit)]


def test_no_more_are_chosen_than_asked_for() -> None:
    assert chosen({n: (text, 0.5 - n / 100, timedelta()) for n, text in STORIES.items()}, limit=2) == [1, 2]


def test_a_story_below_the_minimum_is_not_chosen() -> None:
    stories = {1: (STORIES[1], 0.4, timedelta()), 2: (STORIES[2], 0.05, timedelta())}
    assert chosen(stories) == [1]
    assert chosen(stories, weights=Weights(minimum=0)) == [1, 2]


def test_less_is_asked_of_a_headline_alone() -> None:
    long = Text("", body=" ".join(f"{a}{b}{c}word" for a in "bcdf" for b in "aeiou" for c in "lmnr"))
    question, headline = profile_of(long), pack(profile_of(Text("Balword")))
    candidates = {1: Candidate(headline, NOON), 2: Candidate(pack(question), NOON)}
    ranked = [Ranked(1, 0.12), Ranked(2, 0.12)]
    assert [one.number for one in islice(choose(ranked, candidates, question, at=NOON), 2)] == [1]


def test_two_that_say_the_same_are_not_both_chosen() -> None:
    again = Text("Ferry fares rise again", body=STORIES[1].body)
    assert chosen({1: (STORIES[1], 0.5, timedelta()), 5: (again, 0.49, timedelta()), 2: (STORIES[2], 0.3, timedelta())}) == [1, 2]


def test_of_two_as_good_the_nearer_in_time_comes_first_but_old_background_stays() -> None:
    years = timedelta(days=2000)
    assert chosen({1: (STORIES[1], 0.5, years), 2: (STORIES[2], 0.49, timedelta(days=3))}) == [2, 1]
    assert chosen({1: (STORIES[1], 0.7, years), 2: (STORIES[2], 0.49, timedelta(days=3))}) == [1, 2]


def reason(text: Text, other: Text, counts: dict[str, int] | None = None, total: int = 1000) -> tuple[str, ...]:
    question = profile_of(text)
    reasons = Reasons(text, question, tells(question, counts or {}, total))
    return reasons.spelled(reasons.shared(pack(profile_of(other))))


def test_the_reason_names_what_both_are_about_in_the_spelling_of_the_text_names_first() -> None:
    text = Text("To the front", body="The mobilisation goes on. In Chechnya the mobilisation is slow, they say in Chechnya.")
    assert reason(text, Text("Chechnya mobilised", body="mobilised, mobilised")) == ("Chechnya", "mobilisation")


def test_a_name_of_several_words_is_given_in_full_and_once() -> None:
    text = Text("Retraites", body="Selon Sophie Binet, rien ne change. Hier, Binet a parlé. Puis Binet est partie.")
    assert reason(text, Text("Sophie Binet, élue")) == ("Sophie Binet",)


def test_signs_of_a_script_without_spaces_are_put_together_again() -> None:
    assert reason(Text("港特首梁振英就住宅违建道歉"), Text("梁振英的违建"))[0] == "梁振英"


def test_small_words_numbers_and_what_many_stories_have_are_no_reasons() -> None:
    text = Text("", body="The harbour of 1987 and the mayor of the town")
    assert reason(text, text, {"*mayor": 400}) == ("harbour", "town")


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        pytest.param(timedelta(days=-12), "12 days earlier", id="days"),
        pytest.param(timedelta(days=-1), "1 day earlier", id="a day"),
        pytest.param(timedelta(hours=3), "the same day", id="hours"),
        pytest.param(timedelta(days=5), "5 days later", id="later"),
        pytest.param(timedelta(days=-92), "3 months earlier", id="months"),
        pytest.param(timedelta(days=-1500), "4 years earlier", id="years"),
    ],
)
def test_the_reason_says_how_far_apart_they_are(apart: timedelta, words: str) -> None:
    assert why(("Chechnya", "mobilisation"), NOON, NOON + apart) == f"both on: Chechnya, mobilisation; {words}"


def test_without_a_telling_word_in_common_the_reason_says_so() -> None:
    assert why((), NOON, NOON) == "alike in their words; the same day"
