"""The source as the tests of the house read it: parsed, never run."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "metropoli"
TESTS = ROOT / "tests"


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def python_files() -> list[Path]:
    """Return our own source; migrations are written by Django."""
    return sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


def called(*names: str, inside: Path = SRC) -> list[Path]:
    """Return the files of these names, and the files of packages of these names."""
    stems = {name.removesuffix(".py") for name in names}
    return [
        path
        for path in python_files()
        if path.is_relative_to(inside) and (path.stem in stems or path.parent.name in stems)
    ]


def short(path: Path) -> str:
    """Name a file as a person would."""
    return path.relative_to(ROOT).as_posix()


def kept_files() -> list[Path]:
    """Return what is in the repository, or what would be: never what is ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]
