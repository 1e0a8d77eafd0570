"""Titles as people rewrite them: which two mean one article, which one of several is meant, and under which keys they meet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.likeness.titles import Likeness, same_title, the_one_meant, title_keys

SAME = {
    "case": ("The Night Train To Bergen", "the night train to bergen"),
    "quotation marks": ("“Nobody sleeps” on the night train", "'Nobody sleeps' on the night train"),
    "punctuation and spacing": ("Floods, fire – and then the locusts!", "Floods fire and  then the locusts"),
    "accents": ("L’été à la plage de Sète", "L'ete a la plage de Sete"),
    "the width of signs": ("ＡＩが変える東京の朝", "AIが変える東京の朝"),
}
LABELLED = {
    "an opinion": ("Opinion: The lamp is lit at last", "The lamp is lit at last"),
    "an analysis behind a bar": ("Analysis | The lamp is lit at last", "The lamp is lit at last"),
    "an exclusive behind a dash": ("Exclusive – The lamp is lit at last", "The lamp is lit at last"),
    "a video in brackets": ("The lamp is lit at last [Video]", "The lamp is lit at last"),
    "two labels": ("Watch | Exclusive: The lamp is lit at last", "The lamp is lit at last"),
    "two words for one sort": ("Watch: The lamp is lit at last", "Video | The lamp is lit at last"),
    "a label in German": ("Kommentar: Die Lampe brennt wieder", "Die Lampe brennt wieder"),
    "a label with a full stop": ("Vidéo. La lampe du phare est allumée", "La lampe du phare est allumée"),
    "a label in Arabic": ("فيديو: عودة الضوء إلى المنارة القديمة", "عودة الضوء إلى المنارة القديمة"),
    "a label in Chinese brackets": ("【独家】渔民在台风后回到港口", "渔民在台风后回到港口"),
    "a label in Japanese": ("社説：台風のあとの港に漁師が戻る", "台風のあとの港に漁師が戻る"),
}
SHORTENED = {
    "the name of a paper behind a bar": ("The ferry sails | The Harbour", "The ferry sails"),
    "the name of a paper behind a dash": ("The ferry sails at dawn - Name of paper", "The ferry sails at dawn"),
    "the name of a station with a number": ("The ferry sails at dawn – Channel 4 News", "The ferry sails at dawn"),
    "the name of a paper with a day in it": ("The ferry sails at dawn | The Sunday Times", "The ferry sails at dawn"),
    "a domain": ("The ferry sails at dawn - tide.example", "The ferry sails at dawn"),
    "a name behind a title with a dash of its own": (
        "The ferry sails – at dawn and dusk | The Harbour",
        "The ferry sails – at dawn and dusk",
    ),
    "a name in Chinese": ("渔民在台风后回到港口_新华网", "渔民在台风后回到港口"),
    "a heading": ("Norway: a ferry without a crew crosses the fjord", "A ferry without a crew crosses the fjord"),
    "a label and a name": ("Opinion: The ferry sails at dawn | The Harbour", "The ferry sails at dawn"),
}
REWORDED = {
    "a small word less": ("Ferry without a crew crosses the fjord", "Ferry without crew crosses the fjord"),
    "a small word for another": ("Five hurt at the harbour in Oslo", "Five hurt in the harbour in Oslo"),
    "the plural": ("Storm closes schools on the coast", "Storms closes schools on the coast"),
    "another tense": ("Storm closes the harbour for a week", "Storm closed the harbour for a week"),
    "a doubled letter": ("Ministers plan to stop the ferry", "Ministers plan to stopping the ferry"),
    "an irregular verb": ("Fishermen win the right to stay", "Fishermen won the right to stay"),
    "American spelling": ("Fire in the theatre of Oslo", "Fire in the theater of Oslo"),
    "American spelling of a Greek word": ("The archaeology of the old harbour", "The archeology of the old harbour"),
    "American spelling by its rule": ("Harbour workers travelling to Oslo", "Harbor workers travelling to Oslo"),
    "a hyphen": ("The co-operation of the fishing villages", "The cooperation of the fishing villages"),
    "a compound in one word": ("Health care for the fishing villages", "Healthcare for the fishing villages"),
    "a word in full": ("Why ships don’t call at Oslo any more", "Why ships do not call at Oslo any more"),
    "a number in words": ("Five hurt in a harbour fire", "5 hurt in a harbour fire"),
    "a number with a comma": ("Storm leaves 4,000 homes dark", "Storm leaves 4000 homes dark"),
    "a billion": ("Harbour to cost $12.9bn by the spring", "Harbour to cost $12.9 billion by the spring"),
    "a synonym": ("Fire destroys the old harbour market", "Blaze destroys the old harbour market"),
    "a synonym of two words": ("PM opens the new bridge in Leeds", "Prime Minister opens the new bridge in Leeds"),
    "a synonym with an ending": ("The 15 weirdest boats in our harbour", "The 15 strangest boats in our harbour"),
    "two words with other endings": (
        "Ferry profit falls as the harbour fills with ice",
        "Ferry profits fall as the harbour fills with ice",
    ),
    "a sum with its currency": ("Harbour gets R4bn to hire more pilots", "Harbour gets R4-billion to hire more pilots"),
    "a slip of the pen": ("The goverment of the island resigns today", "The government of the island resigns today"),
    "an umlaut written out": ("Die Fähre von Müller fährt wieder nach Oslo", "Die Fähre von Mueller fährt wieder nach Oslo"),
    "a German ending": ("Die Fischer kritisieren den neuen Hafen", "Die Fischer kritisiert den neuen Hafen"),
    "a French article": ("Le port d’Oslo est fermé par la tempête", "Port d’Oslo est fermé par la tempête"),
    "a Spanish plural": ("La tormenta cierra los puertos del norte", "La tormenta cierra los puerto del norte"),
    "a Polish case": ("Nowy port w Gdyni nie ma statków", "Nowy port w Gdyni nie ma statku"),
    "a Russian case": ("В порту не будет новых кораблей до весны", "В порту не будет новых корабля до весны"),
    "a Japanese particle": ("台風のあとの港に漁師が戻る", "台風のあと港に漁師が戻る"),
    "another case and a label as well": ("WATCH: BLAZE DESTROYS THE OLD HARBOUR MARKET", "Fire destroys the old harbour market"),
}
OTHER = {
    "a number": ("Five hurt in a harbour fire", "Six hurt in a harbour fire"),
    "a year": ("The best ferries of 2022", "The best ferries of 2023"),
    "the place of a comma": ("Prices rise 1.5% in the spring", "Prices rise 15% in the spring"),
    "a currency": ("Harbour to cost £5m by the spring", "Harbour to cost $5m by the spring"),
    "a name": ("Moravec wins the race to Oslo by a day", "Hansen wins the race to Oslo by a day"),
    "a place": ("Five hurt in a harbour fire in Oslo", "Five hurt in a harbour fire in Bergen"),
    "a place that is spelled alike": ("Ferry talks in Slovakia end in a row", "Ferry talks in Slovenia end in a row"),
    "a not": ("Why ships call at Oslo", "Why ships don't call at Oslo"),
    "a not in German": ("Der Hafen wird in Oslo gebaut", "Der Hafen wird in Oslo nicht gebaut"),
    "a not in Portuguese": ("O porto vai abrir no verão", "O porto não vai abrir no verão"),
    "the opposite": ("Water in the harbour rises again", "Water in the harbour falls again"),
    "with and without": ("The ferry sails with a crew today", "The ferry sails without a crew today"),
    "the order": ("The dog on the ferry bit the captain", "The captain on the ferry bit the dog"),
    "a part": ("The long way to Oslo – Part 2", "The long way to Oslo"),
    "a part in Roman figures": ("The long way to Oslo – II", "The long way to Oslo"),
    "a part in brackets": ("The long way to Oslo (2)", "The long way to Oslo"),
    "a day behind a label": ("The long way to Oslo – video: Tuesday", "The long way to Oslo – video"),
    "a day before it": ("Tuesday: the long way to Oslo by ferry", "The long way to Oslo by ferry"),
    "another heading": ("Spain: parliament approves the new ferry law", "Portugal: parliament approves the new ferry law"),
    "another sort of piece": ("Review: The long way to Oslo by ferry", "Interview: The long way to Oslo by ferry"),
    "a sort of piece that is not known": ("Review: The long way to Oslo by ferry", "Rehearsal: The long way to Oslo by ferry"),
    "what is still to come": ("Bank to raise rates in the spring", "Bank raises rates in the spring"),
    "a question": ("Is the long war over?", "The long war is over"),
    "a woman": ("Detenido un niño en el puerto viejo", "Detenida una niña en el puerto viejo"),
    "the doer": ("Die Arbeit im alten Hafen von Oslo ruht", "Die Arbeiter im alten Hafen von Oslo ruht"),
    "a word of few": ("The lamp is lit", "The lamp is"),
    "a word that is not known": ("The keeper of the light leaves the island", "The keeper of the bell leaves the island"),
    "something in brackets": ("Boats of the north (Linked)", "Boats of the north"),
    "a letter at the end": ("What comes after Plan A", "What comes after Plan"),
    "letters that changed places": ("Nuclear plan for the coast is approved", "Unclear plan for the coast is approved"),
    "a number behind it": ("The long way to Oslo – Race 17", "The long way to Oslo"),
    "something more in brackets": ("The last boats of the cold north (Linked)", "The last boats of the cold north"),
    "many small words at once": ("The keeper of the light on the island of birds", "Keeper light island birds"),
    "an ending that hides another word": ("The ferry company plans for the winter", "The ferry company jets for the winter"),
    "two synonyms at once": ("Fire destroys the old harbour market in a storm", "Blaze destroys the old harbour bazaar in a storm"),
    "a synonym in a short title": ("Fire destroys market", "Blaze destroys market"),
    "a word that sounds alike": ("The season of phishing begins in Oslo", "The season of fishing begins in Oslo"),
    "a word with two vowels": ("The poets of the old harbour meet", "The pets of the old harbour meet"),
    "the doer in English": ("The house plan for the harbour is late", "The housing plan for the harbour is late"),
    "a first letter": ("An occidental view of the harbour in Oslo", "An accidental view of the harbour in Oslo"),
    "a small word of a language that nothing else speaks for": ("Kalala het mwana wa bahari", "Kalala mwana wa bahari"),
    "standing titles: a day": ("Morning briefing: Tuesday", "Morning briefing: Monday"),
    "standing titles: a name of a paper": ("Morning briefing | The Harbour", "Morning briefing"),
    "standing titles: a label": ("Video: Weather", "Weather"),
    "standing titles: a small word": ("The week in pictures", "Week in pictures"),
    "standing titles in German": ("Wetter am Montag", "Wetter am Dienstag"),
}


def cases(pairs: dict[str, tuple[str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("one", "other"), list(pairs.values()), ids=list(pairs))


@cases(SAME)
def test_a_title_is_the_same_whatever_its(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one) == Likeness.SAME


@cases(LABELLED)
def test_a_title_is_known_with_or_without(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one) == Likeness.LABELLED


@cases(SHORTENED)
def test_one_of_two_titles_may_have(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one) == Likeness.SHORTENED


@cases(REWORDED)
def test_a_title_is_known_by_its_other_words_when_what_changed_is(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one) == Likeness.REWORDED


@cases(OTHER)
def test_another_story_is_told_by(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one) == Likeness.NONE


@cases(SAME | LABELLED | SHORTENED | REWORDED)
def test_titles_of_one_article_meet_under_a_key(one: str, other: str) -> None:
    assert set(title_keys(one)) & set(title_keys(other))


def test_standing_titles_are_tied_when_they_are_exactly_the_same() -> None:
    assert the_one_meant("Morning briefing", {"a": "“Morning Briefing”", "b": "Evening briefing"}) == "a"


def test_the_nearest_title_is_the_one_meant() -> None:
    stored = {"reworded": "Ferry without crew crosses the fjord", "labelled": "Video: Ferry without a crew crosses the fjord"}
    assert the_one_meant("Ferry without a crew crosses the fjord", stored) == "labelled"
    assert the_one_meant("Ferry without a crew crosses the fjord", stored | {"same": "Ferry Without A Crew Crosses The Fjord"}) == "same"


def test_no_title_is_meant_when_two_are_equally_near_or_none_is_near() -> None:
    assert the_one_meant("The lamp is lit", {"a": "The lamp is lit", "b": "THE LAMP IS LIT"}) is None
    assert the_one_meant("The lamp is lit", {"a": "The ferry sails"}) is None
    assert the_one_meant("The lamp is lit", {}) is None


def test_titles_without_words_mean_nothing_and_have_no_key() -> None:
    assert title_keys("… !") == ()
    assert same_title("…", "!") == Likeness.NONE


def test_keys_are_the_same_in_every_process() -> None:
    assert title_keys("The lamp is lit") == (1079743643,)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_titles_are_judged_alike_from_both_sides(one: str, other: str) -> None:
    assert same_title(one, other) == same_title(other, one)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_title_has_at_most_13_keys_of_31_bits_and_is_its_own_likeness(title: str) -> None:
    keys = title_keys(title)
    assert len(keys) == len(set(keys)) <= 13
    assert all(0 <= key < 2**31 for key in keys)
    assert same_title(title, title) == (Likeness.SAME if keys else Likeness.NONE)


WORDS = st.lists(st.sampled_from(["harbour", "ferry", "storm", "lighthouse", "keeper", "market", "island", "letters", "drum"]), min_size=4)


@settings(deadline=None)
@given(WORDS, st.data())
def test_titles_that_differ_by_one_word_or_have_one_more_meet_under_a_key(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "unheard", *words[place + 1 :]]
    longer = [*words[:place], "unheard", *words[place:]]
    for other in (changed, longer):
        assert set(title_keys(" ".join(words))) & set(title_keys(" ".join(other)))
