"""The preview as an editor sees it: the page in a real browser, following a desk that changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from browser import chromium  # noqa: F401  (a fixture)
from playwright.sync_api import Browser, Frame, Page, Route, expect
from preview_desk import DAILY, MemoryDesk, email_html, running

from newsletter.errors import FileProblems, Problem
from newsletter.preview import IssueLine

SOON = 1000  # milliseconds; what an editor is promised
DARK_PAPER, LIGHT_PAPER = "rgb(16, 18, 20)", "rgb(255, 255, 255)"

expect.set_options(timeout=3000)


@pytest.fixture(scope="module")
def running_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MemoryDesk, str]]:
    desk = MemoryDesk(tmp_path_factory.mktemp("project"))
    with running(desk) as address:
        yield desk, address


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:  # noqa: F811
    """One tab for all tests. Its colours are the system's own: Playwright's emulation would reach into the frame too."""
    with chromium.new_context(color_scheme="null") as context:
        yield context.new_page()


@pytest.fixture
def desk(running_desk: tuple[MemoryDesk, str]) -> MemoryDesk:
    running_desk[0].reset()
    return running_desk[0]


@pytest.fixture
def address(running_desk: tuple[MemoryDesk, str]) -> str:
    return running_desk[1]


@pytest.fixture
def page(tab: Page, desk: MemoryDesk, address: str) -> Iterator[Page]:
    """The page, newly opened, at the desk as it is at first."""
    complaints: list[str] = []

    def note(error: object) -> None:
        complaints.append(str(error))

    tab.on("pageerror", note)
    tab.set_viewport_size({"width": 1200, "height": 800})
    tab.goto("about:blank")
    tab.goto(address)
    expect(email(tab).locator("h1")).to_have_text(desk.issues[DAILY].subject)
    yield tab
    tab.remove_listener("pageerror", note)
    tab.unroute_all()
    assert complaints == []


def email(page: Page):
    return page.frame_locator("#email")


def frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame != page.main_frame)


def drawing(height: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{height}"/>'


def wait_until(page: Page, condition: str, within: int = SOON) -> None:
    """Until `condition` holds in the email. Asked from here: in a frame without scripts the browser's own waiting never ends."""
    for _ in range(within // 20):
        if frame(page).evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"not within {within} ms: {condition}")


def wait_for_paper(page: Page, colour: str) -> None:
    wait_until(page, f"getComputedStyle(document.body).backgroundColor === '{colour}'")


# --- what stands around the email ----------------------------------------------------------------------------------


def test_the_bar_names_the_issue_and_the_inbox_line_its_words(page: Page, desk: MemoryDesk) -> None:
    expect(page.locator("#name")).to_have_text("Meridian Daily")
    expect(page.locator("#date")).to_have_text("Monday 4 May 2026")
    expect(page.locator("#status")).to_have_text("draft · version 1")
    expect(page.locator("#subject")).to_have_text("The ferry sails again")
    expect(page.locator("#preheader")).to_have_text("And: the bakery that opens at three")
    expect(page.locator("#size")).to_contain_text(f"{desk.issues[DAILY].html_bytes / 1000:.1f} of 102 kB")
    expect(page).to_have_title(f"The ferry sails again · {DAILY}")


def test_another_issue_is_chosen_and_kept_in_the_address(page: Page) -> None:
    page.get_by_label("Issue", exact=True).select_option("weekend/2026-05-02")
    expect(email(page).locator("h1")).to_have_text("A weekend on the water")
    expect(page.locator("#name")).to_have_text("Meridian Weekend")
    expect(page).to_have_url(re.compile("issue=weekend/2026-05-02$"))
    page.reload()
    expect(email(page).locator("h1")).to_have_text("A weekend on the water")


