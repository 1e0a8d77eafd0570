"""Themes: listed, made, checked, and shown by their specimen.

A stage is imported by the method that needs it: a command pays for no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsletter.campaign import Campaign
from newsletter.desk.base import BaseDesk, picture_in
from newsletter.desk.own_files import SPECIMEN_MARK, is_specimen
from newsletter.desk.project import shipped
from newsletter.desk.samples import Sample, sample_email
from newsletter.errors import FileProblems, NotFound, Problem, Refused, UsageError, shown_path
from newsletter.models import Email
from newsletter.words.urls import is_web_address

if TYPE_CHECKING:
    from newsletter.render import Theme
    from newsletter.render.check_colours import ShownPair

_SAMPLE_PICTURES = "specimen/"
"""Below images/ in a preview: the pictures of the sample articles, which no project need have."""


class SpecimenName(NamedTuple):
    """A specimen as the preview names it: `theme:broadsheet`, or `theme:broadsheet:rtl`. No campaign's key holds a colon."""

    theme: str
    direction: str = "ltr"

    def __str__(self) -> str:
        return f"theme:{self.theme}" + (":rtl" if self.direction == "rtl" else "")

    @classmethod
    def read(cls, text: str) -> SpecimenName | None:
        """The specimen of that name; None for the name of anything else."""
        found = re.fullmatch(r"theme:([^:]+)(:rtl)?", text)
        return cls(found[1], "rtl" if found[2] else "ltr") if found else None


@dataclass(frozen=True)
class ThemeReport:
    """A theme with its specimen: what shows on what, and how large it comes out."""

    theme: Theme
    pairs: tuple[ShownPair, ...]
    email: Email


