"""Draws the illustrations of the shipped articles as two-to-four-ink prints; run it again and the same bytes come out.

Every picture is built like a risograph: one plate of density for each ink, laid on cream paper one after the other, a hair out of
register, with a little grain. Coordinates are pixels of the finished 1200 x 800 picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from hashlib import shake_128
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, ...]
Shape = Sequence[Point]

WIDTH, HEIGHT = 1200, 800
LARGEST = 120_000  # bytes of a finished picture
SCALE = 3  # plates are drawn this much larger and reduced, for clean edges
PAPER = (246, 239, 224)
INKS = {"ochre": (219, 157, 50), "sea": (40, 112, 116), "brick": (155, 28, 28), "ink": (26, 26, 26)}
REGISTER = {"ochre": (0, 0), "sea": (2, 1), "brick": (-2, 2), "ink": (1, -1)}  # in pixels of the enlarged plate


# --- shapes --------------------------------------------------------------------------------------------------------


def at(places: str) -> list[tuple[float, ...]]:
    """Numbers by the place, as SVG writes them: `"10,20 30,40"`, or with a width or size as a third."""
    return [tuple(float(number) for number in place.split(",")) for place in places.split()]


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def disc(x: float, y: float, radius: float, flat: float = 1.0) -> Shape:
    """A circle, or an ellipse `flat` times as high as it is wide."""
    return arc(x, y, radius, 0, 360, flat)


def arc(x: float, y: float, radius: float, start: float, end: float, flat: float = 1.0) -> Shape:
    """Points along a circle from `start` to `end` degrees, clockwise from three o'clock."""
    steps = max(12, int(abs(end - start) / 2))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * flat * math.sin(angle)) for angle in angles]