def test_a_theme_s_specimen_is_chosen_like_an_issue_and_has_no_day(page: Page, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    issues = desk.preview_issues()
    lines = [*issues, IssueLine("theme:brief", "Specimen: Brief", None, "specimen", 0)]
    monkeypatch.setattr(desk, "preview_issues", lambda: lines)
    shown = replace(desk.issues[DAILY], issue="theme:brief", html=email_html("Every layout"), status="specimen", version=0)
    monkeypatch.setitem(desk.issues, "theme:brief", shown)
    page.reload()
    expect(page.locator("#issues > option")).to_have_count(len(issues))
    expect(page.locator("#issues optgroup[label=Themes] option")).to_have_text(["Specimen: Brief"])
    page.get_by_label("Issue", exact=True).select_option("theme:brief")
    expect(email(page).locator("h1")).to_have_text("Every layout")
    expect(page.locator("#name")).to_have_text("Specimen: Brief")
    expect(page.locator("#status")).to_have_text("specimen")
    expect(page.locator("#date")).to_be_hidden()


def test_findings_are_counted_and_listed_in_words_not_markup(page: Page, desk: MemoryDesk) -> None:
    desk.write(findings=(("error", "The picture <b>ferry</b> has no alternative text."), ("warning", "The subject is long.")))
    summary = page.locator("#findings summary")
    expect(summary).to_have_text("1 error, 1 warning")
    summary.click()
    expect(page.locator("#findings li").first).to_contain_text("The picture <b>ferry</b> has no alternative text.")


# --- live ----------------------------------------------------------------------------------------------------------


def test_a_change_is_shown_within_a_second_and_where_the_reader_was(page: Page, desk: MemoryDesk) -> None:
    frame(page).evaluate("scrollTo(0, 640)")
    desk.write(html=email_html("The ferry is late"), subject="The ferry is late")
    expect(email(page).locator("h1")).to_have_text("The ferry is late", timeout=SOON)
    expect(page.locator("#subject")).to_have_text("The ferry is late", timeout=SOON)
    assert frame(page).evaluate("scrollY") == 640


def test_the_place_is_kept_through_twenty_changes_and_the_keys_still_work(page: Page, desk: MemoryDesk) -> None:
    frame(page).evaluate("scrollTo(0, 500)")
    for number in range(20):
        desk.write(html=email_html(f"Ferry number {number}"))
        (desk.root / "templates" / "lead.mjml").write_text(str(number))
        expect(email(page).locator("h1")).to_have_text(f"Ferry number {number}", timeout=SOON)
    assert frame(page).evaluate("scrollY") == 500
    email(page).get_by_text("Read it").press("t")
    expect(page.get_by_label("Text", exact=True)).to_be_checked()


def test_a_change_that_comes_while_the_last_is_being_fetched_is_not_lost(page: Page, desk: MemoryDesk) -> None:
    held: list[Route] = []
    page.route("**/issues", lambda route: held.append(route), times=1)
    desk.write(html=email_html("One"))
    expect(email(page).locator("h1")).to_have_text("One", timeout=SOON)
    desk.write(html=email_html("Two"))
    page.wait_for_timeout(800)
    held[0].continue_()
    expect(email(page).locator("h1")).to_have_text("Two", timeout=SOON)


def test_pictures_that_come_in_late_do_not_move_the_reader(page: Page, desk: MemoryDesk) -> None:
    for name in ("tall", "taller"):
        (desk.root / "images" / f"{name}.svg").write_text(drawing(height=1500))
    desk.write(html=email_html("A picture").replace("</h1>", '</h1><img src="images/tall.svg" alt="">'))
    expect(email(page).locator("h1")).to_have_text("A picture", timeout=SOON)
    wait_until(page, "document.images[0].naturalHeight === 1500")
    frame(page).evaluate("scrollTo(0, 1200)")
    page.route("**/images/taller.svg*", lambda route: (page.wait_for_timeout(200), route.continue_()))
    desk.write(html=email_html("Another picture", paragraphs=1).replace("</h1>", '</h1><img src="images/taller.svg" alt="">'))
    expect(email(page).locator("h1")).to_have_text("Another picture", timeout=SOON)
    wait_until(page, "document.images[0].naturalHeight === 1500")
    wait_until(page, "Math.abs(scrollY - Math.min(1200, document.documentElement.scrollHeight - innerHeight)) < 2")
    assert frame(page).evaluate("scrollY") > 700


def test_a_reader_who_has_scrolled_on_is_not_pulled_back_by_a_late_picture(page: Page, desk: MemoryDesk) -> None:
    held: list[Route] = []
    page.route("https://meridian.example/late.svg", lambda route: held.append(route), times=1)
    with page.expect_request("https://meridian.example/late.svg"):
        desk.write(html=email_html("A late picture").replace("</h1>", '</h1><img src="https://meridian.example/late.svg" alt="">'))
    frame(page).evaluate("scrollTo(0, 333)")
    held[0].fulfill(content_type="image/svg+xml", body=drawing(height=500))
    wait_until(page, "document.readyState === 'complete' && document.images[0].naturalHeight === 500")
    assert frame(page).evaluate("scrollY") == 333


def test_a_picture_that_was_exchanged_is_seen_anew(page: Page, desk: MemoryDesk) -> None:
    picture = desk.root / "images" / "ferry.svg"
    picture.write_text(drawing(height=100))
    desk.write(html=email_html().replace("</h1>", '</h1><img src="images/ferry.svg" alt="">'))
    wait_until(page, "document.images[0]?.naturalHeight === 100")
    picture.write_text(drawing(height=200))
    wait_until(page, "document.images[0]?.naturalHeight === 200")


def test_a_render_error_lies_over_the_last_good_render_and_goes_when_mended(page: Page, desk: MemoryDesk) -> None:
    desk.break_with(FileProblems([Problem("templates/lead.mjml", 12, "unknown name '<i>titel</i>'")], hint="mend it"))
    slip = page.get_by_role("alert")
    expect(slip).to_be_visible(timeout=SOON)
    expect(slip.locator("code")).to_have_text("templates/lead.mjml:12")
    expect(slip.locator("li")).to_contain_text("unknown name '<i>titel</i>'")
    expect(slip).to_contain_text("Below is the last good render")
    expect(email(page).locator("h1")).to_have_text("The ferry sails again")
    desk.write(html=email_html("Mended"))
    desk.mend()
    expect(slip).to_be_hidden(timeout=SOON)
    expect(email(page).locator("h1")).to_have_text("Mended")


def test_a_page_that_opens_on_an_error_shows_it_and_then_the_email(page: Page, desk: MemoryDesk) -> None:
    desk.break_with(FileProblems([Problem("campaigns/daily.toml", 3, "unknown key 'thme'")]))
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("last good render")).to_be_hidden()
    expect(page.locator("#name")).to_have_text("Meridian Daily")
    desk.mend()
    expect(email(page).locator("h1")).to_be_visible(timeout=SOON)


