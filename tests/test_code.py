"""What holds for the code of every room."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]


def defined_twice(body):
    """Names of methods that hide another of the class; a property and its setter share one name by design."""
    own = [
        each.name
        for each in body
        if isinstance(each, ast.FunctionDef) and not any(map(_is_setter, each.decorator_list))
    ]
    return sorted({name for name in own if own.count(name) > 1})


def _is_setter(decorator):
    return isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter", "register")


@pytest.mark.parametrize("room", ROOMS)
def test_no_class_defines_a_method_twice(room):
    found = {
        f"{path.relative_to(ROOT)}: {node.name}": names
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and (names := defined_twice(node.body))
    }
    assert found == {}