def curve(points: Shape) -> Shape:
    """A smooth line through `points` (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    found = [
        (_between(a[0], b[0], c[0], d[0], step / 24), _between(a[1], b[1], c[1], d[1], step / 24))
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
        for step in range(24)
    ]
    return [*found, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def ribbon(spine: Sequence[Point]) -> list[Shape]:
    """A band along a smooth line through (x, y, width), as the many discs that a round brush would leave."""
    line = curve([(x, y) for x, y, _ in spine])
    widths = curve([(float(n), width) for n, (_, _, width) in enumerate(spine)])
    return [disc(x, y, width / 2) for (x, y), (_, width) in zip(line, widths, strict=True)]


def moved(shape: Shape, dx: float = 0, dy: float = 0, size: float = 1.0, turn: float = 0.0) -> Shape:
    """`shape` turned by `turn` degrees and enlarged about (0, 0), then shifted."""
    cos, sin = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
    return [(x * cos - y * sin + dx, x * sin + y * cos + dy) for x, y in shape]


def land(top: Shape) -> Shape:
    """Everything below a smooth skyline."""
    return [*curve(top), (WIDTH + 40, HEIGHT + 40), (-40, HEIGHT + 40)]


# --- printing ------------------------------------------------------------------------------------------------------


class Print:
    """One picture: a plate of density (0 to 1) for each ink."""

    def __init__(self) -> None:
        self.plates = {name: Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE)) for name in INKS}

    def paint(self, *shapes: Shape, **densities: float) -> None:
        """Lay `shapes` over what is there: the inks that are not named are left out under them, as cut paper would."""
        self.over(*shapes, **(dict.fromkeys(INKS, 0.0) | densities))

    def over(self, *shapes: Shape, **densities: float) -> None:
        """Set the named inks within `shapes`, and leave the other plates as they are."""
        for name, density in densities.items():
            draw = ImageDraw.Draw(self.plates[name])
            for shape in shapes:
                draw.polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=round(density * 255))

    def fade(self, shape: Shape, ink: str, start: float, end: float, top: float, bottom: float) -> None:
        """Let one ink run from density `start` at the height `top` to `end` at `bottom` within `shape`."""
        ramp = Image.new("L", (1, HEIGHT * SCALE))
        for y in range(HEIGHT * SCALE):
            part = min(max((y / SCALE - top) / (bottom - top), 0.0), 1.0)
            ramp.putpixel((0, y), round(255 * (start + (end - start) * part)))
        mask = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in shape], fill=255)
        self.plates[ink].paste(ramp.resize(mask.size), (0, 0), mask)

    def line(self, points: Shape, width: float, **densities: float) -> None:
        """A line with round ends and joints, overprinted."""
        for name, density in densities.items():
            draw = ImageDraw.Draw(self.plates[name])
            scaled = [(x * SCALE, y * SCALE) for x, y in points]
            draw.line(scaled, fill=round(density * 255), width=round(width * SCALE), joint="curve")
            reach = width * SCALE / 2
            for x, y in (scaled[0], scaled[-1]):
                draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=round(density * 255))

    def pull(self) -> Image.Image:
        """The finished sheet: paper, then each ink multiplied onto it."""
        sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        for name, plate in self.plates.items():
            shifted = plate.copy()
            shifted.paste(plate, REGISTER[name])
            mask = _grained(shifted.resize((WIDTH, HEIGHT), Image.Resampling.BOX), name)
            ink, bare = Image.new("RGB", sheet.size, INKS[name]), Image.new("RGB", sheet.size, "white")
            sheet = ImageChops.multiply(sheet, Image.composite(ink, bare, mask))
        return sheet


def _grained(plate: Image.Image, name: str) -> Image.Image:
    """Uneven ink: most where the density is half, and a few pinholes where it is full."""
    noise = _noise(name).filter(ImageFilter.GaussianBlur(0.8))
    half_tones = plate.point([round(255 * (1 - abs(level / 127.5 - 1)) ** 0.8) for level in range(256)])
    speckled = ImageChops.add(plate, noise.point([round((level - 128) * 0.5) + 128 for level in range(256)]), 1, -128)
    worn = ImageChops.multiply(plate, noise.point([min(255, 240 + level // 8) for level in range(256)]))
    return Image.composite(speckled, worn, half_tones.point([level // 2 for level in range(256)]))


def _noise(name: str) -> Image.Image:
    return Image.frombytes("L", (WIDTH, HEIGHT), shake_128(name.encode()).digest(WIDTH * HEIGHT))


# --- what several pictures share -----------------------------------------------------------------------------------


def house(sheet: Print, x: float, y: float, size: float, roof: dict[str, float], lit: bool = False) -> None:
    """A house with a hipped roof, its foot at (x, y) and `size` wide, one side in the shade."""
    tall = size * 0.62
    sheet.paint(box(x, y - tall, x + size, y))
    sheet.over(box(x + size * 0.62, y - tall, x + size, y), ink=0.16)
    eaves, ridge = y - tall, y - tall * 1.75
    sheet.paint([(x - size * 0.08, eaves), (x + size * 0.22, ridge), (x + size * 0.78, ridge), (x + size * 1.08, eaves)], **roof)
    window = box(x + size * 0.2, y - tall * 0.64, x + size * 0.38, y - tall * 0.26)
    sheet.paint(window, **({"ochre": 1.0} if lit else {"ink": 0.85}))


def village(sheet: Print, places: str, dark: Sequence[int], lit: bool = False) -> None:
    """Houses at (x, y, size), the `dark` ones with a slate roof."""
    for number, (x, y, size) in enumerate(at(places)):
        house(sheet, x, y, size, {"ink": 0.82} if number in dark else {"brick": 0.95}, lit)


def poplar(sheet: Print, x: float, y: float, size: float) -> None:
    sheet.line([(x, y), (x, y - size * 0.3)], max(1.5, size * 0.05), ink=0.8)
    foot, side = y - size * 0.42, y - size * 0.82
    sheet.paint(
        [*arc(x, foot, size * 0.16, 0, 180, 1.4), (x - size * 0.1, side), (x, y - size), (x + size * 0.1, side)], sea=0.9, ochre=0.6
    )
    sheet.over([(x, y - size), (x + size * 0.1, side), *arc(x, foot, size * 0.16, 0, 90, 1.4)], ink=0.35)


# --- the pictures --------------------------------------------------------------------------------------------------

FULL = box(-10, -10, WIDTH + 10, HEIGHT + 10)


def river_border(sheet: Print) -> None:
    """The river has left the dashed border, and a chapel stands between them."""
    sheet.paint(FULL, ochre=0.1)
    sheet.fade(FULL, "ochre", 0.42, 0.05, 0, 290)
    sheet.paint(disc(875, 172, 78), brick=0.92)
    sheet.paint(land(at("-40,236 130,190 300,226 520,176 720,232 930,190 1240,240")), sea=0.34)
    sheet.paint(land(at("-40,268 200,238 420,262 640,236 860,268 1240,244")), sea=0.62, ochre=0.2)
    sheet.paint(land(at("-40,300 300,282 640,292 900,280 1240,296")), ochre=0.62, sea=0.16)
    _fields(sheet)
    _old_border(sheet)
    river = at("668,284,8 610,306,16 706,346,30 690,400,44 482,468,70 380,560,104 520,690,160 560,860,230")
    sheet.paint(*ribbon([(x, y + 3, width * 1.14 + 4) for x, y, width in river]), ochre=0.12)
    sheet.paint(*ribbon(river), sea=0.95)
    for x, y, width, length in ((500, 480, 5, 60), (400, 566, 6, 70), (440, 640, 7, 90), (545, 742, 8, 120), (640, 404, 4, 36)):
        sheet.line([(x - length / 2, y), (x + length / 2, y)], width, sea=0.35)
    _villages(sheet)


def _fields(sheet: Print) -> None:
    fields = [
        (at("-40,330 330,304 300,360 -40,420"), {"ochre": 0.85, "sea": 0.1}),
        (at("-40,420 300,360 330,440 -40,560"), {"sea": 0.45, "ochre": 0.75}),
        (at("-40,560 330,440 300,600 160,840 -40,840"), {"ochre": 0.55}),
        (at("860,300 1240,310 1240,392 900,352"), {"sea": 0.45, "ochre": 0.75}),
        (at("900,352 1240,392 1240,520 960,430"), {"ochre": 0.85, "sea": 0.1}),
        (at("960,430 1240,520 1240,840 1020,840 930,600"), {"sea": 0.5, "ochre": 0.8}),
    ]
    for shape, inks in fields:
        sheet.paint(shape, **inks)
    for n in range(9):
        sheet.line([(1240, 560 + n * 44), (948 + n * 8, 468 + n * 46)], 3, sea=0.75)
        sheet.line([(-20, 596 + n * 40), (318 - n * 18, 470 + n * 40)], 2.5, ochre=0.85)


def _old_border(sheet: Print) -> None:
    """The dry bed, and the dashes that still follow it."""
    bed = at("690,340,16 790,372,30 872,440,46 880,540,66 790,640,88 640,720,110")
    sheet.paint(*ribbon(bed), ochre=0.26)
    line = curve(at("694,342 790,372 872,440 880,540 790,640 640,720"))
    for start in range(2, len(line) - 6, 10):
        near = line[start][1] / HEIGHT
        sheet.line(line[start : start + 6], 3 + near * 6, brick=1.0)


def _villages(sheet: Print) -> None:
    village(sheet, "120,388,40 176,372,36 214,396,46 96,420,50 168,430,52", dark=(0, 4))
    village(sheet, "980,380,40 1030,366,36 1066,392,46 1000,420,52 1078,438,56", dark=(1, 3))
    for x, y, size in at("760,330,50 784,326,42 806,331,46 530,330,46 552,326,40 936,596,120 972,622,136 278,470,76 304,452,66"):
        poplar(sheet, x, y, size)
    # the chapel, alone on the ground between the water and the dashes
    house(sheet, 668, 560, 84, {"brick": 0.95})
    sheet.paint(box(646, 452, 684, 560))
    sheet.over(box(670, 452, 684, 560), ink=0.16)
    sheet.paint(at("640,454 665,384 690,454"), brick=0.95)
    sheet.paint([*arc(665, 484, 7, 180, 360), (672, 504), (658, 504)], ink=0.85)
    sheet.line([(665, 384), (665, 362)], 3, ink=0.9)
    sheet.line([(658, 370), (672, 370)], 3, ink=0.9)


def lighthouse(sheet: Print) -> None:
    """A lighthouse above banks of fog, its beam over small boats."""
    sheet.paint(FULL, sea=0.5, ink=0.0)
    sheet.fade(FULL, "sea", 1.0, 0.34, 0, 560)
    sheet.fade(FULL, "ink", 0.62, 0.0, 0, 420)
    for x, y in at("90,70 210,150 330,50 520,110 640,40 1010,60 1120,150 150,250 450,210 1080,280"):
        sheet.paint(disc(x, y, 2.6))
    lamp = (846, 196)
    for reach, ochre, sea in ((236, 0.26, 0.3), (140, 0.5, 0.06)):
        sheet.over([lamp, (-20, 318 - reach), (-20, 318 + reach * 0.62)], ochre=ochre, ink=0.0, sea=sea)
    sheet.over([lamp, (1240, 116), (1240, 226)], ochre=0.26, ink=0.0, sea=0.3)
    sheet.over([lamp, (1240, 140), (1240, 204)], ochre=0.5, ink=0.0, sea=0.06)
    _fog(sheet, 424, at("-60,40 140,-12 330,22 520,-26 730,14 930,-18 1260,26"), 0.36)
    cape = at("560,840 604,690 668,604 716,566 770,556 800,540 930,536 1010,560 1100,556 1240,590 1240,840")
    sheet.paint(cape, ink=0.95, sea=0.5)
    turf = at("668,604 716,566 770,556 800,540 930,536 1010,560 1100,556 1240,590 1240,604")
    sheet.paint([*turf, (1100, 570), (1010, 574), (930, 552), (806, 556), (774, 570), (722, 580)], sea=0.9, ochre=0.5)
    _tower(sheet)
    _fog(sheet, 566, at("-60,10 120,-20 300,16 470,-10 640,34 860,62 1260,40"), 0.22)
    for x, y, size in at("150,622,1.0 336,654,1.25 520,622,0.8"):
        _boat(sheet, x, y, size)
    _fog(sheet, 636, at("-60,16 130,-14 330,26 520,-8 760,40 980,8 1260,44"), 0.1)
    _fog(sheet, 716, at("-60,0 200,26 430,-14 680,30 950,-12 1260,20"), 0.0)


def _fog(sheet: Print, height: float, waves: Shape, sea: float) -> None:
    sheet.paint(land([(x, height + y) for x, y in waves]), sea=sea, ochre=0.03)


def _tower(sheet: Print) -> None:
    left, right, top, foot = (808, 776), (884, 916), 250, 548
    sheet.paint([(left[0], top), (right[0], top), (right[1], foot), (left[1], foot)])
    for n in (0, 2, 4):
        upper, lower = n / 5, (n + 1) / 5
        edge = [(left[0] + (left[1] - left[0]) * part, right[0] + (right[1] - right[0]) * part) for part in (upper, lower)]
        y = [top + (foot - top) * part for part in (upper, lower)]
        sheet.paint([(edge[0][0], y[0]), (edge[0][1], y[0]), (edge[1][1], y[1]), (edge[1][0], y[1])], brick=1.0)
    sheet.over([(856, top), (right[0], top), (right[1], foot), (870, foot)], ink=0.3)
    sheet.paint(box(794, 238, 898, 254), ink=0.95)
    sheet.paint(box(822, 166, 870, 240), ochre=0.75)
    sheet.paint(disc(846, 200, 15))
    for x in (822, 846, 870):
        sheet.line([(x, 166), (x, 240)], 3, ink=0.95)
    sheet.paint(at("812,168 846,128 880,168"), brick=1.0)
    sheet.line([(846, 130), (846, 106)], 4, ink=0.95)
    house(sheet, 966, 566, 96, {"brick": 1.0}, lit=True)


def _boat(sheet: Print, x: float, y: float, size: float) -> None:
    hull = at("-44,-14 46,-18 34,10 -34,10")
    sheet.paint(moved(hull, x, y, size), brick=1.0)
    sheet.paint(moved(box(-30, -38, -2, -15), x, y, size))
    sheet.paint(moved(box(-25, -33, -15, -24), x, y, size), ochre=1.0)
    sheet.line(moved([(10, -16), (10, -62)], x, y, size), 3 * size, ink=0.9)
    sheet.paint(moved(disc(10, -64, 4), x, y, size), ochre=1.0)


def grain_ships(sheet: Print) -> None:
    """Ships at anchor before a setting sun that is the dial of a gauge."""
    sheet.paint(FULL, ochre=0.2)
    sheet.fade(FULL, "ochre", 0.08, 0.5, 0, 470)
    sheet.fade(FULL, "brick", 0.0, 0.2, 160, 470)
    sheet.paint(disc(600, 470, 318), ochre=0.95)
    sheet.paint(arc(600, 470, 250, 180, 360))
    sheet.paint(arc(600, 470, 236, 180, 360), ochre=0.62)
    for n in range(31):
        angle = math.radians(186 + n * 168 / 30)
        inner, width = (262, 7) if n % 5 == 0 else (284, 3.5)
        ends = [(600 + r * math.cos(angle), 470 + r * math.sin(angle)) for r in (inner, 306)]
        sheet.line(ends, width, ink=0.9)
    needle = moved(at("-10,-6 250,-3 268,0 250,3 -10,6"), 600, 470, 1, -58)
    sheet.paint(needle, brick=1.0)
    sheet.paint(disc(600, 470, 40), ink=0.92)
    sheet.paint(box(-10, 470, WIDTH + 10, HEIGHT + 10), sea=0.95)
    sheet.fade(box(-10, 470, WIDTH + 10, HEIGHT + 10), "sea", 0.62, 1.0, 470, 760)
    sheet.fade(box(-10, 470, WIDTH + 10, HEIGHT + 10), "ink", 0.0, 0.5, 560, 800)
    for n in range(11):
        height, half = 484 + n * 13, 300 - n * 19 + (n % 3) * 22
        sheet.line([(600 - half, height), (600 + half * 0.86, height)], 4.5, sea=0.12, ochre=0.75)
    ships = at("76,492,0.3 226,488,0.26 366,506,0.4 858,490,0.28 984,496,0.34 1128,489,0.28")
    ships += at("762,546,0.52 152,618,0.74 1026,614,0.84 556,706,1.3")
    for x, y, size in ships:
        _freighter(sheet, x, y, size)


def _freighter(sheet: Print, x: float, y: float, size: float) -> None:
    hull = at("-190,-34 -178,18 166,18 196,-40 150,-30 -110,-26")
    sheet.paint(moved(hull, x, y, size), ink=0.94)
    sheet.paint(moved(at("-181,2 -178,18 166,18 174,2"), x, y, size), brick=1.0)
    sheet.paint(moved(box(-172, -84, -126, -30), x, y, size))
    sheet.over(moved(box(-142, -84, -126, -30), x, y, size), ink=0.25)
    sheet.paint(moved(box(-178, -92, -120, -80), x, y, size), ink=0.94)
    sheet.paint(moved(box(-164, -122, -142, -92), x, y, size), brick=1.0)
    for n in range(4):
        sheet.paint(moved(box(-98 + n * 62, -44, -52 + n * 62, -28), x, y, size), ochre=1.0)
        sheet.line(moved([(-44 + n * 62, -30), (-44 + n * 62, -88), (-74 + n * 62, -62)], x, y, size), 3.4 * size, ink=0.94)
    sheet.line(moved([(186, -30), (214, 22)], x, y, size), 2.6 * size, ink=0.94)


def night_train(sheet: Print) -> None:
    """A lit train crosses a viaduct; the moon is a cup of coffee."""
    sheet.paint(FULL, sea=1.0, ink=0.55)
    sheet.fade(FULL, "ink", 0.78, 0.2, 0, 620)
    chance = shake_128(b"stars over the plateau").digest(180)
    for across, down, bright in zip(chance[::3], chance[1::3], chance[2::3], strict=True):
        if math.dist((across * 4.7, down * 1.5), (850, 214)) > 200:
            sheet.paint(disc(across * 4.7, down * 1.5, 1.3 + bright % 4 * 0.6))
    _cup(sheet, 850, 214)
    sheet.paint(land(at("-40,520 120,452 300,498 480,430 690,506 900,440 1060,486 1240,430")), sea=1.0, ink=0.5)
    sheet.paint(land(at("-40,640 180,580 420,640 700,590 960,650 1240,590")), sea=1.0, ink=0.72)
    _viaduct(sheet)
    for n in range(5):
        _carriage(sheet, 40 + n * 212, 476)
    _engine(sheet, 1100, 476)


def _cup(sheet: Print, x: float, y: float) -> None:
    sheet.paint(disc(x, y, 172), ochre=0.12)
    sheet.paint(disc(x, y, 154), ochre=0.28, sea=0.1)
    sheet.paint(disc(x + 6, y + 8, 112), sea=0.42, ochre=0.3)
    sheet.paint(moved(disc(122, 0, 50, 0.56), x + 5, y + 8, 1, -38), sea=0.42, ochre=0.3)
    sheet.paint(moved(disc(122, 0, 50, 0.56), x, y, 1, -38))
    sheet.paint(moved(disc(124, 0, 34, 0.4), x, y, 1, -38), ochre=0.28, sea=0.1)
    sheet.paint(disc(x, y, 108))
    sheet.paint(disc(x, y, 94), brick=0.92, ink=0.72)
    crescent = [*arc(x, y, 84, 112, 252), *reversed(arc(x + 26, y + 3, 84, 122, 240))]
    sheet.paint(crescent, ochre=0.95)


def _viaduct(sheet: Print) -> None:
    sheet.paint(box(-10, 500, WIDTH + 10, HEIGHT + 10), ochre=0.42, brick=0.12)
    sheet.paint(box(-10, 500, WIDTH + 10, 516), ochre=0.16)
    sheet.over(box(-10, 516, WIDTH + 10, 524), ink=0.6)
    for n in range(7):
        x = -34 + n * 212
        opening = [*arc(x, 654, 82, 180, 360, 1.1), (x + 82, 840), (x - 82, 840)]
        sheet.over(opening, ink=0.34)
        opening = [(px + 10, py + 4) for px, py in opening]
        sheet.paint([*arc(x + 9, 658, 73, 180, 360, 1.12), (x + 82, 840), (x - 64, 840)], sea=1.0, ink=0.74)
    for n in range(7):
        x = -34 + n * 212
        sheet.paint([*arc(x + 9, 838, 73, 180, 360, 0.24), (x + 82, 840), (x - 64, 840)], sea=0.8, ink=0.2)
        sheet.over(box(x + 96, 560, x + 116, 572), ink=0.2)
        sheet.over(box(x + 92, 640, x + 106, 652), ink=0.2)


def _carriage(sheet: Print, x: float, y: float) -> None:
    sheet.paint([*arc(x + 12, y - 74, 12, 180, 270), *arc(x + 190, y - 74, 12, 270, 360), (x + 202, y), (x, y)], brick=1.0)
    sheet.paint(box(x + 4, y - 86, x + 198, y - 78), brick=1.0, ink=0.5)
    sheet.over(box(x, y - 22, x + 202, y - 17), brick=0.2)
    for n in range(5):
        left = x + 16 + n * 37
        dark = (int(x) // 212 + n * 3) % 7 == 0
        sheet.paint(box(left, y - 66, left + 25, y - 34), ochre=0.2 if dark else 0.95, sea=0.95 if dark else 0.0, ink=0.4 if dark else 0.0)
    for wheel in (34, 66, 136, 168):
        sheet.paint(disc(x + wheel, y + 10, 14), ink=0.95)
    sheet.paint(box(x + 196, y - 14, x + 216, y - 4), ink=0.95)


def _engine(sheet: Print, x: float, y: float) -> None:
    sheet.paint([*arc(x + 12, y - 78, 12, 180, 270), (x + 200, y - 90), (x + 200, y), (x, y)], ink=0.95)
    sheet.over(box(x, y - 26, x + 200, y - 18), brick=1.0)
    sheet.over(box(x, y - 26, x + 200, y - 18), ink=0.0)
    sheet.paint(box(x + 34, y - 68, x + 82, y - 40), ochre=0.95)
    for wheel in (34, 74):
        sheet.paint(disc(x + wheel, y + 10, 16), ink=0.95)


def glacier_bell(sheet: Print) -> None:
    """Through the arch of a bell tower, a bell before a glacier that ends in a lake."""
    sheet.paint(FULL, ochre=0.24)
    sheet.fade(FULL, "ochre", 0.5, 0.08, 60, 430)
    peaks = at("-20,470 180,250 300,360 430,150 560,290 650,232 740,300 890,96 1000,260 1080,196 1240,400")
    sheet.paint([*peaks, (1240, 840), (-20, 840)], sea=0.5)
    for ridge in (
        at("180,250 300,360 262,430 216,340 186,400"),
        at("430,150 560,290 520,380 462,280 430,350"),
        at("890,96 1000,260 972,400 918,270 892,330"),
        at("1080,196 1240,400 1120,400 1096,300"),
    ):
        sheet.paint(ridge, sea=0.85, ink=0.1)
    left = curve(at("668,246 690,330 664,410 610,490 566,620"))
    right = curve(at("912,620 872,520 886,430 834,340 826,182"))
    sheet.paint([*left, *right, (740, 300)], sea=0.05)
    for n in range(7):
        height, half = 352 + n * 38, 72 + n * 14
        crevasse = [(758 - half, height - 8), (740 - n * 2, height + 14), (760 + half * 0.8, height - 10)]
        sheet.line(curve(crevasse), 3.5, sea=0.6)
    sheet.paint(at("-20,520 160,500 400,556 590,616 560,840 -20,840"), sea=0.8, ochre=0.55)
    sheet.paint(at("1240,520 1040,546 890,612 880,840 1240,840"), sea=0.8, ochre=0.55)
    sheet.paint(disc(760, 690, 320, 0.25), sea=0.95)
    for x, y, reach in at("690,652,60 850,672,80 720,700,70"):
        sheet.line([(x - reach, y), (x + reach, y)], 4, sea=0.45)
    village(sheet, "220,632,44 274,612,40 330,640,48 240,676,52 372,684,54 306,700,56", dark=(2, 4))
    sheet.paint(box(-10, 66, WIDTH + 10, 106), ink=0.85, brick=0.6)
    sheet.over(box(-10, 66, WIDTH + 10, 74), ink=0.5)
    _arch(sheet)
    _bell(sheet, 476, 130, 13)


def _arch(sheet: Print) -> None:
    """The dark wall of the tower around the opening, and the lit stone of its right side."""
    opening = [(1030, 820), (1030, 400), *arc(600, 400, 430, 0, -180, 0.88), (170, 820)]
    sheet.paint([(-10, -10), (-10, 820), *reversed(opening), (WIDTH + 10, 820), (WIDTH + 10, -10)], ink=0.9, sea=0.4)
    inner = [(980, 820), (980, 400), *arc(575, 400, 405, 0, -90, 0.934)]
    sheet.paint([*inner, *reversed(arc(600, 400, 430, 0, -90, 0.88)), (1030, 820)], ochre=0.5, brick=0.25)
    for y in (448, 536, 624, 712):
        sheet.line([(981, y), (1029, y + 9)], 3, ink=0.6)
    sheet.paint(box(-10, 742, WIDTH + 10, 820), ink=0.9, sea=0.4)
    sheet.paint(at("138,742 1062,742 1030,724 170,724"), ochre=0.5, brick=0.25)


def _bell(sheet: Print, x: float, y: float, turn: float) -> None:
    """A bell that swings from (x, y), `turn` degrees from the plumb line."""
    half = curve(at("0,0 34,4 62,28 74,78 84,150 104,214 140,262 152,292"))
    body = [*half, *reversed([(-px, py) for px, py in half])]
    sheet.paint(moved(disc(0, 300, 30), x, y, 1.12, turn * 1.6), ink=0.95)
    sheet.paint(moved(body, x, y, 1.12, turn), brick=1.0)
    dark = [*half, *reversed([(px * 0.5, py) for px, py in half])]
    sheet.over(moved(dark, x, y, 1.12, turn), ink=0.5)
    gleam = curve(at("-50,60 -58,110 -66,160 -84,214"))
    sheet.line(moved(gleam, x, y, 1.12, turn), 9, brick=0.3)
    for py, reach in at("92,75 104,76 238,118"):
        sheet.line(moved([(-reach, py), (reach, py)], x, y, 1.12, turn), 5, ochre=1.0, brick=0.25, ink=0.0)
    sheet.paint(moved(disc(0, 292, 152, 0.1), x, y, 1.12, turn), ink=0.9, brick=0.6)
    sheet.paint(box(x - 26, y - 30, x + 26, y + 10), ink=0.95)


def radio_market(sheet: Print) -> None:
    """Shelves of radios under an awning, one of them lit."""
    sheet.paint(FULL, sea=1.0, ink=0.5)
    rows = ((292, (150, 190, 158, 210, 172)), (512, (206, 160, 184, 150, 190)), (738, (168, 200, 150, 196, 168)))
    kinds = shake_128(b"market").digest(15)
    for row, (shelf, widths) in enumerate(rows):
        sheet.paint(box(-10, shelf, WIDTH + 10, shelf + 16), ochre=0.8, brick=0.3)
        sheet.over(box(-10, shelf + 16, WIDTH + 10, shelf + 34), ink=0.85)
        gap = (WIDTH - sum(widths)) / 5
        left = gap / 2
        for column, width in enumerate(widths):
            number = row * 5 + column
            _radio(sheet, left, shelf, width, 104 + kinds[number] % 40, number)
            left += width + gap
    _awning(sheet)


BODIES: tuple[dict[str, float], ...] = (
    {"brick": 1.0},
    {"ochre": 0.25},
    {"sea": 0.55, "ochre": 0.1},
    {"ochre": 0.95},
    {"brick": 0.55, "ochre": 0.5},
)


def _radio(sheet: Print, x: float, y: float, width: float, height: float, number: int) -> None:
    body, lit = BODIES[(number * 2 + number // 5) % 5], number == 7
    top = y - height
    if lit:
        body = {}
        for far_off in (108, 127, 146):
            for facing in (0, 180):
                sheet.line(arc(x + width / 2, y - height / 2, far_off, facing - 24, facing + 24), 5, ochre=1.0, sea=0.0, ink=0.0)
    if number % 3 != 1:
        foot, lean = (x + width - 18, 26 + number * 11 % 34) if number % 4 < 2 else (x + 18, -30 - number * 7 % 30)
        sheet.line([(foot, top), (foot + lean, top - 58)], 3, sea=0.1, ink=0.1)
    else:
        left, right = x + 24, x + width - 24
        sheet.line([(left, top + 2), (left, top - 22), (right, top - 22), (right, top + 2)], 7, ochre=0.4, sea=0.1, ink=0.1)
    sheet.paint([*arc(x + 10, top + 10, 10, 180, 270), *arc(x + width - 10, top + 10, 10, 270, 360), (x + width, y), (x, y)], **body)
    sheet.over(box(x, y - 9, x + width, y), ink=0.45)
    reach = height * 0.31
    centre = x + 14 + reach if number % 2 else x + width - 14 - reach
    _speaker(sheet, centre, y - height * 0.5, reach, slats=number % 4 == 2)
    near, far = (centre + reach + 12, x + width - 12) if number % 2 else (x + 12, centre - reach - 12)
    sheet.paint(box(near, top + 18, far, top + 50), **({"ochre": 1.0} if lit else {"ink": 0.82}))
    needle = near + (far - near) * (0.2 + number * 37 % 60 / 100)
    sheet.line([(needle, top + 20), (needle, top + 48)], 3, **({"brick": 1.0} if lit else {"ochre": 0.9, "ink": 0.0}))
    for knob in (near + 13, far - 13) if far - near > 52 else ((near + far) / 2,):
        sheet.paint(disc(knob, y - 32, 11), ink=0.88)
        sheet.line([(knob, y - 32), (knob + 5, y - 38)], 2.5, ink=0.1)


def _speaker(sheet: Print, x: float, y: float, reach: float, slats: bool) -> None:
    sheet.paint(disc(x, y, reach), ink=0.85)
    if slats:
        for n in range(-3, 4):
            half = math.sqrt(max(reach**2 - (n * reach / 4) ** 2, 1)) * 0.84
            sheet.line([(x - half, y + n * reach / 4), (x + half, y + n * reach / 4)], 2.6, ink=0.1, ochre=0.3)
        return
    for ring, holes in ((0.0, 1), (0.38, 6), (0.76, 12)):
        for hole in range(holes):
            angle = math.tau * hole / holes
            sheet.paint(disc(x + reach * ring * math.cos(angle), y + reach * ring * math.sin(angle), reach * 0.09), ochre=0.3)


def _awning(sheet: Print) -> None:
    for n in range(12):
        stripe = [(n * 100, -10), (n * 100 + 100, -10), (n * 100 + 100, 88), *arc(n * 100 + 50, 88, 50, 0, 180, 0.62)]
        sheet.paint(stripe, **({"brick": 1.0} if n % 2 else {"ochre": 0.06}))
        sheet.over([(n * 100, 66), (n * 100 + 100, 66), (n * 100 + 100, 88), *arc(n * 100 + 50, 88, 50, 0, 180, 0.62)], ink=0.22)


def whale_mountain(sheet: Print) -> None:
    """A whale's tail rises among mountains that roll like a sea, over a village and a flock."""
    sheet.paint(FULL, ochre=0.2)
    sheet.fade(FULL, "ochre", 0.08, 0.62, 0, 480)
    sheet.fade(FULL, "brick", 0.0, 0.16, 200, 480)
    sheet.paint(disc(268, 168, 84))
    sheet.paint(land(at("-40,420 90,360 200,300 300,356 430,316 560,380 760,352 900,270 1020,348 1240,290")), sea=0.36)
    _fluke(sheet, 690, 520)
    waves = (
        (at("-40,470 120,440 250,396 330,470 520,500 640,470 740,478 860,490 1000,400 1090,470 1240,440"), {"sea": 0.68}),
        (at("-40,560 160,508 310,470 380,548 600,560 760,524 850,470 930,552 1240,520"), {"sea": 0.9, "ochre": 0.25}),
        (at("-40,590 90,574 300,640 520,600 690,620 900,640 1080,580 1240,600"), {"sea": 0.95, "ochre": 0.6}),
    )
    for top, inks in waves:
        sheet.paint(land(top), **inks)
        for n, drop in enumerate((16, 36, 62)):
            ripple = curve([(x, y + drop) for x, y in top])
            sheet.line(ripple, 3 - n * 0.6, sea=max(inks["sea"] - 0.3, 0.2))
    village(sheet, "922,626,42 968,612,48 1018,604,44 1064,600,50 940,656,54 998,650,60 1066,646,56", dark=(0, 3), lit=True)
    sheet.paint(land(at("-40,700 200,660 420,690 640,668 900,712 1240,690")), ochre=0.85, sea=0.12)
    for x, y, size in at("300,706,1.1 380,738,1.3 470,700,1.0 540,744,1.35 230,752,1.4 640,716,1.1 420,778,1.5"):
        _sheep(sheet, x, y, size)
    _shepherd(sheet, 146, 752)


