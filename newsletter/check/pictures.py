"""Rules about pictures: each must load for a reader anywhere, and say in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from newsletter.check.addresses import Fault, Hosts, fault_of
from newsletter.check.facts import Facts
from newsletter.check.lines import accessible_name, plain
from newsletter.check.page import Page, Picture
from newsletter.check.residue import is_leftover
from newsletter.check.rules import Found, Rule, said_of, shortened
from newsletter.words.urls import canonical_url

_LOCAL = {
    Fault.PROTOCOL_RELATIVE: "has an address that begins with “//”",
    Fault.RELATIVE: "has only a part of an address",
    Fault.PLACEHOLDER: "has only a part of an address",
    Fault.ANCHOR: "has only a part of an address",
    Fault.SCHEME: "lies on the writer's own computer",
    Fault.PRIVATE: "lies on a host that no reader can reach",
    Fault.STAGING: "lies on the staging site",
    Fault.MALFORMED: "has a broken address",
}


def _find_without_alt(page: Page, facts: Facts) -> Iterator[Found]:
    of_stories = _pictures_of_stories(facts)
    for picture in page.pictures:
        if picture.background:
            continue
        if picture.alt is None or (not plain(picture.alt) and _same(picture.src) in of_stories):
            yield Found(
                said_of(page.place_of(picture.element), f"{_named(picture, page, facts)} has no alt text."),
                'Say in a few words what it shows: "image_alt" in the story\'s file, or own words in the issue (newsletter issue set).'
                if _same(picture.src) in of_stories
                else 'Say in a few words what it shows where the theme prints it: alt="…", or alt="" when it only decorates.',
                page.where(picture),
            )


def _find_silent_links(page: Page, facts: Facts) -> Iterator[Found]:
    of_stories = _pictures_of_stories(facts)
    for picture in page.pictures:
        if picture.background or picture.alt is None or plain(picture.alt) or _same(picture.src) in of_stories:
            continue
        if picture.link is not None and not accessible_name(picture.link):
            yield Found(
                said_of(
                    page.place_of(picture.element),
                    f"{_named(picture, page, facts)} is a link without alt text or words.",
                ),
                "Give the picture an alt text that says where the link goes.",
                page.where(picture),
            )


def _find_without_source(page: Page, _facts: Facts) -> Iterator[Found]:
    for picture in page.pictures:
        if not picture.background and not picture.src.strip():
            yield Found(
                said_of(page.place_of(picture.element), "a picture has no address."),
                "Name the picture in the story or the theme, or leave it out.",
                page.where(picture),
            )


def _find_local(page: Page, facts: Facts) -> Iterator[Found]:
    hosts = Hosts(facts.staging_hosts, facts.brand_domains)
    for picture in page.pictures:
        fault = fault_of(picture.src, hosts)
        if fault in _LOCAL and not _is_judged_elsewhere(picture, facts):
            yield Found(
                said_of(page.place_of(picture.element), f"{_named(picture, page, facts)} {_LOCAL[fault]}: “{shortened(picture.src)}”."),
                'Type an address that begins with "https://", or put the file into the project folder and name it by its path there.',
                page.where(picture),
            )


def _find_packed(page: Page, facts: Facts) -> Iterator[Found]:
    for picture in page.pictures:
        if fault_of(picture.src, Hosts()) is Fault.DATA and not _is_judged_elsewhere(picture, facts):
            yield Found(
                said_of(page.place_of(picture.element), f"a picture is packed into its address (“{shortened(picture.src, 24)}”)."),
                "Save it as a file in the project folder and name it by its path there.",
                page.where(picture),
            )


def _find_without_file(_page: Page, facts: Facts) -> Iterator[Found]:
    for path, place, stated in facts.missing:
        if place:
            fix = "Put the file there, or import the story anew with its picture beside it."
        else:
            fix = f"Put the file there, or name another in {stated}." if stated else "Put the file there."
        named = "the picture" if place else "the logo"
        yield Found(said_of(place, f"{named} “{path}” is not there: the project has no such file."), fix, stated or path)


def _find_no_asset_base(page: Page, facts: Facts) -> Iterator[Found]:
    printed = sorted({picture.src for picture in page.pictures} & facts.local_pictures)
    if facts.asset_base or not printed:
        return
    yield Found(
        f"The issue prints {'a picture' if len(printed) == 1 else f'{len(printed)} pictures'} of the project folder"
        f" ({shortened(', '.join(printed), 80)}), and nothing says where readers will find them.",
        'Set asset_base = "https://…/" under [brand] in the campaign: the address of the folder that pictures are put into.',
        "the campaign, [brand] asset_base",
    )


def _pictures_of_stories(facts: Facts) -> set[str]:
    return {_same(picture) for slot in facts.slots for picture in slot.pictures}


def _same(src: str) -> str:
    return canonical_url(src) or src


def _is_judged_elsewhere(picture: Picture, facts: Facts) -> bool:
    src = picture.src
    return src in facts.local_pictures or src.lower().startswith("cid:") or is_leftover(src, facts)


def _named(picture: Picture, page: Page, facts: Facts) -> str:
    if picture.background:
        return "a background picture"
    if page.place_of(picture.element) and _same(picture.src) in _pictures_of_stories(facts):
        return "the picture"
    name = PurePosixPath(picture.src.split("?")[0]).name
    return f"the picture “{shortened(name, 40)}”" if name and not picture.src.lower().startswith("data:") else "a picture"


RULES = (
    Rule(
        "img.alt-missing",
        "error",
        "Those who listen, and those whose mail program blocks pictures, get nothing, or the file's name.",
        _find_without_alt,
    ),
    Rule(
        "img.alt-linked-empty",
        "error",
        "A link without any words cannot be heard, nor seen while pictures are blocked.",
        _find_silent_links,
    ),
    Rule("img.src-missing", "error", "A picture without an address shows as a broken frame.", _find_without_source),
    Rule("img.src-local", "error", "Readers' mail programs load pictures from public web addresses only.", _find_local),
    Rule("img.file-missing", "error", "Nothing can be put where the email says the picture is: a broken frame.", _find_without_file),
    Rule("img.data-uri", "error", "Gmail removes pictures that are packed into the HTML (caniemail, image-base64).", _find_packed),
    Rule("img.asset-base", "error", "Pictures of the project must be put where readers' mail programs can load them.", _find_no_asset_base),
)
