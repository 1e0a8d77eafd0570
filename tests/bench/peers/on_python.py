"""The peers on Python: Jinja's MJML through mrml and css-inline, or through `mjml` and premailer with their defaults, for each issue.

python on_python.py mrml | mjml
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from answer import answer
from jinja2 import Environment, FileSystemLoader


def with_mrml() -> Callable[[str], str]:
    import css_inline
    import mrml

    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True)
    return lambda source: inliner.inline(mrml.to_html(source).content)


def with_mjml() -> Callable[[str], str]:
    import logging

    from mjml import mjml_to_html
    from premailer import transform

    return lambda source: transform(mjml_to_html(source).html, cssutils_logging_level=logging.CRITICAL)


def main() -> None:
    finish = {"mrml": with_mrml, "mjml": with_mjml}[sys.argv[1]]()
    template = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=False).get_template("digest.mjml")  # noqa: S701
    answer(lambda issue: finish(template.render(issue=issue)))


if __name__ == "__main__":
    main()