def _fluke(sheet: Print, x: float, y: float) -> None:
    front = curve(at("62,60 40,-70 34,-150 74,-206 164,-238 252,-262 310,-300"))
    back = curve(at("310,-300 236,-328 134,-330 52,-304 0,-262"))
    half = [*front, *back]
    sheet.paint(moved([*half, *reversed([(-px, py) for px, py in half])], x, y, 1.1, -7), ink=0.92, sea=0.6)
    depth = [18 * (1 - n / len(front)) + 10 * math.sin(math.pi * n / len(front)) for n in range(len(front))]
    lit = [*front, *reversed([(px - gap * 0.8, py - gap) for (px, py), gap in zip(front, depth, strict=True)])]
    sheet.over(moved([(-px, py) for px, py in lit], x, y, 1.1, -7), ink=0.4)
    for dx, dy in at("-96,10 -70,-20 92,-6 118,18 70,-34 -120,26 140,-14"):
        sheet.paint(disc(x + dx, y - 50 + dy, 4 + abs(dx) % 5), sea=0.36)


def _sheep(sheet: Print, x: float, y: float, size: float) -> None:
    for leg in (-12, -5, 7, 13):
        sheet.line(moved([(leg, 8), (leg, 24)], x, y, size), 3 * size, ink=0.9)
    for dx, dy, radius in at("-12,0,12 0,-6,13 12,0,12 0,5,14"):
        sheet.paint(moved(disc(dx, dy, radius), x, y, size))
    sheet.paint(moved(disc(25, -5, 9, 0.8), x, y, size), ink=0.9)


