"""`newsletter content search` and `related`: what the archive knows of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_items
from newsletter.cli.content_shapes import found_json, further_json, loose_json
from newsletter.cli.filters import InStatus, Language, OfKind, Section, Since, Until, Unused, end_of, require_known, start_of
from newsletter.cli.shapes import print_json
from newsletter.cli.stories import print_headline, print_hit
from newsletter.cli.words import Json, counted, dim, group, table, wrapped
from newsletter.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsletter.archive.answers import Found, LooseLink
    from newsletter.desk import Desk
    from newsletter.desk.knowledge import FurtherStory
    from newsletter.models import ContentItem

app = group()

_OPTIONS = ("--section", "--status", "--kind", "--language", "--since", "--until", "--unused", "--limit", "--json", "--help")
_FURTHER, _LOOSE = 10, 50
"""How many further stories, and how many links to mend, are shown unless more are asked for."""


@app.command(
    # A word to leave out begins with a hyphen: what is no option is a word, and no option has but one letter.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="""Example: newsletter content search river 'border*' -bridge    or: newsletter content search '"night train"' --language en""",
)
def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help="""All of them have to be there: words, '"a phrase"', a beginning such as 'elect*', and -word for what must not be.""",
            show_default=False,
        ),
    ],
    section: Section = None,
    status: InStatus = None,
    kind: OfKind = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    unused: Unused = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    json: Json = False,
) -> None:
    """The stories that hold some words, the best first. Case and accents do not matter; headline and dek count for more."""
    if words == ["-h"]:
        typer.echo(context.get_help())
        return
    for word in words:
        if word.startswith("--"):
            raise UsageError(f"no option '{word}'{did_you_mean(word, _OPTIONS)}", f"known options: {', '.join(_OPTIONS)}")
    require_known(status, kind)
    with session.open_desk() as desk:
        zone = desk.project.settings.timezone
        found = desk.search(
            " ".join(words),
            section=section,
            status=status,
            kind=kind,
            language=language,
            since=start_of(since, zone),
            until=end_of(until, zone),
            unused=unused,
            limit=limit + 1,  # one more than is shown tells whether there are more
        )
        if json:
            print_json(found_json(found._replace(hits=found.hits[:limit]), desk.ran))
            return
        if not found.hits:
            filters = {"section": section, "status": status, "kind": kind, "language": language, "since": since, "until": until}
            _print_none(desk, " ".join(words), [f"--{name}" for name, value in (filters | {"unused": unused}).items() if value])
        _print_found(desk, found, limit)


def _print_found(desk: Desk, found: Found, limit: int) -> None:
    for hit in found.hits[:limit]:
        print_hit(desk, hit)
    if len(found.hits) > limit:
        typer.echo(dim(f"There are more; '--limit {2 * limit}' shows them."))
    if found.ranked_from is not None:
        day = desk.day_of(found.ranked_from)
        partly = f"Older than {day}, only headlines, deks and main subjects were looked at"
        typer.echo(dim(wrapped(f"{partly}; '--until {day}' looks there word by word.")))


def _print_none(desk: Desk, typed: str, narrowed: Sequence[str]) -> None:
    if not desk.has_items:
        typer.echo("No stories yet. 'newsletter content import PATH' brings some in.")
        return
    which = f"No story that {' '.join(narrowed)} lets in" if narrowed else "No story"
    typer.echo(f"{which} holds {'all of ' if len(typed.split()) > 1 else ''}'{typed}'.")
    longest = max((word for word in typed.replace('"', " ").split() if word.isalpha()), key=len, default="")
    advice = [
        "fewer words" if len(typed.split()) > 1 else "",
        f"a beginning ('{longest[: max(4, len(longest) * 2 // 3)]}*')" if len(longest) > 4 else "",
        f"it without {' '.join(narrowed)}" if narrowed else "",
    ]
    if tries := [words for words in advice if words]:
        typer.echo(dim(wrapped(f"Try {', or '.join(tries)}.")))


@app.command(epilog="Example: newsletter content related river-border --since 2025-01-01 --exclude treaty-of-1921")
def related(
    item: Annotated[
        str | None,
        typer.Argument(metavar="[ITEM]", help="An id, or some words of the headline.", show_default=False, autocompletion=offer_items),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"How many at most, those of its own editors included; {_FURTHER} unless stated.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Suggest what was published on that day or later.")] = None,
    section: Annotated[str | None, typer.Option(metavar="SECTION", help="Suggest from this section alone.")] = None,
    language: Annotated[str | None, typer.Option(metavar="LANGUAGE", help="Suggest in this language alone, such as fr.")] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM", help="A story to leave out; may be said more than once.", show_default=False, autocompletion=offer_items
        ),
    ] = None,
    minimum: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            metavar="SCORE",
            show_default="what a campaign has that does not say otherwise",
            help="What scores less is shown as too weak, what is far below it not at all; less is asked of a text that is short.",
        ),
    ] = None,
    unresolved: Annotated[
        bool, typer.Option("--unresolved", help="Instead the links of its editors, or of all stories, that lead nowhere.")
    ] = False,
    json: Json = False,
) -> None:
    """Further stories for a story. What its own editors link to comes first, then what the archive suggests, with the reason."""
    if unresolved:
        if since or section or language or exclude:
            raise UsageError("--unresolved takes no other filter than a story", "try: newsletter content related --unresolved river-border")
        _unresolved(item, limit, json)
        return
    if item is None:
        raise UsageError("related to which story?", "name one, or list the links to mend: newsletter content related --unresolved")
    from newsletter.likeness.choosing import Weights

    minimum = Weights.minimum if minimum is None else minimum
    with session.open_desk() as desk:
        start, most = start_of(since, desk.project.settings.timezone), _FURTHER if limit is None else limit
        asked, further = desk.related(
            item, since=start, section=section, language=language, exclude=exclude or (), limit=most, minimum=minimum
        )
        if json:
            print_json([further_json(story) for story in further])
        else:
            _print_further(desk, asked, further, minimum, is_all=len(further) < most)


def _print_further(desk: Desk, item: ContentItem, further: Sequence[FurtherStory], minimum: float, *, is_all: bool) -> None:
    typer.echo(wrapped(f"Related to {item.title} ({item.id})") + "\n")
    parts = {
        "Its own editors link to": [story for story in further if story.origin == "editor"],
        "The archive suggests": [story for story in further if story.origin == "archive" and not story.under_minimum],
        f"Too weak to be suggested, below {minimum:.2f}": [story for story in further if story.under_minimum],
    }
    for head, stories in parts.items():
        if stories:
            typer.echo(f"{head}\n")
        for story in stories:
            _print_story(desk, story)
    if is_all:
        typer.echo(dim(f"{'Nothing else' if further else 'Nothing'} in the archive is near enough."))
    if loose := desk.loose_links(item.id):
        lead = "leads" if len(loose) == 1 else "lead"
        typer.echo(dim(wrapped(f"{counted(len(loose), 'link')} {lead} nowhere: newsletter content related {item.id} --unresolved")))


def _print_story(desk: Desk, story: FurtherStory) -> None:
    print_headline(
        desk,
        story.title,
        story.item or story.url,
        story.hindrance,
        published_at=story.published_at,
        section=story.section,
        language=story.language,
    )
    if story.score is not None:
        reason = wrapped(story.why, f"{story.score:.2f}  ").rstrip()
        typer.echo(dim(reason) if story.under_minimum else reason)
    typer.echo()


def _unresolved(words: str | None, limit: int | None, json: bool) -> None:
    with session.open_desk() as desk:
        links = desk.loose_links(words)
    if json:
        print_json([loose_json(link) for link in links[:limit]])
    elif not links:
        typer.echo("Every related link leads somewhere.")
    else:
        _print_loose(links, _LOOSE if limit is None else limit)


def _print_loose(links: Sequence[LooseLink], limit: int) -> None:
    table(("story", "link", "title"), [(link.item, str(link.position), link.title) for link in links[:limit]])
    if len(links) > limit:
        typer.echo(dim(f"and {len(links) - limit:,} more; '--limit {len(links)}' shows all of them"), err=True)
    advice = (
        "Readers do not see them: nothing in the archive has that headline, and the article gives no address."
        " Import the story that is meant, or write its headline as the title of the link in the article's file (the source that"
        f" 'newsletter content show {links[0].item}' names) and import that again; in JSON Lines a link can have its \"url\"."
    )
    typer.echo(dim(wrapped(advice)), err=True)
