"""Colours as a reader sees them: how far words stand out, what would, and which words stand on which ground in a finished email.

From inside out: `css_colours` reads and mixes colours, `contrast` measures them, `sheets` reads styles, `cascade` says which of them an
element has, and `walk` goes through an email with them. Pure: no files, no network, nothing of a theme.
"""

from newsletter.colours.contrast import contrast, luminance, nearest_passing, wanted_contrast
from newsletter.colours.css_colours import hex_of, parse_colour
from newsletter.colours.walk import Pair, Scheme, read_pairs

__all__ = ["Pair", "Scheme", "contrast", "hex_of", "luminance", "nearest_passing", "parse_colour", "read_pairs", "wanted_contrast"]
