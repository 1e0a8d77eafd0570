"""Which files an import reads, and what each of them gives."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image as Picture

from newsletter.intake import Reading, find_files, read_paths
from newsletter.models import Kind

PARIS = ZoneInfo("Europe/Paris")

ARTICLE = """Fog closes the harbour for the ninth day
Two hundred trawlers wait for a wind that nobody has forecast.

Trawlers at the quay of Lunde on Sunday.
The harbour of Lunde has been shut since the first of the month. Its masters have begun to repair what they had put off for years.
On Sunday a boy rowed out to the bell buoy and reported that it was still there, the only movement of the day in the log.
"""


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("wire")
    folder.mkdir()
    (folder / "fog.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def read(*paths: Path) -> list[Reading]:
    return list(read_paths(paths, timezone=PARIS, pictures=Path("images")))


def test_a_folder_gives_its_texts_sorted_and_passes_over_the_rest(wire: Path) -> None:
    (wire / "B").mkdir()
    (wire / "B" / "more.TXT").write_text(ARTICLE, encoding="utf-8")
    (wire / ".draft.txt").write_text(ARTICLE, encoding="utf-8")
    (wire / ".git").mkdir()
    (wire / ".git" / "x.txt").write_text(ARTICLE, encoding="utf-8")
    (wire / "pier.png").write_bytes(b"")
    (wire / "all.jsonl").write_text("", encoding="utf-8")
    (wire / "B" / "again").symlink_to(wire.resolve(), target_is_directory=True)
    assert find_files([wire]) == ([wire / "all.jsonl", wire / "fog.txt", wire / "B" / "more.TXT"], [])


def test_folders_that_are_named_as_holding_no_articles_are_passed_over(wire: Path) -> None:
    for name in ("exports", "B/exports"):
        (wire / name).mkdir(parents=True)
        (wire / name / "mail.txt").write_text(ARTICLE, encoding="utf-8")
    files, _ = find_files([wire], lambda folder: ("exports",) if folder == wire else ())
    assert files == [wire / "fog.txt", wire / "B" / "exports" / "mail.txt"]
    assert find_files([wire / "exports"], lambda _: ("exports",))[0] == [wire / "exports" / "mail.txt"]


def test_a_file_named_twice_is_read_once(wire: Path) -> None:
    assert find_files([wire, wire / "fog.txt", wire / ".." / "wire" / "fog.txt"])[0] == [wire / "fog.txt"]


def test_a_file_that_is_named_may_be_hidden_but_must_exist_and_be_of_a_kind_we_read(wire: Path) -> None:
    (wire / ".fog.txt").write_text(ARTICLE, encoding="utf-8")
    (wire / "pier.png").write_bytes(b"")
    (wire / "empty").mkdir()
    files, problems = find_files([wire / ".fog.txt", wire / "pier.png", wire / "gone.txt", wire / "empty"])
    assert files == [wire / ".fog.txt"]
    assert [str(problem) for problem in problems] == [
        "wire/pier.png: is no kind of file that can be read here; known: .txt, .jsonl",
        "wire/gone.txt: does not exist",
        "wire/empty: holds no .txt or .jsonl file",
    ]


def test_a_text_gives_one_item_with_its_path_as_source(wire: Path) -> None:
    [reading] = read(wire / "fog.txt")
    [item] = reading.items
    assert (reading.path, item.source, item.title) == (wire / "fog.txt", "wire/fog.txt", "Fog closes the harbour for the ninth day")
    assert item.captions == ("Trawlers at the quay of Lunde on Sunday.",)
    assert len(item.body) == 2
    assert reading.problems == ()


def test_each_file_is_announced_before_it_is_read(wire: Path) -> None:
    told: list[Path] = []
    readings = read_paths([wire / "fog.txt", wire / "gone.txt"], timezone=PARIS, pictures=Path("images"), on_file=told.append)
    next(readings)
    assert told == [wire / "fog.txt"]
    assert "cannot be read" in next(readings).problems[0].message


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "wire/x.txt: is empty"),
        (b"Fog\nand a NUL\x00 byte", "wire/x.txt:2: holds a NUL byte, so it is no text"),
        (b"---\nsection: world\nprioritty: 3\n---\nFog", "wire/x.txt:3: unknown key 'prioritty'; did you mean 'priority'?"),
        (b"---\nsection: world\n---\n", "wire/x.txt: holds no text"),
        (b"Only a headline", "wire/x.txt: holds no article: there is a headline at most, and no paragraph below it"),
        (b"a\n" * 20_002, "wire/x.txt: has more than 20,000 lines, which no article has; split it"),
    ],
)
def test_a_file_that_gives_no_item_says_why(wire: Path, data: bytes, problem: str) -> None:
    (wire / "x.txt").write_bytes(data)
    bad, good = read(wire / "x.txt", wire / "fog.txt")
    assert bad.items == ()
    assert [str(found) for found in bad.problems] == [problem]
    assert len(good.items) == 1


def test_front_matter_states_the_picture_and_the_rest_is_read(wire: Path) -> None:
    Picture.new("RGB", (60, 40)).save(wire / "quay.jpg")
    (wire / "fog.txt").write_text(
        f"---\nimage: quay.jpg\nimage_alt: Boats in fog\nid: fog\nkind: article\n---\n{ARTICLE}", encoding="utf-8"
    )
    [reading] = read(wire / "fog.txt")
    [item] = reading.items
    [image] = item.images
    assert (item.id, item.kind, item.dek) == ("fog", Kind.ARTICLE, "Two hundred trawlers wait for a wind that nobody has forecast.")
    assert (image.alt, image.caption, image.width, image.height) == ("Boats in fog", "Trawlers at the quay of Lunde on Sunday.", 60, 40)
    assert Path(image.url).is_file()


def test_a_missing_picture_is_a_problem_and_the_item_goes_in_without_it(wire: Path) -> None:
    (wire / "fog.txt").write_text(f"---\nimage: gone.jpg\n---\n{ARTICLE}", encoding="utf-8")
    [reading] = read(wire / "fog.txt")
    assert reading.items[0].images == ()
    assert [str(problem) for problem in reading.problems] == ["wire/fog.txt: image 'gone.jpg' is missing"]


def test_the_credit_line_of_the_text_is_the_pictures_when_the_file_states_none(wire: Path) -> None:
    Picture.new("RGB", (60, 40)).save(wire / "quay.jpg")
    text = ARTICLE.replace("on Sunday.\nThe harbour", "on Sunday.\nPhoto: Nils Aune\nThe harbour")
    (wire / "fog.txt").write_text(f"---\nimage: quay.jpg\n---\n{text}", encoding="utf-8")
    assert read(wire / "fog.txt")[0].items[0].images[0].credit == "Nils Aune"
