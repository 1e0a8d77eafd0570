"""What the preview answers at each address, and that it shuts out whoever has no business there."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path, PureWindowsPath

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from preview_desk import DAILY, WEEKEND, MemoryDesk, running

from newsletter.errors import FileProblems, NewsletterError, Problem
from newsletter.preview import IssueLine

EVERY_ADDRESS = ["/", "/page/desk.js", "/page/desk.css", "/frame", "/issues", "/shown", "/images/ferry.png", "/nowhere"]
PIXEL = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture(scope="module")
def running_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MemoryDesk, str]]:
    desk = MemoryDesk(tmp_path_factory.mktemp("project"))
    (desk.root / "images" / "ferry.png").write_bytes(PIXEL)
    (desk.root / "images" / "notes.txt").write_text("not for the web")
    (desk.root / "secret.png").write_bytes(PIXEL)
    with running(desk) as address:
        yield desk, address


@pytest.fixture
def desk(running_desk: tuple[MemoryDesk, str]) -> MemoryDesk:
    return running_desk[0]


@pytest.fixture
def client(running_desk: tuple[MemoryDesk, str]) -> Iterator[httpx.Client]:
    running_desk[0].reset()
    with httpx.Client(base_url=running_desk[1]) as client:
        yield client


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_the_issue_is_shown_as_the_desk_renders_it(client: httpx.Client, desk: MemoryDesk) -> None:
    desk.write(findings=(("error", "The postal address is missing."),))
    answer = client.get("/shown").json()
    assert answer["issue"] == DAILY
    assert answer["shown"]["subject"] == "The ferry sails again"
    assert answer["shown"]["html"] == desk.issues[DAILY].html
    assert answer["shown"]["findings"] == [["error", "The postal address is missing."]]


def test_another_issue_is_shown_when_it_is_asked_for(client: httpx.Client) -> None:
    assert client.get("/shown", params={"issue": WEEKEND}).json()["shown"]["subject"] == "A weekend on the water"


def test_the_issues_to_choose_from_come_in_the_order_of_the_desk(client: httpx.Client) -> None:
    assert client.get("/issues").json()["issues"] == [
        {"id": DAILY, "name": "Meridian Daily", "date": "2026-05-04", "status": "draft", "stories": 9},
        {"id": WEEKEND, "name": "Meridian Weekend", "date": "2026-05-02", "status": "draft", "stories": 9},
    ]


def test_what_belongs_to_no_day_is_listed_without_one(client: httpx.Client, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "preview_issues", lambda: [IssueLine("theme:brief", "Specimen: Brief", None, "specimen", 0)])
    assert client.get("/issues").json()["issues"] == [
        {"id": "theme:brief", "name": "Specimen: Brief", "date": None, "status": "specimen", "stories": 0}
    ]


def test_a_render_error_is_an_answer_with_one_line_for_each_problem(client: httpx.Client, desk: MemoryDesk) -> None:
    problems = [Problem("templates/lead.mjml", 12, "unknown name 'titel'"), Problem("campaigns/daily.toml", 3, "unknown key 'thme'")]
    desk.break_with(FileProblems(problems, hint="mend them and save"))
    answer = client.get("/shown").json()
    assert "shown" not in answer
    assert answer["error"] == {
        "lines": ["templates/lead.mjml:12: unknown name 'titel'", "campaigns/daily.toml:3: unknown key 'thme'"],
        "hint": "mend them and save",
    }


def test_an_issue_that_is_not_there_is_an_answer_too(client: httpx.Client) -> None:
    answer = client.get("/shown", params={"issue": "daily/2026-05-05"}).json()
    assert answer["error"]["lines"] == ["no issue 'daily/2026-05-05'; did you mean 'daily/2026-05-04'?"]


def test_the_token_changes_with_the_issue_and_with_what_is_wrong(client: httpx.Client, desk: MemoryDesk) -> None:
    def token() -> str:
        return client.get("/shown").json()["token"]

    tokens = [token()]
    desk.write(subject="The ferry is late")
    tokens.append(token())
    desk.break_with(NewsletterError("the theme is gone"))
    tokens.append(token())
    assert len(set(tokens)) == 3
    assert token() == tokens[-1]


def test_the_desk_is_never_asked_two_things_at_once(tmp_path: Path) -> None:
    class TouchyDesk(MemoryDesk):
        inside = threading.Lock()
        met = 0

        def preview_mark(self, issue_id: str) -> str:
            if not self.inside.acquire(blocking=False):
                type(self).met += 1
                return "met"
            time.sleep(0.005)
            self.inside.release()
            return super().preview_mark(issue_id)

    with running(TouchyDesk(tmp_path)) as address, ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: httpx.get(f"{address}shown").status_code, range(24)))
    assert set(answers) == {200}
    assert TouchyDesk.met == 0


# --- pictures ----------------------------------------------------------------------------------------------------------


def test_a_picture_of_the_project_is_served_with_its_type(client: httpx.Client) -> None:
    answer = client.get("/images/ferry.png")
    assert (answer.content, answer.headers["content-type"]) == (PIXEL, "image/png")
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "name",
    [
        "missing.png",
        "notes.txt",
        "../secret.png",
        "..%2Fsecret.png",
        "%2Fetc%2Fhostname.png",
        "a//b.png",
        "..%5Csecret.png",
        "C:%5Cb.png",
        "",
    ],
)
def test_nothing_else_is_served_as_a_picture(client: httpx.Client, name: str) -> None:
    assert client.get(f"/images/{name}").status_code == 404


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.sampled_from(["..", ".", "", "ferry", "\\", "C:", "\0", "é", "..."]), min_size=1, max_size=6))
def test_the_desk_is_only_ever_asked_for_names_below_its_folder(desk: MemoryDesk, client: httpx.Client, pieces: list[str]) -> None:
    desk.pictures_asked.clear()
    name = "/".join(pieces) + ".png"
    client.get("images/" + "".join(f"%{byte:02x}" for byte in name.encode()))
    for asked in desk.pictures_asked:
        assert not PureWindowsPath(asked).anchor
        assert not {"", ".", ".."} & set(re.split(r"[/\\]", asked))


# --- the door ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_it_answers_under_its_own_names(client: httpx.Client, name: str) -> None:
    assert client.get("/shown", headers={"host": f"{name}:{client.base_url.port}"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["meridian.example", "meridian.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost.meridian.example:PORT", "127.0.0.1:PORT@x", ""],
)
@pytest.mark.parametrize("address", ["/", "/shown", "/images/ferry.png"])
def test_it_answers_under_no_other_name(client: httpx.Client, host: str, address: str) -> None:
    answer = client.get(address, headers={"host": host.replace("PORT", str(client.base_url.port))})
    assert answer.status_code == 400
    assert str(client.base_url) in answer.text


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("address", ["/", "/shown"])
def test_it_is_only_looked_at(client: httpx.Client, method: str, address: str) -> None:
    assert client.request(method, address).status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_a_page_of_another_origin_reads_nothing(client: httpx.Client, site: str, address: str) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", "origin": "https://meridian.example"}
    answer = client.get(address, headers=headers)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_link_on_another_page_opens_the_preview_but_frames_and_data_stay_shut(client: httpx.Client) -> None:
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/", headers=visit).status_code == 200
    assert client.get("/", headers=visit | {"sec-fetch-dest": "iframe"}).status_code == 403
    assert client.get("/shown", headers=visit).status_code == 403


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_the_page_itself_reads_everything(client: httpx.Client, site: str) -> None:
    assert client.get("/shown", headers={"sec-fetch-site": site}).status_code == 200


def test_no_web_socket_is_opened(client: httpx.Client) -> None:
    headers = {
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "c2FtcGxlIHNhbXBsZSBzYQ==",
    }
    assert client.get("/nowhere", headers=headers).status_code == 404


@pytest.mark.parametrize("address", EVERY_ADDRESS)
@pytest.mark.parametrize("own", [{}, {"host": "meridian.example"}], ids=["let in", "shut out"])
def test_every_answer_carries_the_guards(client: httpx.Client, address: str, own: dict[str, str]) -> None:
    headers = client.get(address, headers=own).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_fault_of_the_program_tells_a_browser_nothing(client: httpx.Client, desk: MemoryDesk) -> None:
    desk.break_with(ZeroDivisionError("not for the web"))
    answer = client.get("/shown")
    assert answer.status_code == 500
    assert "not for the web" not in answer.text


def test_the_email_runs_no_script_and_loads_pictures_and_fonts_alone(client: httpx.Client) -> None:
    policy = dict(rule.strip().partition(" ")[::2] for rule in client.get("/frame").headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "'self' https:"
    assert policy["font-src"] == "https:"
    assert policy["style-src"] == "'unsafe-inline'"
    assert not [rule for rule in policy if rule.startswith("script")]
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-scripts" not in (PAGE / "index.html").read_text(encoding="utf-8")


# --- the page -----------------------------------------------------------------------------------------------------------

PAGE = files("newsletter.preview") / "page"


def test_the_page_holds_nothing_inline_that_its_own_policy_would_stop() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)


def test_the_page_refers_only_to_files_that_are_served(client: httpx.Client) -> None:
    sources = [item.read_text(encoding="utf-8") for item in PAGE.iterdir()]
    addresses = {address for source in sources for address in re.findall(r"""["'](/page/[^"']+)["']""", source)}
    assert addresses >= {"/page/desk.js", "/page/email.js", "/page/desk.css", "/page/favicon.svg"}
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_page_names_no_other_server() -> None:
    for item in PAGE.iterdir():
        others = set(re.findall(r"https?://[\w.-]+", item.read_text(encoding="utf-8"))) - {"http://www.w3.org"}
        assert not others, item.name


def test_every_control_of_the_page_has_a_name() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r"<label[^>]*><input", page)) == len(re.findall(r"<input", page))
    assert len(re.findall(r"<fieldset", page)) == len(re.findall(r"<legend", page))
    assert 'for="issues"' in page
    assert re.search(r"<iframe[^>]*\btitle=", page)


def test_a_file_that_is_no_part_of_the_page_is_not_served(client: httpx.Client) -> None:
    assert client.get("/page/app.py").status_code == 404
    assert client.get("/page/..%2Fapp.py").status_code == 404