def test_an_issue_that_vanishes_is_said_and_comes_back(page: Page, desk: MemoryDesk) -> None:
    kept = desk.issues.pop(DAILY)
    expect(page.get_by_role("alert")).to_contain_text(f"no issue '{DAILY}'", timeout=SOON)
    desk.issues[DAILY] = kept
    expect(page.get_by_role("alert")).to_be_hidden(timeout=SOON)


def test_a_server_that_stops_is_said_and_found_again(chromium: Browser, desk: MemoryDesk) -> None:  # noqa: F811
    with chromium.new_context() as context:
        page = context.new_page()
        with running(desk) as address:
            page.goto(address)
            expect(email(page).locator("h1")).to_be_visible()
        expect(page.locator("#wire")).to_contain_text("Not connected")
        expect(email(page).locator("h1")).to_have_text("The ferry sails again")
        desk.write(html=email_html("Back again"))
        with running(desk, port=int(address.rstrip("/").rpartition(":")[2])):
            expect(email(page).locator("h1")).to_have_text("Back again", timeout=5000)
            expect(page.locator("#wire")).to_contain_text("Live")


# --- width, colours, text --------------------------------------------------------------------------------------------


def test_a_phone_is_375_pixels_wide_and_scrolls_up_and_down_alone(page: Page) -> None:
    page.keyboard.press("p")
    wait_until(page, "innerWidth === 375 && document.documentElement.clientWidth === 375")
    assert frame(page).evaluate("document.documentElement.scrollWidth") == 375
    wait_until(page, "getComputedStyle(document.documentElement).scrollbarWidth === 'none'")  # this browser hides its own anyway
    page.keyboard.press("d")
    wait_until(page, "innerWidth === 700")


def test_the_page_itself_never_scrolls_sideways(page: Page) -> None:
    for width in (1200, 700, 375, 320):
        page.set_viewport_size({"width": width, "height": 700})
        for key in "pdt":
            page.keyboard.press(key)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, key)


def test_dark_lets_the_email_s_own_dark_rules_apply_also_after_a_change(page: Page, desk: MemoryDesk) -> None:
    wait_for_paper(page, LIGHT_PAPER)
    page.keyboard.press("l")
    wait_for_paper(page, DARK_PAPER)
    assert frame(page).evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    desk.write(html=email_html("Late and dark"))
    expect(email(page).locator("h1")).to_have_text("Late and dark", timeout=SOON)
    wait_for_paper(page, DARK_PAPER)
    page.keyboard.press("l")
    wait_for_paper(page, LIGHT_PAPER)


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_are_switched_where_a_frame_does_not_follow_its_element(chromium: Browser, address: str, system: str) -> None:  # noqa: F811
    """Under Playwright's emulation it does not, as in browsers of before 2025: the page answers the email's conditions itself."""
    with chromium.new_context(color_scheme=system) as context:
        page = context.new_page()
        page.goto(address)
        expect(email(page).locator("h1")).to_be_visible()
        for colour in (LIGHT_PAPER, DARK_PAPER, LIGHT_PAPER):
            wait_for_paper(page, colour)
            page.keyboard.press("l")


