"""Everything that Jinja does: flattening a theme, printing an issue, printing a line of text; in a sandbox and within limits throughout.

Two stages share a theme's files. Square brackets are settled when the theme is compiled: `[[ light.ink ]]`, `[% include "lead.mjml" %]`,
`[% macro … %]`. Curly ones are settled when an issue is printed: `{{ slot.title }}`, `{% for slot in section.slots %}`.

What is offered here is the second stage, which most commands need; `settle` and `checking` are imported by who compiles a theme.
"""

from newsletter.render.templates.mistakes import PRINT_ERRORS, printing_problem
from newsletter.render.templates.printing import BYTECODE, html_template, print_line, text_template

__all__ = ["BYTECODE", "PRINT_ERRORS", "html_template", "print_line", "printing_problem", "text_template"]
