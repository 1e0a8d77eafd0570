"""An export on the disk: the filled email as files, its pictures, the list of what to upload, and a manifest of it all.

What only this module knows: the names of those files, and how an earlier export is told from a folder that must not be replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from newsletter.errors import NewsletterError, Refused, shown_path
from newsletter.export.folder import StagedFolder
from newsletter.export.mime import Envelope, build_message
from newsletter.export.substitute import Filled
from newsletter.models import Email, Exported, ExportedFile
from newsletter.providers import Provider

MANIFEST = "manifest.json"
DRAFT_MARK = "[Draft] "


class Picture(NamedTuple):
    """A picture of the project: `name` as the HTML has it after `asset_base`, the file to copy, and its content's SHA-256 if known."""

    name: str
    path: Path
    sha256: str = ""


class Staged:
    """An export that is written aside, whole, and not yet in its place. Either `publish` or `discard` it."""

    def __init__(self, folder: StagedFolder, exported: Exported, is_ours: Callable[[], None]) -> None:
        self._folder = folder
        self._is_ours = is_ours
        self.exported = exported

    @property
    def mark(self) -> str:
        """What tells this export from every other; its manifest says it too."""
        return self._folder.mark

    def publish(self) -> Exported:
        """Put it in its place. Raises NewsletterError, and leaves what stood there, where that fails."""
        try:
            self._is_ours()
        except NewsletterError:
            self.discard()
            raise
        self._folder.publish()
        return self.exported

    def discard(self) -> None:
        """Leave nothing of it behind."""
        self._folder.discard()


def stage_bundle(
    filled: Filled,
    provider: Provider,
    *,
    directory: Path,
    issue_id: str,
    version: int,
    pictures: Sequence[Picture] = (),
    asset_base: str = "",
    draft: bool = False,
    envelope: Envelope | None = None,
) -> Staged:
    """Everything of the export written into a hidden folder beside `directory`.

    `version` is the issue's; `envelope` is needed where the provider writes a message (`eml`); a `draft` says so in its subject and
    manifest. Raises Refused where `directory` holds something else than an earlier export of this issue for this provider or where
    pictures have no `asset_base`, NewsletterError where something cannot be read or written.
    """
    _ensure_replaceable(directory, issue_id, provider)
    email = filled.email.but(subject=DRAFT_MARK + filled.email.subject) if draft else filled.email
    contents = _message(email, issue_id, envelope) if provider.writes == "message" else _parts(email)
    contents |= _pictures(pictures, asset_base)
    about = {"issue": issue_id, "version": version, "provider": provider.key, "draft": draft, "asset_base": asset_base}
    exported = Exported(
        issue=issue_id,
        provider=provider.key,
        directory=str(directory),
        files=tuple(_listed(path, content) for path, content in contents.items()),
        html_bytes=len(_utf8(email.html, "HTML")),
        notes=filled.notes,
    )
    with StagedFolder(directory) as folder:
        contents[MANIFEST] = _manifest(about | {"export": folder.mark}, email, exported)
        for path, content in contents.items():
            folder.write(path, content)
    exported = exported.but(files=(*exported.files, _listed(MANIFEST, contents[MANIFEST])))
    return Staged(folder, exported, lambda: _ensure_replaceable(directory, issue_id, provider))


def write_bundle(filled: Filled, provider: Provider, **how: Any) -> Exported:
    """`stage_bundle`, published at once."""
    return stage_bundle(filled, provider, **how).publish()


def _parts(email: Email) -> dict[str, bytes]:
    return {
        "index.html": _utf8(email.html, "HTML"),
        "email.txt": _utf8(email.text, "text part"),
        "subject.txt": _utf8(f"{email.subject}\n{email.preheader}\n", "subject"),
    }


def _message(email: Email, issue_id: str, envelope: Envelope | None) -> dict[str, bytes]:
    if envelope is None:
        raise NewsletterError("a message needs a sender, a moment and an id", "this export was asked for without an envelope")
    return {f"{re.sub('[^A-Za-z0-9_-]+', '-', issue_id)}.eml": build_message(email, envelope)}


def _pictures(pictures: Sequence[Picture], asset_base: str) -> dict[str, bytes]:
    """The pictures under `images/`, and `upload.txt`, which says at which address each is expected."""
    if not pictures:
        return {}
    if not asset_base:
        raise Refused(
            f"the email shows {len(pictures)} picture(s) of the project and has no address for them",
            'add [brand] asset_base = "https://…" to the campaign file',
        )
    contents = {f"images/{picture.name}": _content(picture) for picture in pictures}
    lines = [f"{path}\t{asset_base.rstrip('/')}/{path.removeprefix('images/')}" for path in contents]
    head = "# Upload each file to the address beside it; the email shows it from there."
    return contents | {"upload.txt": _utf8("\n".join((head, *lines, "")), "list of pictures")}


def _content(picture: Picture) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", picture.name):
        raise NewsletterError(f"'{picture.name}' is no name for a picture's file", "it takes plain letters, digits, dots and hyphens")
    try:
        content = picture.path.read_bytes()
    except OSError as error:
        raise NewsletterError(f"the picture {shown_path(picture.path)} cannot be read: {(error.strerror or str(error)).lower()}") from error
    if picture.sha256 and hashlib.sha256(content).hexdigest() != picture.sha256:
        raise Refused(
            f"the picture {shown_path(picture.path)} is no longer the one that was approved",
            "put the old one back, or reopen the issue and approve it anew",
        )
    return content


def _manifest(about: dict[str, Any], email: Email, exported: Exported) -> bytes:
    manifest = about | {
        "subject": email.subject,
        "preheader": email.preheader,
        "html_bytes": exported.html_bytes,
        "files": [file.model_dump() for file in exported.files],
        "notes": list(exported.notes),
    }
    return _utf8(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", MANIFEST)


def _listed(path: str, content: bytes) -> ExportedFile:
    return ExportedFile(path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _utf8(text: str, part: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        raise NewsletterError(
            f"the {part} holds half a character ({code}), which cannot be written", "look for it in the articles"
        ) from None


def _ensure_replaceable(directory: Path, issue_id: str, provider: Provider) -> None:
    """Raises Refused unless `directory` is missing, empty, or holds an earlier export of this issue for this provider and nothing else."""
    try:
        if not directory.exists():
            return
        if not directory.is_dir():
            raise Refused(f"{shown_path(directory)} is a file, and the export needs a folder", "choose another with --out")
        paths = (path for path in directory.rglob("*") if path.is_file() and not path.name.startswith("."))
        found = sorted(path.relative_to(directory).as_posix() for path in paths)
        ours = _files_of_export(directory, issue_id, provider)
    except OSError as error:
        raise NewsletterError(f"{shown_path(directory)} cannot be read: {(error.strerror or str(error)).lower()}") from error
    if strange := [path for path in found if path not in ours]:
        raise Refused(
            f"{shown_path(directory)} holds {strange[0]}, which is no part of an export of {issue_id} for {provider.key}",
            "choose another folder with --out, or move what is in it",
        )


def _files_of_export(directory: Path, issue_id: str, provider: Provider) -> set[str]:
    """The paths that an earlier export of this issue for this provider wrote there; none where its manifest does not say so."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        if (manifest["issue"], manifest["provider"]) != (issue_id, provider.key):
            return set()
        return {MANIFEST, *(file["path"] for file in manifest["files"])}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()
