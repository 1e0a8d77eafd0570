"""Draw the pictures in the README: the sample issue in each theme, on a desktop in light and on a phone in dark colours.

python tests/screenshot.py        writes templates/*/screenshot.jpg
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path

from browser import ARGUMENTS
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from newsletter.desk import Desk
from newsletter.desk.demo import MOMENT, make_demo
from newsletter.desk.project import open_project
from newsletter.render import theme_keys

TEMPLATES = Path(__file__).parent.parent / "templates"
HEIGHT, SCALE = 1300, 0.62
DESKTOP, PHONE = 660, 375
GROUND, SHADE = "#cfcac0", "#b9b3a8"


def shoot(browser: Browser, page_file: Path, width: int, scheme: str, height: int) -> Image.Image:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(page_file.absolute().as_uri())
    shot = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return shot


def draw() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make_demo(Path(folder) / "demo", os.environ)
        project = Path(folder) / "demo" / "meridian"
        campaign = project / "campaigns" / "daily.toml"
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        with Desk(open_project(project, os.environ), who="demo", now=lambda: MOMENT) as desk:
            desk.cancel(desk.find_cancel("daily/2026-03-02"))
            issue = desk.compose("daily", MOMENT.date())
            for key in theme_keys(TEMPLATES):
                text = campaign.read_text(encoding="utf-8")
                campaign.write_text(
                    "\n".join(line if not line.startswith("theme") else f'theme = "{key}"' for line in text.split("\n")), "utf-8"
                )
                page = project / "page.html"
                page.write_text(desk.sample(issue.id, beside=project).html, encoding="utf-8")
                sheet = Image.new("RGB", (DESKTOP + 160, HEIGHT + 80), GROUND)
                for shot, left, top in (
                    (shoot(browser, page, DESKTOP, "light", HEIGHT), 40, 40),
                    (shoot(browser, page, PHONE, "dark", 720), DESKTOP + 120 - PHONE + 10, HEIGHT + 40 - 720 + 10),
                ):
                    sheet.paste(SHADE, (left - 2, top - 2, left + shot.width + 2, top + shot.height + 2))
                    sheet.paste(shot, (left, top))
                small = sheet.resize((round(sheet.width * SCALE), round(sheet.height * SCALE)), Image.Resampling.LANCZOS)
                target = TEMPLATES / key / "screenshot.jpg"
                small.save(target, quality=86, optimize=True)
                print(f"{key}/{target.name}: {target.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    draw()
