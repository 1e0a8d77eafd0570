"""An export on the disk: whole or not at all, and never over something that is not ours."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsletter.errors import NewsletterError, Refused
from newsletter.export import Envelope, Filled, Picture, Staged, fill_in, stage_bundle, tidy, write_bundle
from newsletter.models import Email, Exported
from newsletter.placeholders import PLACEHOLDERS
from newsletter.providers import load_provider

ISSUE = "daily/2026-03-02"
LEAVE = PLACEHOLDERS["unsubscribe"].token
EMAIL = Email(subject="The ferry is back", preheader="And the pier", html=f'<p>Hé</p><a href="{LEAVE}">Leave</a>', text=f"Hé\n{LEAVE}\n")


class From(NamedTuple):
    name: str = "The Harbour Paper"
    email: str = "daily@paper.example"
    reply_to: str | None = None


def letter(provider: str = "mailchimp", email: Email = EMAIL) -> Filled:
    return fill_in(email, load_provider(provider), {"unsubscribe": "https://paper.example/leave"}, "3 Quay Street")


def staged(directory: Path, provider: str = "mailchimp", email: Email = EMAIL, **more: Any) -> Staged:
    given: dict[str, Any] = {"directory": directory, "issue_id": ISSUE, "version": 7} | more
    return stage_bundle(letter(provider, email), load_provider(provider), **given)


def written(directory: Path, provider: str = "mailchimp", email: Email = EMAIL, **more: Any) -> Exported:
    return staged(directory, provider, email, **more).publish()


def picture(folder: Path, name: str = "ferry-1a2b3c.jpg", content: bytes = b"\xff\xd8ferry") -> Picture:
    path = folder / f"source of {name}"
    path.write_bytes(content)
    return Picture(name, path, hashlib.sha256(content).hexdigest())


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- what is written ---------------------------------------------------------------------------------------------


def test_an_export_is_a_page_a_text_the_subject_line_and_a_manifest(tmp_path: Path) -> None:
    written(tmp_path / "out")
    files = everything(tmp_path)
    assert sorted(files) == ["out/email.txt", "out/index.html", "out/manifest.json", "out/subject.txt"]
    assert files["out/index.html"].decode() == '<p>Hé</p><a href="*|UNSUB|*">Leave</a>'
    assert files["out/email.txt"].decode() == "Hé\n*|UNSUB|*\n"
    assert files["out/subject.txt"].decode() == "The ferry is back\nAnd the pier\n"


def test_the_manifest_names_issue_provider_and_every_file_with_its_size_and_hash(tmp_path: Path) -> None:
    exported = written(tmp_path / "out", pictures=[picture(tmp_path)], asset_base="https://cdn.paper.example/mail/")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert (manifest["issue"], manifest["version"], manifest["provider"], manifest["draft"]) == (ISSUE, 7, "mailchimp", False)
    assert (manifest["subject"], manifest["preheader"]) == ("The ferry is back", "And the pier")
    for file in manifest["files"]:
        content = (tmp_path / "out" / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    on_disk = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {file["path"] for file in manifest["files"]} | {"manifest.json"} == on_disk
    assert {file.path for file in exported.files} == on_disk
    assert exported.html_bytes == manifest["html_bytes"] == (tmp_path / "out/index.html").stat().st_size
    assert (exported.issue, exported.provider, exported.directory) == (ISSUE, "mailchimp", str(tmp_path / "out"))


def test_pictures_come_with_a_list_of_the_addresses_to_upload_them_to(tmp_path: Path) -> None:
    pictures = [picture(tmp_path), picture(tmp_path, "pier-77.png", b"pier")]
    written(tmp_path / "out", pictures=pictures, asset_base="https://cdn.paper.example/mail/")
    assert (tmp_path / "out/images/pier-77.png").read_bytes() == b"pier"
    assert (tmp_path / "out/upload.txt").read_text().splitlines()[1:] == [
        "images/ferry-1a2b3c.jpg\thttps://cdn.paper.example/mail/ferry-1a2b3c.jpg",
        "images/pier-77.png\thttps://cdn.paper.example/mail/pier-77.png",
    ]


def test_the_same_issue_exported_twice_is_the_same_but_for_the_mark_of_the_export(tmp_path: Path) -> None:
    written(tmp_path / "one")
    written(tmp_path / "two")
    one, two = everything(tmp_path / "one"), everything(tmp_path / "two")
    first, second = (json.loads(files.pop("manifest.json")) for files in (one, two))
    assert first.pop("export") != second.pop("export")
    assert (one, first) == (two, second)


def test_a_message_is_one_file_named_after_the_issue(tmp_path: Path) -> None:
    envelope = Envelope(From(), datetime(2026, 3, 2, 5, 30, tzinfo=UTC), "x@paper.example")
    written(tmp_path / "out", "eml", envelope=envelope)
    files = everything(tmp_path / "out")
    assert sorted(files) == ["daily-2026-03-02.eml", "manifest.json"]
    assert b"Subject: The ferry is back\r\n" in files["daily-2026-03-02.eml"]


def test_a_message_without_an_envelope_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError, match="needs a sender"):
        staged(tmp_path / "out", "eml")
    assert everything(tmp_path) == {}


def test_a_draft_says_so_in_its_subject_and_manifest_and_nowhere_else(tmp_path: Path) -> None:
    written(tmp_path / "out", draft=True)
    written(tmp_path / "final")
    draft, final = everything(tmp_path / "out"), everything(tmp_path / "final")
    assert draft["subject.txt"] == b"[Draft] The ferry is back\nAnd the pier\n"
    assert json.loads(draft["manifest.json"])["draft"] is True
    assert {name for name in draft if draft[name] != final[name]} == {"subject.txt", "manifest.json"}


def test_what_was_changed_on_the_way_is_told_in_manifest_and_result(tmp_path: Path) -> None:
    exported = written(tmp_path / "out", email=EMAIL.but(subject="*|UNSUB|*"))
    assert exported.notes == ("the subject's *|UNSUB|* is written so that Mailchimp leaves it alone",)
    assert json.loads((tmp_path / "out/manifest.json").read_text())["notes"] == list(exported.notes)


def test_write_bundle_stages_and_publishes_at_once(tmp_path: Path) -> None:
    write_bundle(letter(), load_provider("mailchimp"), directory=tmp_path / "a/b/out", issue_id=ISSUE, version=1)
    assert (tmp_path / "a/b/out/index.html").exists()


# --- pictures that cannot be --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../ferry.jpg", "a/b.jpg", "/etc/ferry.jpg", ".hidden", "..", "", "a\0b", "a\nb", "ferry.jpg/.."])
def test_a_pictures_name_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "ferry").write_bytes(b"x")
    with pytest.raises(NewsletterError, match="is no name for a picture's file"):
        staged(tmp_path / "out", pictures=[Picture(name, tmp_path / "ferry")], asset_base="https://cdn.paper.example/")
    assert everything(tmp_path) == {"ferry": b"x"}


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError, match=r"the picture .*gone\.jpg cannot be read: no such file"):
        staged(tmp_path / "out", pictures=[Picture("gone.jpg", tmp_path / "gone.jpg")], asset_base="https://cdn.paper.example/")


def test_a_picture_that_changed_since_the_approval_is_refused(tmp_path: Path) -> None:
    changed = picture(tmp_path)
    changed.path.write_bytes(b"another")
    with pytest.raises(Refused, match="no longer the one that was approved"):
        staged(tmp_path / "out", pictures=[changed], asset_base="https://cdn.paper.example/")


def test_pictures_without_an_address_for_them_are_refused_with_the_key_to_add(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        staged(tmp_path / "out", pictures=[picture(tmp_path)])
    assert "[brand] asset_base" in caught.value.hint


# --- what stands there already ------------------------------------------------------------------------------------


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    written(tmp_path / "out", pictures=[picture(tmp_path)], asset_base="https://cdn.paper.example/")
    written(tmp_path / "out", email=EMAIL.but(subject="The ferry left"))
    assert sorted(everything(tmp_path / "out")) == ["email.txt", "index.html", "manifest.json", "subject.txt"]
    assert (tmp_path / "out/subject.txt").read_text() == "The ferry left\nAnd the pier\n"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def of_another_issue(out: Path) -> None:
    written(out, issue_id="daily/2026-03-01")


def of_another_provider(out: Path) -> None:
    written(out, "html")


def a_private_folder(out: Path) -> None:
    out.mkdir()
    (out / "diary.txt").write_text("mine")


def a_note_beside_the_export(out: Path) -> None:
    written(out)
    (out / "notes.txt").write_text("mine")


def a_broken_manifest(out: Path) -> None:
    written(out)
    (out / "manifest.json").write_text("[1]")


def a_file(out: Path) -> None:
    out.write_text("mine")


@pytest.mark.parametrize(
    "there",
    [of_another_issue, of_another_provider, a_private_folder, a_note_beside_the_export, a_broken_manifest, a_file],
    ids=lambda there: there.__name__,
)
def test_nothing_that_is_not_this_export_is_ever_replaced(tmp_path: Path, there: Callable[[Path], None]) -> None:
    there(tmp_path / "out")
    before = everything(tmp_path)
    with pytest.raises(Refused):
        staged(tmp_path / "out")
    assert everything(tmp_path) == before


def test_what_comes_in_between_staging_and_publishing_is_not_replaced_either(tmp_path: Path) -> None:
    ready = staged(tmp_path / "out")
    a_private_folder(tmp_path / "out")
    with pytest.raises(Refused, match=r"holds diary\.txt"):
        ready.publish()
    assert everything(tmp_path) == {"out/diary.txt": b"mine"}


def test_an_empty_folder_or_one_with_the_desktops_hidden_files_will_do(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.DS_Store").write_bytes(b"")
    written(tmp_path / "out")
    assert (tmp_path / "out/index.html").exists()


def test_a_link_to_a_folder_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk")
    written(tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "disk/index.html").exists()


# --- whole or not at all -------------------------------------------------------------------------------------------


def test_until_it_is_published_nothing_stands_in_its_place(tmp_path: Path) -> None:
    ready = staged(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    ready.discard()
    assert everything(tmp_path) == {}
    ready.discard()


def test_discarding_after_publishing_takes_nothing_away(tmp_path: Path) -> None:
    ready = staged(tmp_path / "out")
    ready.publish()
    ready.discard()
    assert (tmp_path / "out/index.html").exists()


def full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "mkdir"])
@pytest.mark.parametrize("earlier", [False, True], ids=["first", "again"])
def test_a_full_disk_is_one_sentence_and_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, earlier: bool
) -> None:
    if earlier:
        written(tmp_path / "out")
    before = everything(tmp_path)
    monkeypatch.setattr(os, call, full_disk)
    with pytest.raises(NewsletterError, match=r"cannot be written to .*out: no space left on device"):
        staged(tmp_path / "out", email=EMAIL.but(subject="Another"))
    assert everything(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}


@pytest.mark.parametrize("earlier", [False, True], ids=["first", "again"])
def test_a_rename_that_fails_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool) -> None:
    if earlier:
        written(tmp_path / "out")
    before = everything(tmp_path)
    ready = staged(tmp_path / "out", email=EMAIL.but(subject="Another"))
    rename = os.rename

    def fails_into_place(source: Path, target: Path) -> None:
        if ".writing" in str(source):
            full_disk()
        rename(source, target)

    monkeypatch.setattr(os, "rename", fails_into_place)
    with pytest.raises(NewsletterError, match="no space left"):
        ready.publish()
    assert everything(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}


def test_a_place_where_no_folder_can_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NewsletterError, match=r"file/out"):
        staged(tmp_path / "file/out")
    assert everything(tmp_path) == {"file": b"x"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(NewsletterError, match="permission denied"):
            staged(tmp_path / "out")
    finally:
        tmp_path.chmod(0o700)


def test_half_a_character_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NewsletterError, match=r"the HTML holds half a character \(U\+D800\)"):
        staged(tmp_path / "out", email=EMAIL.but(html="\ud800"))
    assert everything(tmp_path) == {}


WRITER = """
import sys
from pathlib import Path
from newsletter.export import Filled, stage_bundle
from newsletter.models import Email
from newsletter.providers import load_provider
email = Email(subject="Another", preheader="", html="x" * 200_000, text="x")
staged = stage_bundle(Filled(email, ()), load_provider("html"), directory=Path(sys.argv[1]), issue_id="daily/2026-03-02", version=8)
print("staged", flush=True)
sys.stdin.readline()
staged.publish()
"""


def writer(directory: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """Another process that exports to `directory`, waits when it has staged, and publishes when told; `limit` in bytes a file."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,
    )


