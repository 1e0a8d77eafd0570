"""Draw the picture in the README: the sample issue on a desktop in light, and on a phone in dark colours.

python tests/screenshot.py        writes templates/broadsheet/screenshot.png
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path

from browser import ARGUMENTS
from PIL import Image
from playwright.sync_api import sync_playwright

from newsletter.desk.demo import make_demo

TARGET = Path(__file__).parent.parent / "templates" / "broadsheet" / "screenshot.png"
HEIGHT = 1180
GROUND, SHADE = "#cfcac0", "#b9b3a8"


def draw() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = make_demo(Path(folder) / "demo", os.environ)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        shots = []
        for width, scheme in ((660, "light"), (375, "dark")):
            page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
            page.goto(Path(made.html).absolute().as_uri())
            shots.append(Image.open(io.BytesIO(page.screenshot())))
        browser.close()
    sheet = Image.new("RGB", (660 + 375 + 3 * 40, HEIGHT + 80), GROUND)
    for shot, left in zip(shots, (40, 660 + 80), strict=True):
        sheet.paste(SHADE, (left - 1, 39, left + shot.width + 1, 41 + HEIGHT))
        sheet.paste(shot, (left, 40))
    sheet.quantize(192, dither=Image.Dither.FLOYDSTEINBERG).save(TARGET, optimize=True)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    draw()
