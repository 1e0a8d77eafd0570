"""Whether the words of one title are those of another with one word changed, so that they still tell the same.

What only this module knows: which change is harmless. A small word may come and go; one word may have another ending, another spelling,
or a synonym that is known. Whatever else differs, a number, a name, a "not", any word that is not known, makes another story.
"""

from __future__ import annotations

import re
from collections import Counter

from newsletter.likeness.vocabulary import Language, Words, vocabulary, words_of

FEWEST = 3
"""How many words must stay the same beside one that is changed."""

MANY, MOST_FORMS = 5, 2
"""Beside so many words that stay the same, so many may have another form or spelling."""

SURE = 2
"""How many words must speak for a language before its small words may come and go."""

MOST_LIGHT = 2
"""How many small words may come or go."""

_UMLAUTS = re.compile("[äöüåæøœÄÖÜÅÆØŒ]")
_OURS = "col|hon|lab|fav|behavi|neighb|harb|rum|hum|arm|vap|tum|od|endeav|sav|parl|vig|splend|glam|savi|ranc|cand|val|clam|ferv|rig|succ"
_BRITISH = (
    (re.compile(rf"^({_OURS})our"), r"\1or"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])ll(?=ed$|ing|er|or|ous|ist|ment|ery)"), "l"),
    (re.compile(r"([iy])s(?=e[ds]?$|ers?$|ing$|ations?$)"), r"\1z"),
    (re.compile(r"^(an|p|orthop|h|leuk|arch|encyclop|medi|gyn|c)ae(?=[mdovcs])"), r"\1e"),
    (re.compile(r"^(f(?=oet)|am(?=oeb)|diarrh|man|(?=oes))oe"), r"\1e"),
)
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "est", "ly")
_FIGURES = re.compile(r"([^\d\W]{0,3}\d+)([^\d\W]*)")
_THOUSANDS = 3
_SCALES = {
    "billion": "bn",
    "million": "m",
    "mn": "m",
    "mln": "m",
    "mio": "m",
    "thousand": "k",
    "trillion": "tn",
    "percent": "",
    "pct": "",
    "prozent": "",
}
_VOWELS = frozenset("aeiouy")
_LONG = 9
"""From this length on a slip of one letter is taken for a slip; shorter words that differ by a letter are different words."""


def are_reworded(one: Words, other: Words, one_raw: str, other_raw: str) -> bool:
    """Whether two titles' words differ by no more than one harmless change, and by a few small words. The raw titles tell names."""
    known = vocabulary()
    languages, votes = known.languages_by((*one, *other))
    mine, yours, same = _apart(one, other)
    if _are_joined(mine, yours) or (mine and yours and _in_figures(mine) == _in_figures(yours) != ""):
        return same >= FEWEST - 1
    if votes < SURE:
        languages = list(known.languages.values())
    elif one[0] != other[0] and any(title[0] in language.questions for language in languages for title in (one, other)):
        return False
    else:
        light = frozenset.intersection(*(language.light for language in languages))
        if _light_changes(one, other, light) > MOST_LIGHT:
            return False
        mine, yours, same = _apart(_heavy(one, light), _heavy(other, light))
    if same < FEWEST - 1 or not mine or not yours:
        return same >= FEWEST - 1 and mine == yours
    phrase, for_phrase = " ".join(mine), " ".join(yours)
    if known.equal.hold(phrase, for_phrase) or (same >= FEWEST and _are_synonyms(phrase, for_phrase)):
        return True
    if len(mine) != len(yours):
        return False
    differing = [pair for pair in zip(mine, yours, strict=True) if pair[0] != pair[1]]
    most = MOST_FORMS if same + len(mine) - len(differing) >= MANY else 1
    return len(differing) <= most and all(_is_same_word(*pair, languages, one_raw, other_raw) for pair in differing)


def _are_joined(one: Words, other: Words) -> bool:
    """Whether they are the same letters, in one word here and in two there; figures joined are another number."""
    return "".join(one) == "".join(other) and not any(char.isdigit() for word in one for char in word)


def _in_figures(words: Words) -> str:
    """A number as it is meant, "4000" for "4,000" and "9bn" for "9 billion"; "" for what is none."""
    if not words[0].isdigit() and not _FIGURES.fullmatch(words[0]):
        return ""
    if any(word.isdigit() and len(word) != _THOUSANDS for word in words[1:]):
        return ""
    found = _FIGURES.fullmatch("".join(words))
    return found[1] + _SCALES.get(found[2], found[2]) if found else ""


