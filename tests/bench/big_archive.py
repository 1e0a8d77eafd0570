"""A large archive of made-up stories, as a newsroom's archive is made: common words, topics that come and go, names, new words, re-posts.

Words are put together from syllables, and no sentence of them means anything. What is true to life is how often they come back: a few
are in most stories, some thousands in one of a hundred, and most in hardly any, with new ones for as long as the archive grows (the laws
of Zipf and Heaps); a story repeats its own words and those of its topic, and a headline is made of them. The same number and seed give
the same stories.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from typing import Any, NamedTuple, TypeVar

from newsletter.models import Block, ContentItem, Noun, RelatedLink

FIRST_DAY = datetime(2016, 3, 1, tzinfo=UTC)
DAYS = 3652
END = FIRST_DAY + timedelta(days=DAYS)
SECTIONS = ("world", "politics", "business", "money", "society", "science", "health", "climate", "culture", "sport", "travel", "opinion")

_COMMON = 30_000
"""So many words a language has at the start; rarer ones come with the archive."""
_POOL = 300_000
_RUNNING = 240
"""How many places there are for topics that are written about at one time; a large topic has several."""
_REPEATED = 0.01
_LATE = 0.03
N = TypeVar("N", bound=Noun)
_STATE: dict[str, Any] = {"__pydantic_extra__": None, "__pydantic_private__": None}

_PREFIXES = ("Opinion", "Analysis", "Watch", "Live", "Explained")


# --- languages ---------------------------------------------------------------------------------------------------


class Tongue:
    """A made-up language: its words by rank, the commonest first, and what every story in it is mixed from."""

    def __init__(self, code: str, parts: tuple[str, str, str], *, spaced: bool = True) -> None:
        self.code, self.spaced = code, spaced
        self.joint, self.stop, self.comma = (" ", ".", ",") if spaced else ("", "。", "，")
        self._chance = _chance_of(f"the words of {code}")
        self._syllables = ["".join(syllable) for syllable in product(*(part.split(" ") for part in parts))]
        self._taken: set[str] = set()
        self.words: list[str] = []
        self.used = 0
        self._grow(_COMMON)
        weights = [1 / (rank + 2.7) for rank in range(_COMMON)]
        scale = _POOL / sum(weights)
        self.common = [word for word, weight in zip(self.words, weights, strict=True) for _ in range(max(1, round(weight * scale)))]
        self._chance.shuffle(self.common)
        self._twice = self.common * 2
        self.families = [self.coin(2).title() for _ in range(3000)]
        self.given = [self.coin(2).title() for _ in range(300)]
        self.places = [self.coin(2).title() for _ in range(1500)]

    def coin(self, syllables: int) -> str:
        """A word that there has not been yet."""
        while True:
            word = "".join(self._chance.choices(self._syllables, k=syllables))
            if word not in self._taken:
                self._taken.add(word)
                return word
            syllables += self._chance.random() < 0.1

    def draw(self, chance: random.Random, length: int) -> list[str]:
        """So many of its words, common ones more often: every n-th of the shuffled pool, as that is drawn at one stroke."""
        start, step = int(len(self.common) * chance.random()), 1 + int(400 * chance.random())
        return self._twice[start : start + length * step : step]

    def ordinary(self, chance: random.Random) -> str:
        """A word of some meaning: neither one of the commonest nor a rare one."""
        return self.words[int(200 * (_COMMON / 200) ** chance.random())]

    def rare(self, chance: random.Random, number: int) -> list[str]:
        """Rare words, of those that there are by now; the more has been written, the more there are."""
        known = int(44 * self.used**0.49) + 1000
        self._grow(_COMMON + known)
        return [self.words[_COMMON + int(known ** chance.random())] for _ in range(number)]

    def _grow(self, size: int) -> None:
        while len(self.words) < size:
            rank = len(self.words)
            self.words.append(self.coin(1 if rank < 100 else 2 if rank < 4000 or self._chance.random() < 0.3 else 3))


def _tongues() -> list[tuple[Tongue, float]]:
    """The languages, each with its share of the stories."""
    # A part that is nothing stands there several times, as most syllables end with their vowel.
    onsets = "b c d f g h l m n p r s t w br cl dr fr gr pl sh st th tr"
    plain = Tongue("en", (onsets, "a e i o u a e i o ea ou", "     n r s t l nd st"))
    accented = Tongue("fr", ("b c d f g j l m n p qu r s t v ch pr tr", "a e é i o ou è eau ê î", "     n r s ç t"))
    cyrillic = Tongue("ru", ("б в г д ж з к л м н п р с т х ш ст пр", "а е и о у я ы ё", "     н т й ль р к"))
    signs = " ".join(chr(0x4E00 + 7 * number) for number in range(1800))
    spaceless = Tongue("zh", (signs, "", ""), spaced=False)
    return [(plain, 0.68), (accented, 0.14), (cyrillic, 0.12), (spaceless, 0.06)]


# --- what is written about ---------------------------------------------------------------------------------------


class Publisher(NamedTuple):
    """Who prints a story first."""

    name: str
    site: str


class Told(NamedTuple):
    """What a later story may say again."""

    title: str
    url: str
    publisher: Publisher
    paragraphs: tuple[str, ...]


class Topic:
    """Something that is written about for a while: its words and names, the more important ones several times over."""

    def __init__(self, chance: random.Random, tongue: Tongue, section: str) -> None:
        self.tongue, self.section = tongue, section
        words = [tongue.ordinary(chance) for _ in range(24)] + tongue.rare(chance, 6)
        chance.shuffle(words)
        self.words = [word for rank, word in enumerate(words, 1) for _ in range(1 + 24 // rank)]
        people = [(chance.choice(tongue.given), chance.choice(tongue.families)) for _ in range(5)]
        places = [tongue.places[int(1500 ** chance.random())] for _ in range(3)]
        self.names = [*map(tongue.joint.join, people), *(family for _, family in people for _ in range(2)), *places * 2]
        self.told: deque[Told] = deque(maxlen=8)


class Newsroom:
    """Everybody who writes: which topics are running, who prints them, and what has been told."""

    def __init__(self, number: int, seed: int) -> None:
        self.chance = _chance_of(f"stories {seed}")
        tongues = _tongues()
        self._tongues, self._shares = [tongue for tongue, _ in tongues], list(accumulate(share for _, share in tongues))
        self._section_words = {
            (tongue.code, section): [tongue.ordinary(self.chance) for _ in range(200)] for tongue in self._tongues for section in SECTIONS
        }
        self._publishers = {tongue.code: [self._publisher(tongue) for _ in range(8)] for tongue in self._tongues}
        self._every = max(1, number // (10 * int(number**0.5)))
        self._running = [self._new_topic() for _ in range(_RUNNING)]
        self._ended: list[Topic] = []
        self._kept: list[tuple[Topic, Told]] = []
        self._serial = 0

    def write(self, at: datetime) -> ContentItem:
        """The next story of that moment."""
        chance = self.chance
        self._serial += 1
        if self._serial % self._every == 0:
            self._change_topics()
        if self._kept and chance.random() < _REPEATED:
            topic, earlier = chance.choice(self._kept)
            told = self._again(topic, earlier, at)
        else:
            topic = self._running[int(_RUNNING * chance.random())]
            told = self._new(topic, at)
        item = self._item(topic, told, at)
        topic.told.append(told)
        if self._serial % 20 == 0:
            self._keep(topic, told)
        return item

    def _new_topic(self) -> Topic:
        chance = self.chance
        tongue = chance.choices(self._tongues, cum_weights=self._shares)[0]
        return Topic(chance, tongue, chance.choice(SECTIONS))

    def _change_topics(self) -> None:
        """A place for a topic changes hands: to a new one, to one that runs already and grows, or to one that comes back."""
        chance = self.chance
        place, cast = chance.randrange(_RUNNING), chance.random()
        ending = self._running[place]
        if cast < 0.5:
            self._running[place] = self._new_topic()
        elif cast < 0.85 or not self._ended:
            self._running[place] = chance.choice(self._running)
        else:
            self._running[place] = chance.choice(self._ended)
        self._ended.append(ending)

    def _new(self, topic: Topic, at: datetime) -> Told:
        chance, tongue = self.chance, topic.tongue
        own = [tongue.ordinary(chance) for _ in range(5)]
        title = self._headline(topic, own)
        words = self._mixed(topic, own, int((160 + 180 * chance.random()) * (1 if tongue.spaced else 1.7)))
        tongue.used += len(words)
        publisher = chance.choice(self._publishers[tongue.code])
        return Told(title, self._address(publisher, topic, title, at), publisher, tuple(self._paragraphs(tongue, words)))

    def _mixed(self, topic: Topic, own: list[str], length: int) -> list[str]:
        """The words of a story in their order: common ones, and among them those of its section, its topic, its own, names and numbers."""
        chance, tongue = self.chance, topic.tongue
        words = tongue.draw(chance, length)
        numbers = [str(int(10 ** (1 + 4 * chance.random()))) for _ in range(3)]
        section = self._section_words[tongue.code, topic.section]
        rare = tongue.rare(chance, 10)
        for source, step in ((section, 17), (topic.words, 9), (own, 19), (topic.names, 15), (rare, 29), (numbers, 47)):
            start = int(step * chance.random())
            words[start::step] = chance.choices(source, k=len(range(start, length, step)))
        return words

    def _paragraphs(self, tongue: Tongue, words: list[str]) -> Iterator[str]:
        """The words in sentences, and those in five to eight paragraphs."""
        chance, joint = self.chance, tongue.joint
        most = len(words) // (5 + int(4 * chance.random())) + 1
        for start in range(0, len(words), most):
            part, sentences, at = words[start : start + most], [], 0
            while at < len(part):
                length = 9 + int(18 * chance.random())
                if length > 17 and at + 8 < len(part):
                    part[at + 6] += tongue.comma
                sentence = joint.join(part[at : at + length])
                sentences.append(sentence[0].upper() + sentence[1:] + tongue.stop)
                at += length
            yield joint.join(sentences)

    def _headline(self, topic: Topic, own: list[str]) -> str:
        """Six to eleven words: a name, what the topic and the story are about, and a common word or two."""
        chance, tongue = self.chance, topic.tongue
        words = [*own[:3], chance.choice(topic.names), *chance.choices(topic.words, k=2), *chance.choices(tongue.common, k=4)]
        words = words[: 5 + int(6 * chance.random())]
        chance.shuffle(words)
        title = tongue.joint.join(words)
        return title[0].upper() + title[1:]

    def _again(self, topic: Topic, earlier: Told, at: datetime) -> Told:
        """An earlier story under a new address: the same text, a rewrite with a third of it new, or an update that adds a paragraph."""
        chance, paragraphs, title = self.chance, list(earlier.paragraphs), earlier.title
        new = self._new(topic, at)
        cast = chance.random()
        if cast < 0.35:
            title = title if cast < 0.2 else new.title
        elif cast < 0.7:
            chance.shuffle(paragraphs)
            paragraphs[: len(paragraphs) // 3] = new.paragraphs[: len(paragraphs) // 3]
            title = new.title
        else:
            paragraphs.insert(0, new.paragraphs[0])
            title = f"UPDATE: {title}"
        return Told(title, new.url, new.publisher, tuple(paragraphs))

    def _keep(self, topic: Topic, told: Told) -> None:
        if len(self._kept) < 5000:
            self._kept.append((topic, told))
        else:
            self._kept[self.chance.randrange(5000)] = (topic, told)

    # --- around the text -----------------------------------------------------------------------------------------

    def _publisher(self, tongue: Tongue) -> Publisher:
        name = self.chance.choice(tongue.places)
        return Publisher(name, f"https://www.publisher-{self.chance.randrange(10**6)}.example")

    def _address(self, publisher: Publisher, topic: Topic, title: str, at: datetime) -> str:
        """An address of the publisher's; it holds the title where that is in letters that an address is written in."""
        words = f"{title.lower().replace(' ', '-')}-" if topic.tongue.code == "en" else ""
        return f"{publisher.site}/{topic.section}/{at.year}/{at.month:02}/{words}{self._serial}"

    def _item(self, topic: Topic, told: Told, at: datetime) -> ContentItem:
        chance, tongue = self.chance, topic.tongue
        dek = tongue.joint.join(chance.choices(tongue.common, k=8) + chance.choices(topic.words, k=4) + [chance.choice(topic.names)])
        author = chance.choice(tongue.given) + tongue.joint + chance.choice(tongue.families)
        return ContentItem.model_validate(
            {
                "title": told.title,
                "dek": dek[0].upper() + dek[1:] + tongue.stop,
                "kicker": topic.section.capitalize(),
                "byline": author,
                "authors": (author,),
                "published_at": at,
                "language": tongue.code,
                "publisher": told.publisher.name,
                "source": f"wire/{self._serial}.txt",
                "url": told.url,
                "section": topic.section,
                "tags": (topic.words[0],),
                "body": [_made(Block, {"type": "paragraph", "text": text, "html": "", "image": None}) for text in told.paragraphs],
                "related": [self._link(topic) for _ in range(3)],
                "word_count": sum([text.count(" ") + 1 for text in told.paragraphs]),
            }
        )

    def _link(self, topic: Topic) -> RelatedLink:
        """A link as editors give them: to an earlier story by its address, by its title or a rewritten one, or to nothing that is here."""
        chance, cast = self.chance, self.chance.random()
        earlier = chance.choice(topic.told) if topic.told else None
        if earlier is None or cast < 0.15:
            title = self._headline(topic, [topic.tongue.ordinary(chance) for _ in range(3)])
            url = f"https://elsewhere.example/{chance.randrange(10**9)}" if cast < 0.08 else ""
            return _made(RelatedLink, {"title": title, "url": url, "item": None})
        if cast < 0.55:
            return _made(RelatedLink, {"title": earlier.title, "url": earlier.url, "item": None})
        title = earlier.title if cast < 0.8 else self._retitled(topic.tongue, earlier.title)
        return _made(RelatedLink, {"title": title, "url": "", "item": None})

    def _retitled(self, tongue: Tongue, title: str) -> str:
        """A title as another editor writes it."""
        cast = self.chance.randrange(4)
        if cast == 0:
            return f"{self.chance.choice(_PREFIXES)}: {title}"
        if cast == 1:
            return f"“{title}”"
        if cast == 2 or not tongue.spaced:
            return title.upper()
        words = title.split(" ")
        words[self.chance.randrange(len(words))] = tongue.ordinary(self.chance)
        return " ".join(words)


