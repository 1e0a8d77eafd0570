"""The rooms of the program, and which may import which: one way, stages never one another, each library with one owner."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "newsletter"
ORDER = [
    {"errors"},
    {"tomlfile"},
    {"words"},
    {"colours", "likeness"},
    {"models", "placeholders", "providers"},
    {"campaign"},
    {"intake", "archive", "compose", "edit", "render", "check", "export", "preview"},
    {"desk"},
    {"cli"},
]
OWNERS = {
    "typer": {"cli"},
    "jinja2": {"render/templates"},
    "mjml": {"render/to_html.py"},
    "premailer": {"render/to_html.py"},
    "sqlalchemy": {"archive"},
    "alembic": {"archive"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
    "nh3": {"intake"},
    "numpy": {"likeness", "archive"},
    "PIL": {"intake"},
    "lxml": {"check", "colours"},
    "cssselect": {"colours/cascade.py"},
    "wcwidth": {"words/wrapping.py"},
    "rich": {"cli/words.py"},
    "babel": {"render/languages.py"},
    "markdown_it": {"words/inline.py"},
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            found.append(node.module or "")
            if node.module == "newsletter":
                found += [f"newsletter.{alias.name}" for alias in node.names]
    return found


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def rank(room: str) -> int:
    return next(number for number, rooms in enumerate(ORDER) if room in rooms)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_below_it_and_never_a_sibling(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in ("__init__", "__main__"):
        return
    for module in imports_of(path):
        target = room_of(module) if module.startswith("newsletter") else ""
        if target and target != room:
            allowed = rank(target) < rank(room) or {target, room} <= {"models", "placeholders", "providers"}
            assert allowed, f"{room} may not import {module}"


@pytest.mark.parametrize("library", OWNERS)
def test_each_library_has_one_owner(library: str) -> None:
    for path in modules():
        if library in {module.split(".")[0] for module in imports_of(path)}:
            inside = path.relative_to(PACKAGE)
            places = {str(inside), *map(str, inside.parents)}
            assert places & OWNERS[library], f"{inside} imports {library}"


def test_only_the_command_line_and_the_open_door_of_the_desk_look_at_the_clock() -> None:
    for path in modules():
        inside = str(path.relative_to(PACKAGE))
        if inside in ("cli/session.py", "desk/__init__.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                owner = ast.unparse(node.value)
                assert owner not in ("datetime", "date", "datetime.datetime", "datetime.date"), f"{inside} looks at the clock"


def test_every_module_says_in_its_docstring_what_it_does() -> None:
    silent = [path for path in modules() if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))]
    assert [str(path.relative_to(PACKAGE)) for path in silent] == []
