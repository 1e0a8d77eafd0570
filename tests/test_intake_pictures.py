"""The picture that an article names: copied under a name made from its content, or refused with a reason."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsletter.intake.pictures import take_picture


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(data, kind)
    return data.getvalue()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "photos").mkdir()
    return folder / "osk.txt"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return tmp_path / "project" / "images"


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif")])
def test_a_picture_beside_the_article_is_copied_under_its_content(article: Path, pictures: Path, kind: str, suffix: str) -> None:
    (article.parent / "photos" / "Pier of Osk.pic").write_bytes(picture(kind))
    taken = take_picture("photos/Pier of Osk.pic", article, pictures)
    assert taken.message == ""
    [copy] = pictures.iterdir()
    assert taken == (f"images/{copy.name}", 40, 30, "")
    assert copy.name.startswith("pier-of-osk.")
    assert copy.name.endswith(f".{suffix}")
    assert copy.read_bytes() == picture(kind)


def test_the_same_picture_twice_is_one_file_and_another_of_its_name_is_a_second(article: Path, pictures: Path) -> None:
    (article.parent / "pier.png").write_bytes(picture())
    first = take_picture("pier.png", article, pictures)
    assert take_picture("pier.png", article, pictures) == first
    (article.parent / "pier.png").write_bytes(picture(size=(41, 30)))
    assert take_picture("pier.png", article, pictures).url != first.url
    assert len(list(pictures.iterdir())) == 2


def test_a_web_address_is_kept_as_it_is(article: Path, pictures: Path) -> None:
    assert take_picture("https://meridian.example/pier.png", article, pictures) == ("https://meridian.example/pier.png", 0, 0, "")
    assert not pictures.exists()


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("../secret.png", "lies outside"),
        ("photos/../../secret.png", "lies outside"),
        ("link.png", "lies outside"),
        ("gone.png", "is missing"),
        ("photos", "is missing"),
        ("words.png", "is broken"),
        ("cut.png", "is broken"),
        ("vector.svg", "is broken"),
        ("javascript:alert(1)", "neither a file nor a web address"),
        ("file:///etc/hostname", "neither a file nor a web address"),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused(article: Path, pictures: Path, named: str, message: str) -> None:
    folder = article.parent
    (folder.parent / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "words.png").write_text("no picture", encoding="utf-8")
    (folder / "cut.png").write_bytes(picture(size=(400, 400))[:-300])
    (folder / "vector.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    taken = take_picture(named, article, pictures)
    assert message in taken.message
    assert taken.url == ""
    assert not pictures.exists()


def test_an_absolute_path_is_refused_even_when_the_file_is_a_picture(article: Path, pictures: Path) -> None:
    (article.parent / "pier.png").write_bytes(picture())
    assert "lies outside" in take_picture(str(article.parent / "pier.png"), article, pictures).message


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(article: Path, pictures: Path) -> None:
    (article.parent / "bomb.png").write_bytes(picture(size=(13_000, 10)))
    assert "too large: 13000 by 10 pixels" in take_picture("bomb.png", article, pictures).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_reason_and_leaves_nothing(article: Path, tmp_path: Path) -> None:
    (article.parent / "pier.png").write_bytes(picture())
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    assert "cannot be copied" in take_picture("pier.png", article, locked / "images").message


def test_a_file_where_the_folder_should_be_is_a_reason(article: Path, tmp_path: Path) -> None:
    (article.parent / "pier.png").write_bytes(picture())
    (tmp_path / "images").write_text("", encoding="utf-8")
    assert "cannot be copied" in take_picture("pier.png", article, tmp_path / "images").message
