"""One file of a feed as columns of slices, each readable as words, numbers, dates or times."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.gtfs.kernels import finding, numbers, scanning
from metropoli.engines.journeys.gtfs.problems import SHOWN, Notebook, Value
from metropoli.engines.journeys.types import Bytes, Degrees, Flags, Int32s, Int64s

LARGEST_BYTES = 2**31 - 2**20  # offsets are 32 bits wide
MOST_ROWS = 60_000_000  # the timetable of a large country has 40 million calls
LONGEST_HEADER_BYTES = 65_536
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Slices(NamedTuple):
    """A column: bytes [first, last) of buf, by row."""

    buf: Bytes
    first: Int32s
    last: Int32s

    def text(self, row: int) -> str:
        return bytes(self.buf[self.first[row] : self.last[row]]).decode("utf-8", "replace")

    def texts(self) -> list[str]:
        content = self.buf.tobytes()
        return [
            content[a:b].decode("utf-8", "replace")
            for a, b in zip(self.first.tolist(), self.last.tolist(), strict=True)
        ]

    @property
    def filled(self) -> Flags:
        return self.last > self.first


class Keys(NamedTuple):
    """Identifiers by row, ready to be looked up."""

    table: Int32s
    slices: Slices

    def find(self, theirs: Slices) -> Int32s:
        """Return the row of each identifier; -1 if unknown, -2 if empty."""
        return finding.find_rows(self.table, *self.slices, *theirs)


class Table:
    """The rows of one file. Columns that the file lacks read as empty."""

    def __init__(
        self,
        file: str,
        buf: Bytes,
        first: Int32s,
        last: Int32s,
        line: Int32s,
        columns: Mapping[str, int],
    ) -> None:
        self.file, self.line = file, line
        self._buf, self._first, self._last, self._columns = buf, first, last, columns

    def __len__(self) -> int:
        return len(self.line)

    def has(self, column: str) -> bool:
        return column in self._columns

    def column(self, name: str) -> Slices:
        slot = self._columns.get(name)
        if slot is None:
            nothing = np.zeros(len(self), np.int32)
            return Slices(self._buf, nothing, nothing)
        return Slices(self._buf, self._first[slot], self._last[slot])

    def texts(self, name: str) -> list[str]:
        return self.column(name).texts() if self.has(name) else [""] * len(self)

    def coded(self, name: str) -> tuple[Int32s, list[str]]:
        """Return (codes, words): each different text once, in order of appearance."""
        slices = self.column(name)
        _, same_as = finding.index_rows(*slices)
        rows, codes = np.unique(same_as, return_inverse=True)
        return codes.astype(np.int32), [slices.text(row) for row in rows.tolist()]

    def keys(self, name: str) -> tuple[Keys, Flags]:
        """Return the identifiers, and which rows repeat an earlier one."""
        slices = self.column(name)
        table, same_as = finding.index_rows(*slices)
        return Keys(table, slices), same_as != np.arange(len(self), dtype=np.int32)

    def ints(self, name: str) -> tuple[Int64s, Bytes]:
        return numbers.parse_ints(*self.column(name))

    def decimals(self, name: str) -> tuple[Degrees, Bytes]:
        return numbers.parse_decimals(*self.column(name))

    def times_s(self, name: str) -> tuple[Int32s, Bytes]:
        return numbers.parse_times(*self.column(name))

    def tell(
        self,
        notes: Notebook,
        code: str,
        wrong: Flags,
        **columns: str | Callable[[int], Value],
    ) -> None:
        """Note the wrong rows; values are texts of columns, or made from the row."""
        rows = np.flatnonzero(wrong)
        shown = rows[:SHOWN] if len(rows) else rows
        found = [
            (int(self.line[row]), {name: self._value(how, row) for name, how in columns.items()})
            for row in shown.tolist()
        ]
        notes.note_many(code, self.file, found, len(rows))

    def _value(self, how: str | Callable[[int], Value], row: int) -> Value:
        return self.column(how).text(row) if isinstance(how, str) else how(row)


def always(value: Value) -> Callable[[int], Value]:
    """Return what says the same of every row."""
    return lambda _row: value


def empty_table(file: str) -> Table:
    nothing = np.zeros((0, 0), np.int32)
    return Table(file, np.zeros(0, np.uint8), nothing, nothing, np.zeros(0, np.int32), {})


def read_table(content: bytes, file: str, wanted: Collection[str], notes: Notebook) -> Table:
    """Cut the wanted columns of a file out of its bytes, noting what is wrong with its form."""
    if len(content) > LARGEST_BYTES or content.count(b"\n") > MOST_ROWS:
        notes.note("file_too_large", file, size_mb=len(content) >> 20)
        return empty_table(file)
    content = _utf8(content, file, notes)
    start, header_line = _first_line(content)
    end = content.find(b"\n", start)
    end = len(content) if end < 0 else end
    header = content[start : min(end, start + LONGEST_HEADER_BYTES)].decode("utf-8", "replace")
    if not header.strip():
        notes.note("file_empty", file)
        return empty_table(file)
    delimiter = _delimiter(header, file, notes)
    slot_of_column, columns = _columns(header, delimiter, wanted, file, notes)
    buf = np.frombuffer(content, np.uint8).copy()
    n_most = content.count(b"\n", end) + 1
    first, last, line, n_fields, odd, n_blank = scanning.split_records(
        buf, end + 1, ord(delimiter), slot_of_column, len(columns), n_most
    )
    table = Table(file, buf, first, last, line + header_line + 1, columns)
    _tell_form(table, n_fields, odd, len(slot_of_column), notes)
    if n_blank:
        notes.note("blank_lines", file, number=n_blank)
    return table


def _utf8(content: bytes, file: str, notes: Notebook) -> bytes:
    encoding = BYTE_ORDER_MARKS.get(content[:2])
    if encoding:
        notes.note("encoding_not_utf8", file, encoding=encoding)
        content = content.decode(encoding, "replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        notes.note("encoding_not_utf8", file, line, encoding="windows-1252")
        content = content.decode("cp1252", "replace").encode()
    if b"\0" in content:
        notes.note("null_bytes", file, number=content.count(b"\0"))
        content = content.replace(b"\0", b"")
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return content


def _first_line(content: bytes) -> tuple[int, int]:
    """Return where the first line that is not blank starts, and its number."""
    start = len(content) - len(content.lstrip())
    start = content.rfind(b"\n", 0, start) + 1
    return start, content.count(b"\n", 0, start) + 1


def _delimiter(header: str, file: str, notes: Notebook) -> str:
    for other in ";\t|":
        if "," not in header and other in header:
            notes.note("not_comma_separated", file, delimiter=repr(other).strip("'"))
            return other
    return ","


def _columns(
    header: str, delimiter: str, wanted: Collection[str], file: str, notes: Notebook
) -> tuple[Int32s, dict[str, int]]:
    try:
        names = next(csv.reader([header.strip("\r\n")], delimiter=delimiter))
    except csv.Error:
        names = header.split(delimiter)
    slot_of_column = np.full(len(names), -1, np.int32)
    columns: dict[str, int] = {}
    for position, name in enumerate(names):
        exact = name.strip().strip('"').strip()
        plain = exact.lower()
        if plain in columns:
            notes.note("column_twice", file, column=plain)
        elif plain in wanted:
            slot_of_column[position] = columns[plain] = len(columns)
            if plain != name:
                notes.note("column_name_not_exact", file, column=name)
    return slot_of_column, columns


def _tell_form(table: Table, n_fields: Int32s, odd: Bytes, n_columns: int, notes: Notebook) -> None:
    def fields(row: int) -> int:
        return int(n_fields[row])

    table.tell(
        notes, "row_too_short", n_fields < n_columns, fields=fields, columns=always(n_columns)
    )
    table.tell(
        notes, "row_too_long", n_fields > n_columns, fields=fields, columns=always(n_columns)
    )
    table.tell(notes, "quote_not_closed", (odd & scanning.UNCLOSED) > 0)
    table.tell(notes, "quote_inside_value", (odd & scanning.STRAY) > 0)
    trimmed = np.flatnonzero(odd & scanning.TRIMMED)
    if len(trimmed):
        line = int(table.line[trimmed[0]])
        notes.note("blanks_around_values", table.file, line, number=len(trimmed))