def _shepherd(sheet: Print, x: float, y: float) -> None:
    sheet.line([(x + 34, y + 4), (x + 34, y - 92)], 4, ink=0.9)
    sheet.paint([(x - 22, y), (x - 14, y - 64), *arc(x, y - 66, 14, 180, 360), (x + 14, y - 64), (x + 22, y)], ink=0.92)
    sheet.paint(disc(x, y - 88, 11), ochre=0.5, brick=0.3)
    sheet.paint([(x - 15, y - 92), *arc(x, y - 93, 13, 180, 360, 0.9), (x + 18, y - 92)], ink=0.92)
    sheet.paint([(x + 8, y - 58), (x + 36, y - 48), (x + 36, y - 40), (x + 4, y - 44)], ink=0.92)
    # an open book under the arm
    sheet.paint(box(x - 34, y - 54, x - 8, y - 34), brick=1.0)
    sheet.paint(box(x - 32, y - 36, x - 9, y - 33))


def book_boat(sheet: Print) -> None:
    """A felucca on a wide river, its sail an open book."""
    sheet.paint(FULL, ochre=0.14)
    sheet.fade(FULL, "ochre", 0.05, 0.5, 0, 470)
    sheet.paint(disc(210, 236, 92), brick=0.9)
    sheet.paint(land(at("-40,440 180,372 380,410 560,360 760,404 1000,330 1240,400")), ochre=0.85, brick=0.12)
    sheet.over(land(at("560,470 700,420 860,400 1000,332 1040,400 1100,440 1240,470")), brick=0.3)
    sheet.paint(land(at("-40,462 300,448 700,458 1240,446")), sea=0.85, ochre=0.8)
    for x, y, size in at("60,462,0.9 126,458,1.15 300,456,0.8 930,458,1.2 1004,460,0.85 1110,456,1.0 1160,458,0.7"):
        _palm(sheet, x, y, size)
    sheet.paint(box(-10, 480, WIDTH + 10, HEIGHT + 10), sea=0.95)
    sheet.fade(box(-10, 480, WIDTH + 10, HEIGHT + 10), "sea", 0.5, 1.0, 480, 790)
    sheet.fade(box(-10, 480, WIDTH + 10, HEIGHT + 10), "ink", 0.0, 0.35, 600, 800)
    for n in range(8):
        sheet.line([(210 - 92 + n * 9, 496 + n * 15), (210 + 88 - n * 7, 496 + n * 15)], 4, brick=0.75, sea=0.2)
    for x, y, reach in at("420,520,60 980,540,90 820,512,50 330,640,80 1060,660,110 140,720,90 900,752,120 480,770,90"):
        sheet.line([(x - reach, y), (x + reach, y)], 4, sea=0.3)
    _book_sail(sheet, 640, 600)