# --- the archive -------------------------------------------------------------------------------------------------


def stories(number: int, seed: int = 1) -> Iterator[ContentItem]:
    """So many stories of ten years in the order of their arrival: few on a Sunday, many on a great day, some days late."""
    newsroom = Newsroom(number, seed)
    chance = newsroom.chance
    weights = [(0.5 if day % 7 in (4, 5) else 1.0) * (1 + 2 * (chance.random() < 0.02)) for day in range(DAYS)]
    scale, written = number / sum(weights), 0
    for day, whole in enumerate(accumulate(weights)):
        due = number if day == DAYS - 1 else round(whole * scale)
        for minute in sorted([int(1440 * chance.random()) for _ in range(due - written)]):
            late = chance.randrange(1, 20) if chance.random() < _LATE else 0
            yield newsroom.write(FIRST_DAY + timedelta(days=day - late, minutes=minute))
        written = due


def _chance_of(words: str) -> random.Random:
    return random.Random(words)  # noqa: S311 - made-up stories keep no secret


def _made(noun: type[N], fields: dict[str, Any]) -> N:
    """A noun of fields that are right and whole: a million stories have ten million of these, and checking takes five times as long."""
    made: N = noun.__new__(noun)
    made.__setstate__(_STATE | {"__dict__": fields, "__pydantic_fields_set__": set(fields)})
    return made