def _are_synonyms(one: str, other: str) -> bool:
    """Whether the data says so, of them or of what they are when both lose an English ending."""
    synonyms = vocabulary().synonyms
    return synonyms.hold(one, other) or any(
        synonyms.hold(base, for_base)
        for end in _ENDINGS
        if one.endswith(end) and other.endswith(end)
        for base in _bases(one.removesuffix(end), end)
        for for_base in _bases(other.removesuffix(end), end)
    )


def _bases(stem: str, end: str) -> list[str]:
    """What a word may be without its ending: "strang(est)" is strange, "bigg(est)" is big, "earli(er)" is early."""
    if stem.endswith("i"):
        return [stem[:-1] + "y"]
    if end in ("s", "es"):
        return [stem]
    return [stem, stem + "e"] + [stem[:-1]] * (stem[-1:] == stem[-2:-1])


def _heavy(words: Words, light: frozenset[str]) -> Words:
    """The words that may not come and go; the last of a title never may ("Plan A")."""
    return tuple(word for word in words[:-1] if word not in light) + words[-1:]


def _light_changes(one: Words, other: Words, light: frozenset[str]) -> int:
    """How many small words came, went, or stand for others."""
    mine, yours = (Counter(word for word in words if word in light) for words in (one, other))
    return max((mine - yours).total(), (yours - mine).total())


def _apart(one: Words, other: Words) -> tuple[Words, Words, int]:
    """What is left of two rows of words without their common beginning and end, and how many words those have."""
    most = min(len(one), len(other))
    start = next((place for place in range(most) if one[place] != other[place]), most)
    end = next((place for place in range(most - start) if one[-1 - place] != other[-1 - place]), most - start)
    return one[start : len(one) - end], other[start : len(other) - end], start + end


def _is_same_word(one: str, other: str, languages: list[Language], one_raw: str, other_raw: str) -> bool:
    """Whether they are forms or spellings of one word; no figure is."""
    if any(char.isdigit() for char in one + other):
        return False
    if _spelled(one) == _spelled(other):
        return True
    if _is_transcribed(one, other, one_raw, other_raw):
        return True
    known = vocabulary()
    if known.confused.hold(one, other):
        return False
    if known.languages["german"] not in languages and (_is_name(one, one_raw) or _is_name(other, other_raw)):
        return False
    return any(_is_other_form(one, other, language) for language in languages) or _is_slip(one, other)


def _is_other_form(one: str, other: str, language: Language) -> bool:
    """Whether two words have a stem in common and endings that may stand for one another."""
    short, long = sorted((one, other), key=len)
    size = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    stem, ends = one[:size], (one[size:], other[size:])
    if size < 3 or (size < 4 and len("".join(ends)) > 1):
        return False
    first, second = ((end[1:] if len(end) > 2 and end[0] == stem[-1] else end) for end in ends)
    if {first, second} == {"", "d"} and stem[-1] != "e":
        return False
    return language.endings.hold(first, second)


def _is_slip(one: str, other: str) -> bool:
    """Whether two long words differ by one letter inside that was left out, by two that changed places, or by a vowel."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG or short[0] != long[0] or short[-1] != long[-1] or not (one + other).isalpha():
        return False
    first = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    if len(short) < len(long):
        return short[first:] == long[first + 1 :]
    swapped = short[first + 1 : first + 2] + short[first : first + 1] + short[first + 2 :]
    vowels = short[first] in _VOWELS and long[first] in _VOWELS
    return long[first:] == swapped or (vowels and short[first + 1 :] == long[first + 1 :])


def _spelled(word: str) -> str:
    for pattern, put in _BRITISH:
        word = pattern.sub(put, word)
    return word


def _is_transcribed(one: str, other: str, one_raw: str, other_raw: str) -> bool:
    """Whether one is written with "ue" for an "ü" that the other title has."""
    (short, raw), (long, _) = sorted(((one, one_raw), (other, other_raw)), key=lambda pair: len(pair[0]))
    return len(short) < len(long) and bool(_UMLAUTS.search(raw)) and _plain_vowels(short) == _plain_vowels(long)


def _plain_vowels(word: str) -> str:
    return re.sub("([aou])e|(a)a", r"\1\2", word)


def _is_name(word: str, raw: str) -> bool:
    """Whether a word is large inside a title of small words: a name, where nouns are small."""
    written = re.findall(r"[^\W\d_]+", raw)[1:]
    large = [piece for piece in written if piece[0].isupper()]
    return 2 * len(large) <= len(written) and any(words_of(piece) == (word,) for piece in large)