def _palm(sheet: Print, x: float, y: float, size: float) -> None:
    sheet.line(moved(curve(at("0,0 5,-50 0,-104")), x, y, size), 6 * size, ink=0.75, brick=0.4)
    for angle, reach in at("-168,52 -140,54 -104,44 -74,44 -40,54 -12,52"):
        tip = (reach * math.cos(math.radians(angle)), -104 + reach * math.sin(math.radians(angle)) + 24)
        top = (tip[0] * 0.5, (tip[1] - 104) / 2 - 22)
        leaf = [*curve([(0, -104), top, tip]), *curve([tip, (top[0], top[1] + 12), (0, -100)])]
        sheet.paint(moved(leaf, x, y, size), sea=1.0, ochre=0.6, ink=0.2)


def _book_sail(sheet: Print, x: float, y: float) -> None:
    for n in range(7):
        sheet.line([(x - 210 + n * 22, y + 44 + n * 17), (x + 214 - n * 26, y + 44 + n * 17)], 5, sea=0.2, ochre=0.1, ink=0.0)
    hull = [*curve(at("-262,-46 -180,-10 0,2 180,-10 276,-62")), *curve(at("276,-62 206,22 60,44 -120,38 -222,8 -262,-46"))]
    spine = (x + 6, y - 470)
    left = [*curve(at("6,-452 -90,-486 -190,-470 -246,-430")), *curve(at("-222,-96 -170,-124 -84,-132 6,-84"))]
    right = [*curve(at("6,-452 100,-492 196,-482 256,-446")), *curve(at("236,-106 180,-136 96,-140 6,-84"))]
    for page, shade in ((left, 0.0), (right, 0.12)):
        sheet.paint(moved(page, x + 5, y + 9), brick=1.0)
        sheet.paint(moved(page, x, y), ochre=0.06, ink=shade)
    sheet.line([(x + 6, y), spine], 8, ink=0.92)
    for n in range(11):
        rise = n * 27
        if n != 4:
            words = curve([(-34, -402 + rise), (-92, -430 + rise), (-160, -430 + rise * 0.98), (-212 + n, -404 + rise * 0.96)])
            sheet.line(moved(words, x, y), 4, ink=0.62)
        words = curve([(42, -402 + rise), (100, -432 + rise), (164, -436 + rise), (218, -416 + rise * 0.97)])
        sheet.line(moved(words[: 40 if n in (5, 10) else None], x, y), 4, ink=0.62)
    sheet.paint(moved(hull, x, y), brick=1.0)
    keel = [*curve(at("-246,-20 -120,20 60,26 200,8 240,-16")), *curve(at("206,22 60,44 -120,38 -222,8"))]
    sheet.over(moved(keel, x, y), ink=0.5)
    sheet.line(moved(curve(at("-262,-46 -180,-10 0,2 180,-10 276,-62")), x, y), 6, ochre=0.8, brick=0.0)
    for dx, tall in at("-150,46 -128,38 -104,52 120,40 142,50"):
        sheet.paint(moved(box(dx, -tall, dx + 18, -4), x, y), **({"ochre": 0.9} if dx % 4 else {"ink": 0.85}))


PICTURES: dict[str, Callable[[Print], None]] = {
    "river-border": river_border,
    "lighthouse": lighthouse,
    "grain-ships": grain_ships,
    "night-train": night_train,
    "glacier-bell": glacier_bell,
    "radio-market": radio_market,
    "whale-mountain": whale_mountain,
    "book-boat": book_boat,
}


def make(folder: Path, only: Sequence[str] = ()) -> None:
    """Draw every picture into `folder`, or those named in `only`."""
    for name, draw in PICTURES.items():
        if only and name not in only:
            continue
        sheet = Print()
        draw(sheet)
        _save(sheet.pull(), folder / f"{name}.jpg")


def _save(picture: Image.Image, path: Path) -> None:
    """As a JPEG of the best quality, 82 or less, that stays under the limit: an email should not be heavy."""
    for quality in range(82, 60, -2):
        picture.save(path, quality=quality, progressive=True, optimize=True)
        if path.stat().st_size < LARGEST:
            return


if __name__ == "__main__":
    make(Path(__file__).parent)
