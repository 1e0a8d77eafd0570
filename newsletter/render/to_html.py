"""Everything that MJML and premailer do: MJML becomes HTML, and a theme's own CSS moves into its elements.

What only this module knows: how to keep premailer from damaging what MJML made (each of these is held by a test).
"""

from __future__ import annotations

import logging
import re

from cssutils import ser
from mjml import mjml_to_html
from mjml.core.registry import components as registry
from mjml.core.registry import register_core_components
from premailer import Premailer

ser.prefs.minimizeColorHash = False  # programs that read HTML as Word does want all six digits
_PREVIEW_WHITE = "font-size:1px;color:#ffffff;line-height:1px;"
_UNWANTED_ATTRIBUTES = ["width", "height", "align", "valign", "bgcolor"]


def mjml_components() -> dict[str, dict[str, str]]:
    """Every element that the library registers, with the attributes that it declares and the type of each ("" when it says none)."""
    register_core_components()
    declared = {
        name: {**dict.fromkeys(kind.default_attrs(), ""), **{key: of or "" for key, of in kind.allowed_attrs().items()}}
        for name, kind in registry.items()
    }
    undeclared = {
        "mjml": ("lang", "dir"),
        "mj-breakpoint": ("width",),
        "mj-font": ("name", "href"),
        "mj-html-attribute": ("name",),
        "mj-image": ("alt", "href", "name", "src", "srcset", "sizes", "title", "rel", "target", "usemap"),
        "mj-raw": ("position",),
        "mj-selector": ("path",),
    }
    return {name: {**dict.fromkeys(undeclared.get(name, ()), ""), **declared.get(name, {})} for name in {*declared, *undeclared}}


def make_html(mjml: str) -> str:
    """MJML as HTML, with the hidden preheader in a colour that no spam filter takes for a trick (SpamAssassin: white costs 0.7 points)."""
    html = str(mjml_to_html(mjml).html)
    return html.replace(_PREVIEW_WHITE, _PREVIEW_WHITE.replace("#ffffff", "#555555"))


def move_css_inline(html: str, css: str) -> str:
    """`css` moved into the elements that it matches; MJML's own head styles stay where they are, and the doctype in its place."""
    marked = re.sub(r"<(style|link)(?=[\s>])", r'<\1 data-premailer="ignore"', html)
    inlined = Premailer(
        marked,
        css_text=css,
        strip_important=False,
        keep_style_tags=False,
        disable_basic_attributes=_UNWANTED_ATTRIBUTES,
        disable_validation=True,
        allow_network=False,
        allow_loading_external_files=False,
        cssutils_logging_level=logging.CRITICAL,
    ).transform(pretty_print=False)
    unmarked = inlined.replace(' data-premailer="ignore"', "")
    return "<!doctype html>\n" + re.sub(r"^\s*<!doctype[^>]*>\s*", "", unmarked, flags=re.IGNORECASE)
