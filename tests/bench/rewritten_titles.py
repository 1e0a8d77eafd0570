"""How people rewrite titles, and what makes a similar title of another story: made at random, for `score_titles.py`.

Some of the words changed here made the judge's own list grow, so that a word in neither is what no figure speaks of: it stays loose.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable

from newsletter.words.titles import fold_title

Change = Callable[[str, random.Random], str | None]

SYNONYMS = """
says tells|kills slays|big large|huge giant|starts begins|ends finishes|buys acquires|helps aids|firm company|firms companies
doctors medics|students pupils|cars vehicles|plane aircraft|crash collision|quits resigns|rises climbs|rise increase
rises increases|falls drops|fall decline|soars surges|plunges plummets|vows promises|warns cautions|slams blasts|probe inquiry
talks negotiations|deal agreement|accord agreement|law legislation|bans outlaws|backs supports|rejects refuses|approves clears
reveals unveils|reveals discloses|finds discovers|movie film|photo picture|photos images|match game|beats defeats|win victory
award prize|house home|homes houses|shop store|fast quick|strange odd|tough hard|key crucial|jail prison|jailed imprisoned
murder killing|gun firearm|problem issue|problems issues|reason cause|plan scheme|plans proposals|study research
scientists researchers|experts specialists|song track|concert gig|strike walkout|workers employees|raises lifts|raises boosts
cuts reduces|cut reduce|sees expects|shares stock|earnings profits|profit earnings|sets plans|completes finishes|trip journey
launches introduces|launch start|users customers|wants seeks|worst poorest|money cash|kids children|cops police|boss chief
rate level|stake holding|purchase acquisition|buyout takeover|output production|offer bid|sells offloads|hit struck|unit division
assets holdings|dividend payout|estimates forecasts|lowers cuts|record historic|new latest|Angriff Attacke|Krieg Konflikt
startet beginnt|Firma Unternehmen|Polizei Beamte|verletzt verwundet|Auto Wagen|Preise Kosten|Forscher Wissenschaftler|steigt wächst
sinkt fällt|Spiel Partie|fordert verlangt|zeigt offenbart|guerre conflit|accord pacte|attaque assaut|morts décès|police policiers
entreprise société|annonce déclare|hausse augmentation|baisse chute|projet plan|premiers débuts|enquête investigation
guerra conflito|empresa companhia|polícia agentes|acordo pacto|carro automóvel|anuncia divulga|presos detidos|jogo partida
guerra conflicto|acuerdo pacto|empresa compañía|policía agentes|muertos fallecidos|atak napaść|wojna konflikt|umowa porozumienie
закон законопроект|война конфликт|глава руководитель|переговоры консультации
"""
SPELLINGS = """
theatre theater|centre center|colour color|harbour harbor|labour labor|favourite favorite|neighbour neighbor|defence defense
programme program|organise organize|travelling traveling|cancelled canceled|grey gray|analyse analyze|Kyiv Kiev|adviser advisor
towards toward|dollars dollar|online on-line|email e-mail|cooperation co-operation|healthcare health-care|website web site
takeover take-over|buyout buy-out|percent per cent|Centers Centres|Müller Mueller|für fuer|über ueber|Foto Photo|größte groesste
setor sector|direção direcção
"""
SMALL = {
    "the a an of in on at and is are was has have": "the of in at and is",
    "der die das den und ist sind im in ein eine hat": "die und ist im",
    "le la les de des un une et est du": "le de et les",
    "el los las del que y una es": "el de y la",
    "o os as do da em uma e no": "o de e as",
    "i w na z do się": "i w",
}
PREFIXES = [
    "Opinion: ",
    "Analysis | ",
    "Watch: ",
    "Exclusive – ",
    "Interview: ",
    "VIDEO | ",
    "Live: ",
    "Breaking: ",
    "Meinung: ",
    "Exklusiv – ",
    "Analyse : ",
    "Vidéo. ",
    "Opinião | ",
    "Opinión: ",
    "[Video] ",
    "Update: ",
]
SUFFIXES = [
    " | The Harbour Post",
    " - Name of paper",
    " – Tide Weekly",
    " | Meridian",
    " — El Correo del Mar",
    " - Nordlys Avis",
    " · Le Phare",
    " | tide.example",
    " – Opinion",
    " (video)",
]
OPPOSITES = """
rises falls|rise fall|up down|wins loses|win loss|opens closes|raises cuts|raises lowers|buys sells|gains losses|profit loss
higher lower|more less|before after|first last|old new|men women|north south|east west|approves rejects|backs opposes
accepts refuses|starts ends|hires fires|with without|for against|import export|best worst|hot cold|early late|public private
increase decrease|surplus deficit|upward downward|inside outside|steigt sinkt|gewinnt verliert|mehr weniger|mit ohne|vor nach
hausse baisse|avec sans|avant après|plus moins|sube baja|con sin|antes después|sobe desce|com sem|mais menos|wzrost spadek|z bez
wins misses|left right
"""
ENGLISH = {"the", "to", "of", "in", "on", "and", "for", "is", "as", "with", "from", "at", "by", "after", "says", "sees", "sets"}
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NEGATIONS = {
    "the of to in on and for is with from by sets says net sees": "not no never without",
    "der die das und den mit von im für": "nicht kein ohne",
    "le la les des du et une dans pour": "pas sans jamais",
    "el los las del una y por con": "no sin nunca",
    "do da dos em na ao uma à com": "não sem nunca",
    "w z na się do od i": "nie bez",
}
PLACES = "Oslo Bergen Norway Sweden Japan China Brazil Mexico Texas Ohio Paris Lyon Berlin Hamburg Madrid Lisbon Warsaw Kyiv Cairo Lagos"
TIMES = (
    "Monday Tuesday Wednesday Thursday Friday January February March April May June July 1986 1987 2022 2023 Montag Dienstag lundi mardi"
)


def pairs_in(text: str) -> dict[str, list[str]]:
    """Each phrase with those that stand for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in re.split(r"[|\n]", text.strip()):
        one, other = pair.split(" ", 1)
        found[one.lower()].append(other)
        found[other.lower()].append(one)
    return found