def test_a_disk_that_takes_no_more_in_the_middle_of_a_file_leaves_nothing(tmp_path: Path) -> None:
    with writer(tmp_path / "out", limit=50_000) as process:
        _, said = process.communicate("\n")
    assert process.returncode == 1
    assert "NewsletterError: the export cannot be written to" in said
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_tidied_up_and_the_earlier_one_stands(tmp_path: Path) -> None:
    written(tmp_path / "out", "html")
    before = everything(tmp_path)
    with writer(tmp_path / "out") as process:
        assert process.stdout
        assert process.stdout.readline() == "staged\n"
        process.send_signal(signal.SIGKILL)
    assert everything(tmp_path) != before
    assert tidy(tmp_path) == ["out"]
    assert everything(tmp_path) == before
    assert tidy(tmp_path) == []


def test_an_export_that_still_runs_is_let_be_by_the_tidying(tmp_path: Path) -> None:
    with writer(tmp_path / "out") as process:
        assert process.stdout
        assert process.stdout.readline() == "staged\n"
        assert tidy(tmp_path) == []
        process.communicate("\n")
    assert process.returncode == 0
    assert (tmp_path / "out/subject.txt").read_text() == "Another\n\n"


def test_an_export_killed_between_two_renames_gets_its_earlier_folder_back(tmp_path: Path) -> None:
    written(tmp_path / "out")
    before = everything(tmp_path)
    (tmp_path / "out").rename(tmp_path / ".out.0a1b2c3d.replaced")
    (tmp_path / ".out.0a1b2c3d.writing").mkdir()
    assert tidy(tmp_path) == ["out"]
    assert everything(tmp_path) == before


def test_a_replaced_folder_goes_when_the_new_one_stands(tmp_path: Path) -> None:
    written(tmp_path / "out")
    before = everything(tmp_path)
    written(tmp_path / ".out.0a1b2c3d.replaced")
    assert tidy(tmp_path) == ["out"]
    assert everything(tmp_path) == before


def test_other_hidden_folders_and_a_folder_that_is_not_there_are_no_concern_of_the_tidying(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".out.writing").mkdir()
    assert tidy(tmp_path) == []
    assert tidy(tmp_path / "nowhere") == []
    assert {path.name for path in tmp_path.iterdir()} == {".git", ".out.writing"}