def test_the_text_part_is_shown_as_it_is(page: Page, desk: MemoryDesk) -> None:
    desk.write(text="THE FERRY <late>\n\n  two spaces stay\n")
    page.keyboard.press("t")
    expect(page.locator("#text pre")).to_have_text("THE FERRY <late>\n\n  two spaces stay\n", use_inner_text=True)
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("#email")).to_be_hidden()


def test_the_place_is_kept_while_the_text_is_looked_at(page: Page) -> None:
    frame(page).evaluate("scrollTo(0, 640)")
    page.keyboard.press("t")
    page.keyboard.press("d")
    assert frame(page).evaluate("scrollY") == 640


def test_what_is_chosen_stands_in_the_address_and_is_found_there(page: Page, address: str) -> None:
    page.keyboard.press("p")
    page.keyboard.press("l")
    expect(page).to_have_url(f"{address}#view=phone&scheme=dark")
    page.reload()
    expect(page.get_by_label("Phone")).to_be_checked()
    expect(page.get_by_label("Dark")).to_be_checked()
    page.goto(f"{address}#view=sideways&scheme=plaid")
    expect(page.get_by_label("Desktop")).to_be_checked()
    expect(page.get_by_label("Light")).to_be_checked()


def test_everything_is_reached_by_the_tab_key(page: Page) -> None:
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.name"))
    assert reached == ["issues", "view", "scheme", "email"]


# --- a hostile email ---------------------------------------------------------------------------------------------------


def test_nothing_in_an_email_runs_or_reaches_the_page(page: Page, desk: MemoryDesk) -> None:
    hostile = (
        "<script>parent.document.title = 'taken'</script><img src=x onerror=\"parent.document.title='taken'\">"
        '<a id="go" href="javascript:parent.document.title=\'taken\'">go</a><meta http-equiv="refresh" content="0;url=/issues">'
        '<form action="/issues"><button id="send">send</button></form><iframe src="/"></iframe><base href="https://meridian.example/">'
    )
    desk.write(html=email_html("Hostile").replace("</h1>", f"</h1>{hostile}"))
    expect(email(page).locator("h1")).to_have_text("Hostile", timeout=SOON)
    for id_ in ("#go", "#send"):
        email(page).locator(id_).evaluate("element => element.click()")
    page.wait_for_timeout(300)
    expect(page).to_have_title(f"The ferry sails again · {DAILY}")
    expect(email(page).locator("h1")).to_have_text("Hostile")
    desk.write(html=email_html("Tame"))
    expect(email(page).locator("h1")).to_have_text("Tame", timeout=SOON)


def test_pictures_come_from_safe_servers_alone_also_after_a_change(page: Page, desk: MemoryDesk) -> None:
    stopped: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    page.route("https://meridian.example/**", lambda route: route.fulfill(content_type="image/svg+xml", body=drawing(height=30)))
    for words in ("Pictures", "The same pictures"):
        pictures = '<img src="http://meridian.example/plain.gif" alt=""><img src="https://meridian.example/safe.svg" alt="">'
        desk.write(html=email_html(words).replace("</h1>", f"</h1>{pictures}"))
        expect(email(page).locator("h1")).to_have_text(words, timeout=SOON)
        wait_until(page, "document.images[1].naturalHeight === 30 && document.images[0].complete")
    assert stopped == [("http://meridian.example/plain.gif", "csp")] * 2


def test_a_link_opens_in_a_tab_of_its_own_that_knows_nothing_of_us(page: Page) -> None:
    page.context.route("https://meridian.example/**", lambda route: route.fulfill(content_type="text/html", body="<h1>Ferry</h1>"))
    with page.context.expect_page() as opened:
        email(page).get_by_text("Read it").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == "https://meridian.example/ferry"
    assert opened.value.evaluate("[opener, document.referrer]") == [None, ""]
    opened.value.close()
    expect(email(page).locator("h1")).to_have_text("The ferry sails again")


def test_a_link_within_the_email_stays_in_it(page: Page) -> None:
    frame(page).evaluate("scrollTo(0, 900)")
    email(page).get_by_text("Top", exact=True).evaluate("link => link.click()")
    wait_until(page, "scrollY < 60")
    assert len(page.context.pages) == 1
    expect(email(page).locator("h1")).to_have_text("The ferry sails again")
