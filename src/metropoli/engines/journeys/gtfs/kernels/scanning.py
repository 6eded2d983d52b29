"""Cut comma-separated bytes into records and fields, without making a Python object of each."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.types import Bytes, Int32s

SPACE, TAB, NEWLINE, RETURN, QUOTE = 32, 9, 10, 13, 34
# A quoted field may run over line ends, but not for longer than this: a quote that somebody
# forgot to close must not swallow the rest of the file.
LONGEST_QUOTED = 20_000

TRIMMED, UNCLOSED, STRAY = 1, 2, 4  # bits of `odd`


@njit(cache=True)
def is_blank(c: int) -> bool:
    return c in (SPACE, TAB, RETURN, NEWLINE)


@njit(cache=True)
def closing_quote(buf: Bytes, i: int, delimiter: int) -> int:
    """Return where the quote opened before i closes, or -1; `""` stands for one quote."""
    end = min(buf.size, i + LONGEST_QUOTED)
    while i < end:
        if buf[i] != QUOTE:
            i += 1
        elif i + 1 < buf.size and buf[i + 1] == QUOTE:
            i += 2
        else:
            after = i + 1
            while after < buf.size and (
                buf[after] == SPACE or buf[after] == TAB or buf[after] == RETURN
            ):
                after += 1
            if after >= buf.size or buf[after] == delimiter or buf[after] == NEWLINE:
                return i
            return -1
    return -1


@njit(cache=True)
def unescape(buf: Bytes, first: int, close: int) -> tuple[int, int]:
    """Turn each `""` between first and close into `"`, in place; return (new end, line ends)."""
    write = first
    read = first
    lines = 0
    while read < close:
        if buf[read] == QUOTE:
            read += 1
        if buf[read] == NEWLINE:
            lines += 1
        buf[write] = buf[read]
        write += 1
        read += 1
    return write, lines


@njit(cache=True)
def split_records(
    buf: Bytes, i: int, delimiter: int, slot_of_column: Int32s, n_slots: int, n_most: int
) -> tuple[Int32s, Int32s, Int32s, Int32s, Bytes, int]:
    """
    Find the wanted fields of every record of buf from byte i on. buf is changed where quotes are.

    :param slot_of_column: for each column of the file, the row of the answer it goes to, or -1
    :return: first, last (n_slots, n_records) byte offsets, trimmed of blanks; line (counted from
        the byte i, which is on line 0); n_fields; odd (bits); number of blank lines
    """
    n = buf.size
    first = np.zeros((n_slots, n_most), np.int32)
    last = np.zeros((n_slots, n_most), np.int32)
    line = np.empty(n_most, np.int32)
    n_fields = np.empty(n_most, np.int32)
    odd = np.zeros(n_most, np.uint8)
    row = 0
    now = 0
    n_blank = 0
    while i < n:
        line[row] = now
        strange = 0
        column = 0
        filled = False
        ended = False
        while not ended:
            start = i
            while i < n and (buf[i] == SPACE or buf[i] == TAB):
                i += 1
            close = -1
            quoted = i < n and buf[i] == QUOTE
            if quoted:
                close = closing_quote(buf, i + 1, delimiter)
                if close < 0:
                    strange |= UNCLOSED
            if close >= 0:
                a = i + 1
                b, lines = unescape(buf, a, close)
                now += lines
                i = close + 1
                while i < n and buf[i] != delimiter and buf[i] != NEWLINE:
                    i += 1
            else:
                a = i
                if quoted:
                    a += 1
                while i < n and buf[i] != delimiter and buf[i] != NEWLINE:
                    if buf[i] == QUOTE and not quoted:
                        strange |= STRAY
                    i += 1
                b = i
                if b > a and buf[b - 1] == RETURN and (i >= n or buf[i] == NEWLINE):
                    b -= 1
                if start < a - quoted and b > a:
                    strange |= TRIMMED
            whole = b - a
            while a < b and is_blank(buf[a]):
                a += 1
            while b > a and is_blank(buf[b - 1]):
                b -= 1
            if b - a < whole and b > a:
                strange |= TRIMMED
            if b > a:
                filled = True
            if column < slot_of_column.size and slot_of_column[column] >= 0:
                first[slot_of_column[column], row] = a
                last[slot_of_column[column], row] = b
            column += 1
            if i >= n or buf[i] == NEWLINE:
                ended = True
                now += 1
            i += 1
        if filled:
            for missing in range(column, slot_of_column.size):
                if slot_of_column[missing] >= 0:
                    first[slot_of_column[missing], row] = 0
                    last[slot_of_column[missing], row] = 0
            n_fields[row] = column
            odd[row] = strange
            row += 1
        else:
            n_blank += 1
    return first[:, :row], last[:, :row], line[:row], n_fields[:row], odd[:row], n_blank
