"""Small enough to read standing, frozen at every door, and every quantity with its unit."""

from __future__ import annotations

import ast
import re

import pytest

from house.source import SRC, TESTS, called, functions, python_files, short, tree

MAX_LINES = 300
MAX_FUNCTION_LINES = 40
# A compiled loop is one thing: cut in pieces it is slower and no clearer.
MAX_KERNEL_LINES = 120
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools"}
UNIT_NAMES = (
    "s ms min h m km m2 km2 ha kmh ms2 deg rad kg g t wh kwh mb bytes cents eur "
    "share percent ratio at on px per"
)
UNITS = set(UNIT_NAMES.split())
MEASURED_NAMES = "time duration distance length price fare speed energy elevation climb"
MEASURED = set(MEASURED_NAMES.split())

each_file = pytest.mark.parametrize("path", python_files(), ids=short)


def is_data(path) -> bool:
    """Say whether a file is a table of facts, which is as long as the facts are many."""
    return "facts" in path.parts


@each_file
def test_a_file_can_be_read_in_one_sitting(path):
    if not is_data(path):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@each_file
def test_a_function_fits_on_a_screen(path):
    for node in functions(path):
        kernel = any("jit" in ast.unparse(one) for one in node.decorator_list)
        limit = MAX_KERNEL_LINES if kernel else MAX_FUNCTION_LINES
        n_lines = node.end_lineno - node.lineno + 1
        assert n_lines <= limit, f"{node.name} has {n_lines} lines"


@each_file
def test_there_are_no_drawers(path):
    parts = {path.stem, *path.relative_to(SRC).parts[:-1]}
    assert not parts & DRAWERS, "name the thing, not the drawer it lies in"


@pytest.mark.parametrize("path", called("types"), ids=short)
def test_what_crosses_a_door_is_frozen(path):
    for node in tree(path).body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {ast.unparse(base).split(".")[-1].split("[")[0] for base in node.bases}
        if bases & {"NamedTuple", "Protocol", "StrEnum", "IntEnum", "Enum", "IntFlag", "TypedDict"}:
            continue
        dress = [ast.unparse(one) for one in node.decorator_list]
        assert any(one.startswith("dataclass(") and "frozen=True" in one for one in dress), (
            node.name
        )
        assert any("slots=True" in one for one in dress), node.name


@pytest.mark.parametrize("path", called("types"), ids=short)
def test_a_number_says_its_unit(path):
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.AnnAssign):
            continue
        name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
        last = name.split("_")[-1]
        if re.fullmatch(r"float( \| None)?", kind):
            assert last in UNITS, f"{name}: {kind} has no unit"
        if re.fullmatch(r"int( \| None)?", kind) and last in MEASURED:
            pytest.fail(f"{name}: {kind} has no unit")


@pytest.mark.parametrize("path", called("services", inside=SRC / "apps"), ids=short)
def test_services_take_names_not_positions(path):
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert not node.args.args, f"{node.name} must take its arguments by name"
            assert node.returns is not None, node.name
            assert ast.get_docstring(node), f"{node.name} does not say what it does"


@pytest.mark.parametrize("path", called("kernels", inside=SRC / "engines"), ids=short)
def test_a_kernel_is_typed_and_has_no_options(path):
    for node in functions(path):
        if any("jit" in ast.unparse(one) for one in node.decorator_list):
            assert not node.args.defaults, f"{node.name} has defaults"
            assert all(one.annotation for one in node.args.args), f"{node.name}: untyped arguments"
            assert node.returns is not None, f"{node.name} does not say what it returns"


def engines_with_kernels() -> list[str]:
    found = called("kernels", inside=SRC / "engines")
    return sorted({path.relative_to(SRC / "engines").parts[0] for path in found})


@pytest.mark.parametrize("engine", engines_with_kernels())
def test_every_engine_has_a_slow_obvious_twin(engine):
    twins = list((TESTS / "engines" / engine).glob("naive*"))
    assert twins, f"tests/engines/{engine}/naive.py is missing"


def test_tests_mirror_the_source():
    """A folder of tests is named after a folder of source, so that one finds the other."""
    own = {"house", "plan", "real", "browser", "docs", "benchmarks"}
    floors = {path.name for path in TESTS.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert floors - own <= {path.name for path in SRC.iterdir()}
    for floor in ("apps", "engines"):
        if (TESTS / floor).exists():
            tested = {one.name for one in (TESTS / floor).iterdir() if one.is_dir()}
            built = {one.name for one in (SRC / floor).iterdir() if one.is_dir()}
            assert {name for name in tested if name[0] not in "._"} <= built