class ThemeDesk(BaseDesk):
    """How emails are set."""

    def theme_keys(self) -> list[str]:
        from newsletter.render import theme_keys

        return theme_keys(self.project.templates)

    def theme(self, key: str) -> Theme:
        """The theme of that key. Raises NotFound and FileProblems."""
        from newsletter.render import load_theme

        return load_theme(self.project.templates, key)

    def themes(self) -> list[Theme]:
        """Every theme that can be read."""
        found: list[Theme] = []
        for key in self.theme_keys():
            with suppress(FileProblems):
                found.append(self.theme(key))
        return found

    def theme_names(self) -> dict[str, str]:
        """What each theme is called, by its key; one that cannot be read goes by its key."""
        from newsletter.render.theme import theme_name

        return {key: theme_name(self.project.templates, key) for key in self.theme_keys()}

    def require_theme(self, key: str) -> None:
        """Raises NotFound unless there is a theme of that key."""
        if key not in (known := self.theme_keys()):
            raise NotFound("theme", key, known)

    def check_theme(self, key: str) -> None:
        """Compile a theme, print its specimen, and measure its colours. Raises FileProblems with every mistake."""
        from newsletter.render.check_theme import check_theme

        theme = self.theme(key)
        problems = self._missing_logos(theme)
        try:
            check_theme(theme, self.project.cache)
        except FileProblems as error:
            problems += error.problems
        if problems:
            raise FileProblems(sorted(set(problems)))

    def new_theme(self, key: str, parent: str, files: Sequence[str] = ()) -> Path:
        """A folder for a theme that differs from its parent in little, with copies of the files named. Written whole or not at all."""
        from newsletter.export.folder import StagedFolder
        from newsletter.render.new_theme import new_theme_files

        folder = self.project.templates / key
        _require_new(key, folder)
        written = new_theme_files(key, self.theme(parent), files)
        with StagedFolder(folder, what="theme") as staged:
            for name, text in written.items():
                staged.write(name, text.encode())
            staged.publish()
        return folder

    def look_problems(self, campaign: Campaign) -> list[Problem]:
        """What a campaign's own colours and logo do to its theme that a reader would suffer from."""
        from newsletter.campaign import Look
        from newsletter.render.check_theme import look_problems

        if campaign.look == Look():
            return []
        theme = self.theme(campaign.theme)
        missing = self._missing_logos(theme.dressed(campaign.look, campaign.path)) if campaign.look.logo else []
        return missing + look_problems(theme, campaign, self.project.cache)

    # --- the specimen

    def specimen(self, name: SpecimenName) -> Email:
        """The specimen set in a theme, our placeholders still in it. Raises NotFound and FileProblems."""
        from newsletter.render import render_issue
        from newsletter.render.specimen import specimen_campaign, specimen_issue

        campaign = specimen_campaign(name.theme, name.direction)
        return render_issue(specimen_issue(name.direction), campaign, self.theme(name.theme), self.project.cache)

    def specimen_sample(self, name: SpecimenName, email: Email) -> Sample:
        """The specimen as a reader would get it; its pictures are `images/…`, which `picture` finds."""
        return self._sample_of_specimen(name, email, {address: f"images/{where}" for address, where in self._pictures(name).items()})

    def report_theme(self, key: str, direction: str = "ltr") -> ThemeReport:
        """A theme, its settings and files, and what its specimen comes to."""
        from newsletter.render.check_colours import shown_pairs

        email = self.specimen(SpecimenName(key, direction))
        return ThemeReport(self.theme(key), tuple(shown_pairs(email.html)), email)

    def write_specimen(self, name: SpecimenName, out: Path) -> list[str]:
        """The specimen as index.html, index.txt and its pictures, in a folder of their own. The names of the files written."""
        from newsletter.export.folder import StagedFolder

        email = self.specimen(name)
        _require_replaceable(out)
        if problems := self._missing_logos(self.theme(name.theme)):
            raise FileProblems(problems)
        pictures = {address: where for address, where in self._pictures(name).items() if address in email.html}
        beside = {address: f"images/{Path(where).name}" for address, where in pictures.items()}
        sample = self._sample_of_specimen(name, email, beside)
        contents = {"index.html": (sample.html + SPECIMEN_MARK).encode(), "index.txt": sample.text.encode()}
        for address, where in pictures.items():
            if path := self.picture(where):
                contents[beside[address]] = path.read_bytes()
        with StagedFolder(out, what="specimen") as staged:
            for path_there, content in contents.items():
                staged.write(path_there, content)
            staged.publish()
        return list(contents)

    def picture(self, name: str) -> Path | None:
        """The same as for issues, and the sample articles' pictures for specimens."""
        if name.startswith(_SAMPLE_PICTURES):
            return picture_in(shipped("seeds") / "images", name.removeprefix(_SAMPLE_PICTURES))
        return super().picture(name)

    def _sample_of_specimen(self, name: SpecimenName, email: Email, pictures: dict[str, str]) -> Sample:
        from newsletter.render.specimen import specimen_campaign

        return sample_email(str(name), email, specimen_campaign(name.theme, name.direction).brand.postal_address, pictures)

    def _pictures(self, name: SpecimenName) -> dict[str, str]:
        """{address in the specimen: what `picture` knows it by}, the theme's own logo among them."""
        from newsletter.render import picture_address
        from newsletter.render.specimen import specimen_campaign, specimen_issue

        campaign = specimen_campaign(name.theme, name.direction)
        images = [image for slot in specimen_issue(name.direction).slots for image in slot.words.pictures]
        samples = {picture_address(image, campaign): _SAMPLE_PICTURES + image.url.removeprefix("images/") for image in images}
        return samples | {
            address: url.removeprefix("images/") for url, address in self.logo_pictures(self.theme(name.theme), campaign).items()
        }

    # --- the logo

    def logo_pictures(self, theme: Theme, campaign: Campaign) -> dict[str, str]:
        """The project's own pictures that a theme, dressed as it is, shows for the name: {path in the project: address in the email}."""
        from newsletter.models import Image
        from newsletter.render import picture_address

        return {url: picture_address(Image(url=url), campaign) for _, url in _local_logos(theme)}

    def logo_places(self, theme: Theme) -> dict[str, str]:
        """Where each of those pictures is named: {path in the project: "templates/mine/theme.toml:12"}."""
        places = {url: theme.origins.get(("logo", key)) for key, url in _local_logos(theme)}
        return {url: f"{place.path}:{place.line}" if place else "" for url, place in places.items()}

    def _missing_logos(self, theme: Theme) -> list[Problem]:
        problems = []
        for key, url in _local_logos(theme):
            if not (self.project.root / url).is_file():
                origin = theme.origins["logo", key]
                problems.append(Problem(origin.path, origin.line, f"'logo.{key}': there is no file '{url}' in the project"))
        return problems


def _local_logos(theme: Theme) -> list[tuple[str, str]]:
    """The keys of a theme's logo that name pictures of the project, with the path of each."""
    logo: dict[str, Any] = theme.settings.get("logo") or {}
    return [(key, logo[key]) for key in ("src", "dark") if logo.get(key) and not is_web_address(logo[key])]


def _require_new(key: str, folder: Path) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", key):
        better = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
        hint = f"'newsletter theme new {better}' would do" if better else "such as 'morning'"
        raise UsageError(f"'{key}' is no name for a theme: it is made of small letters, digits and hyphens", hint)
    if folder.exists():
        raise Refused(f"{shown_path(folder)} is there already", f"'newsletter theme show {key}' shows it; a new theme needs another name")


def _require_replaceable(out: Path) -> None:
    """Raises Refused unless the folder is missing, empty, or holds an earlier specimen and nothing else."""
    if not out.exists():
        return
    if not out.is_dir():
        raise Refused(f"{shown_path(out)} is a file, and the specimen needs a folder", "choose another with --out")
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    ours = re.compile(r"index\.(?:html|txt)|images/[^/]+" if is_specimen(out) else r"(?!)")
    if strange := [path for path in found if not ours.fullmatch(path)]:
        raise Refused(f"{shown_path(out)} holds {strange[0]}, which is no part of a specimen", "choose another folder with --out")
