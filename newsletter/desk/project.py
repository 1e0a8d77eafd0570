"""A project folder: where it is found, what `newsletter.toml` says, and how a new one is made.

What only this module knows: the names of a project's files and folders, and where the shipped ones lie.
"""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from newsletter.campaign import Language, Zone
from newsletter.errors import NewsletterError, NotFound, shown_path
from newsletter.tomlfile import Strict, read_toml

SETTINGS_FILE = "newsletter.toml"
DATABASE_FILE = "newsletter.db"
IGNORED = f"""# What the program writes: run sheets in an editor, the archive, and exports.
.runsheets/
{DATABASE_FILE}*
exports/
"""


class Settings(Strict):
    """`newsletter.toml`: what holds for the whole project."""

    timezone: Zone = "UTC"
    language: Language = "en"


@dataclass(frozen=True)
class Project:
    """A project folder and its settings."""

    root: Path
    settings: Settings
    database: str
    cache: Path

    @property
    def campaigns(self) -> Path:
        return self.root / "campaigns"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def images(self) -> Path:
        return self.root / "images"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def run_sheets(self) -> Path:
        """Where run sheets lie while they are in an editor."""
        return self.root / ".runsheets"


def find_project(root: Path | None, here: Path, environment: Mapping[str, str]) -> Project:
    """The project at `root`, else at NEWSLETTER_ROOT, else the nearest one from `here` upwards. Raises NotFound and FileProblems."""
    stated = root or (Path(environment["NEWSLETTER_ROOT"]) if environment.get("NEWSLETTER_ROOT") else None)
    if stated is not None:
        if not _is_project(stated):
            raise NotFound("project in", str(stated), hint=f"'newsletter init {stated}' makes one")
        return open_project(stated, environment)
    for folder in (here, *here.parents):
        if _is_project(folder):
            return open_project(folder, environment)
    raise NotFound("project in", str(here), hint="'newsletter init DIR' makes one; --root names one elsewhere")


def open_project(root: Path, environment: Mapping[str, str]) -> Project:
    """The project in that very folder."""
    settings_file = root / SETTINGS_FILE
    settings = read_toml(settings_file, Settings) if settings_file.exists() else Settings()
    database = environment.get("NEWSLETTER_DATABASE_URL") or f"sqlite:///{quote(str((root / DATABASE_FILE).absolute()))}"
    return Project(root, settings, database, cache_folder(environment))


def make_project(root: Path, timezone: str) -> None:
    """A folder that works at once: settings, a commented campaign, the shipped themes. Nothing that is there is overwritten."""
    if _is_project(root):
        return
    starter = files("newsletter.desk") / "starter"
    try:
        root.mkdir(parents=True, exist_ok=True)
        for name in ("campaigns", "images"):
            (root / name).mkdir(exist_ok=True)
        for theme in shipped("templates").iterdir():
            if not (root / "templates" / theme.name).exists():
                shutil.copytree(theme, root / "templates" / theme.name, ignore=shutil.ignore_patterns("screenshot.*"))
        (root / "campaigns" / "daily.toml").write_text(
            (starter / "daily.toml").read_text(encoding="utf-8").replace("Etc/UTC", timezone), encoding="utf-8"
        )
        settings = (starter / SETTINGS_FILE).read_text(encoding="utf-8").replace("Etc/UTC", timezone)
        (root / SETTINGS_FILE).write_text(settings, encoding="utf-8")
        if not (root / ".gitignore").exists():
            (root / ".gitignore").write_text(IGNORED, encoding="utf-8")
    except OSError as error:
        raise NewsletterError(f"{shown_path(root)} cannot be made into a project: {error.strerror}") from None


def theme_fingerprint(templates: Path, key: str) -> str:
    """A theme's name, and a digest of its files and its parents': changes whenever one of them does.

    Computed without compiling anything.
    """
    digest = hashlib.sha256()
    passed: list[str] = []
    name = key
    while name and name not in passed:
        passed.append(name)
        for path in sorted((templates / name).glob("*")):
            if path.suffix in (".toml", ".mjml", ".css", ".txt"):
                digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
        name = _parent_of(templates / name / "theme.toml")
    return f"{key}:{digest.hexdigest()[:16]}"


def _parent_of(settings: Path) -> str:
    """The theme that the settings name as parent; "" where none is to be read."""
    try:
        parent = tomllib.loads(settings.read_text(encoding="utf-8")).get("parent", "")
    except (OSError, ValueError):
        return ""
    return parent if isinstance(parent, str) else ""


def shipped(name: str) -> Path:
    """A folder that ships with the program (templates, campaigns, seeds): in the wheel, or beside the package in its source tree."""
    package = Path(str(files("newsletter")))
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where compiled themes are kept: NEWSLETTER_CACHE, else the user's own cache folder."""
    if environment.get("NEWSLETTER_CACHE"):
        return Path(environment["NEWSLETTER_CACHE"])
    from platformdirs import user_cache_path

    return user_cache_path("newsletter-composer", appauthor=False)


def who_acts(environment: Mapping[str, str]) -> str:
    """NEWSLETTER_EDITOR, else the login name."""
    if environment.get("NEWSLETTER_EDITOR"):
        return environment["NEWSLETTER_EDITOR"]
    for name in ("LOGNAME", "USER", "USERNAME"):
        if environment.get(name):
            return environment[name]
    return "editor"


def _is_project(folder: Path) -> bool:
    try:
        return (folder / SETTINGS_FILE).is_file() or (folder / "campaigns").is_dir()
    except OSError:
        return False