def like(word: str, put: str) -> str:
    """`put`, written large where `word` is."""
    return put.upper() if word.isupper() and len(word) > 1 else put[:1].upper() + put[1:] if word[:1].isupper() else put


def swap_from(table: dict[str, list[str]]) -> Change:
    def change(title: str, rng: random.Random) -> str | None:
        places = [found for found in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", title) if found[0].lower() in table]
        if not places:
            return None
        place = rng.choice(places)
        return title[: place.start()] + like(place[0], rng.choice(table[place[0].lower()])) + title[place.end() :]

    return change


def change_case(title: str, rng: random.Random) -> str | None:
    return rng.choice([title.upper(), title.lower(), title.title(), title.capitalize()])


def change_quotes(title: str, rng: random.Random) -> str | None:
    if re.search("[\"“”„«»‘’']", title):
        return rng.choice(
            [re.sub('["“”„«»]', "", title), title.replace("’", "'").replace("“", '"').replace("”", '"'), re.sub('["“”„]', "'", title)]
        )
    words = title.split()
    start = rng.randrange(len(words))
    return " ".join([*words[:start], f"“{words[start]}”", *words[start + 1 :]])


def change_marks(title: str, rng: random.Random) -> str | None:
    return rng.choice(
        [
            title + ".",
            title + "!",
            re.sub("[,;:!?–—-]", " ", title),
            title.replace(" - ", " – "),
            re.sub(r"\s", "  ", title),
            title.replace("-", "‑"),
        ]
    )


def change_accents(title: str, _: random.Random) -> str | None:
    bare = "".join(char for char in unicodedata.normalize("NFD", title) if not unicodedata.combining(char))
    return bare if bare != title and re.search("[A-Za-z]", title) else None


def change_small(title: str, rng: random.Random) -> str | None:
    words = title.split()
    for known, added in SMALL.items():
        small = set(known.split())
        places = [place for place in range(len(words) - 1) if words[place].lower() in small]
        if len(places) < 2 or len(words) < 5:
            continue
        place = rng.choice(places)
        if rng.random() < 0.5 and place:
            return " ".join(words[:place] + words[place + 1 :])
        place = rng.randrange(1, len(words))
        return " ".join([*words[:place], like(words[0] if words[0].isupper() else "a", rng.choice(added.split())), *words[place:]])
    return None


def change_ending(title: str, rng: random.Random) -> str | None:
    """The plural for the singular and back, and the past for the present, in English; the usual ending of a plural elsewhere."""
    words = title.split()
    english = bool({word.lower() for word in words} & ENGLISH)
    places = [
        place
        for place in range(1, len(words))
        if words[place].isalpha() and (words[place].islower() or title.isupper()) and len(words[place]) > 4
    ]
    rng.shuffle(places)
    for place in places:
        word, low = words[place], words[place].lower()
        if low.endswith(("ss", "us", "is", "'s", "ing")):
            continue
        if english:
            put = low[:-1] if low.endswith("s") else low + "d" if low.endswith("e") else low + "s"
            put = rng.choice([put, low[:-2] + "ing", low[:-2]]) if low.endswith("ed") and low[-3] not in "aeiou" else put
        else:
            put = low[:-1] if low.endswith(("s", "en")) else low + ("s" if low[-1] in "aeo" else "")
        if put != low:
            return " ".join([*words[:place], like(word, put), *words[place + 1 :]])
    return None


def change_number_word(title: str, rng: random.Random) -> str | None:
    return swap_from({name: [str(number)] for number, name in enumerate(NUMBERS, 2)})(title, rng)


def add_prefix(title: str, rng: random.Random) -> str | None:
    return rng.choice(PREFIXES) + title


def add_suffix(title: str, rng: random.Random) -> str | None:
    return title + rng.choice(SUFFIXES)


def several(title: str, rng: random.Random) -> str | None:
    """A label, another case and a changed word at once."""
    changed = rng.choice([swap_from(pairs_in(SYNONYMS)), change_quotes, change_marks, change_small])(title, rng)
    return changed and rng.choice([add_prefix, add_suffix])(change_case(changed, rng) or "", rng)


REWRITES: dict[str, Change] = {
    "case": change_case,
    "quotation marks": change_quotes,
    "punctuation": change_marks,
    "accents": change_accents,
    "prefix": add_prefix,
    "suffix": add_suffix,
    "small word": change_small,
    "ending": change_ending,
    "synonym": swap_from(pairs_in(SYNONYMS)),
    "spelling": swap_from(pairs_in(SPELLINGS)),
    "number word": change_number_word,
    "several": several,
}


def other_number(title: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\d+", title))
    if not found:
        return None
    place = rng.choice(found)
    return title[: place.start()] + str(int(place[0]) + rng.choice([-1, 1, 10])) + title[place.end() :]


def with_part(title: str, rng: random.Random) -> str | None:
    return rng.choice(
        ["{} – Part 2", "Part 2: {}", "{}, part two", "{} (2)", "{}: Tuesday", "{} – Monday", "{} 2023", "Day 3: {}", "{} | Part 3"]
    ).format(title)


def negated(title: str, rng: random.Random) -> str | None:
    """With a "not" in the language of the title, or without the one that it has."""
    words = title.split()
    lows = {word.lower() for word in words}
    small = max(NEGATIONS, key=lambda known: len(lows & set(known.split())))
    if len(words) < 3 or not lows & set(small.split()):
        return None
    nots = NEGATIONS[small].split()
    for place, word in enumerate(words):
        if word.lower() in nots:
            return " ".join(words[:place] + words[place + 1 :])
    place = rng.randrange(1, len(words))
    return " ".join([*words[:place], rng.choice(nots).upper() if title.isupper() else rng.choice(nots), *words[place:]])


def from_others(titles: list[str], count: int, *, names: bool) -> Change:
    """Words of other titles of the same writing in the place of some."""
    pool: dict[tuple[bool, bool], list[str]] = defaultdict(list)
    for title in titles:
        for word in title.split()[1:]:
            if word.isalpha() and len(word) > 3:
                pool[title.isupper(), word[0].isupper()].append(word)

    def change(title: str, rng: random.Random) -> str | None:
        words = title.split()
        places = [
            place
            for place in range(1, len(words))
            if words[place].isalpha() and len(words[place]) > 3 and (not names or words[place][0].isupper())
        ]
        if len(places) < count:
            return None
        for place in rng.sample(places, count):
            others = pool[title.isupper(), words[place][0].isupper()]
            put = rng.choice(others)
            if put.lower()[:4] == words[place].lower()[:4]:
                return None
            words[place] = put
        return " ".join(words)

    return change


def other_of(names: str) -> Change:
    known = names.split()
    return swap_from({name.lower(): [other for other in known if other != name] for name in known})


def turned(title: str, rng: random.Random) -> str | None:
    words = title.split()
    places = [place for place in range(len(words)) if words[place].isalpha() and len(words[place]) > 3]
    if len(places) < 2:
        return None
    one, other = rng.sample(places, 2)
    if words[one].lower() == words[other].lower():
        return None
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def without_a_word(title: str, rng: random.Random) -> str | None:
    """Some word of weight left out, so that another thing is said of a short title."""
    words = title.split()
    places = [place for place in range(len(words)) if words[place].isalpha() and len(words[place]) > 5]
    if not places or len(words) > 7 or not title[0].isalpha() or "CORRECTED" in words:
        return None
    place = rng.choice(places)
    return " ".join(words[:place] + words[place + 1 :])


def misses_of(titles: list[str]) -> dict[str, Change]:
    return {
        "number": other_number,
        "part": with_part,
        "negation": negated,
        "opposite": swap_from(pairs_in(OPPOSITES)),
        "place": other_of(PLACES),
        "time": other_of(TIMES),
        "name": from_others(titles, 1, names=True),
        "a word": from_others(titles, 1, names=False),
        "two words": from_others(titles, 2, names=False),
        "order": turned,
        "left out": without_a_word,
    }


def labelled(change: Change, titles: set[str]) -> Change:
    """Now and then a near miss has a label, too; it is none when another title of the archive is what came out."""

    def both(title: str, rng: random.Random) -> str | None:
        changed = change(title, rng)
        if changed is None or fold_title(changed) in titles:
            return None
        return changed if rng.random() > 0.2 else rng.choice([add_prefix, add_suffix])(changed, rng)

    return both
