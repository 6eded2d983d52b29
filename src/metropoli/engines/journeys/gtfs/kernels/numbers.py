"""Read whole numbers, decimals and times from slices of bytes."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.types import Bytes, Degrees, Int32s, Int64s

OK, EMPTY, BAD, SHORT = 0, 1, 2, 3  # SHORT: a time without seconds

PLUS, MINUS, DOT, ZERO, NINE, COLON = 43, 45, 46, 48, 57, 58
LOWER_E, UPPER_E = 101, 69
MOST_DIGITS = 18  # of a whole number: what surely fits 64 bits
MOST_HOUR_DIGITS = 4
GREATEST_POWER = 1_000  # of ten: beyond what a decimal can be


@njit(cache=True)
def parse_ints(buf: Bytes, first: Int32s, last: Int32s) -> tuple[Int64s, Bytes]:
    """Return (values, states) of whole numbers; "3.0" counts as 3."""
    n = first.size
    values = np.zeros(n, np.int64)
    states = np.zeros(n, np.uint8)
    for row in range(n):
        i, end = first[row], last[row]
        if i == end:
            states[row] = EMPTY
            continue
        negative = buf[i] == MINUS
        if negative or buf[i] == PLUS:
            i += 1
        value = 0
        digits = 0
        while i < end and ZERO <= buf[i] <= NINE:
            if digits < MOST_DIGITS:
                value = value * 10 + int(buf[i] - ZERO)
            digits += 1
            i += 1
        if i < end and buf[i] == DOT and digits:
            i += 1
            while i < end and buf[i] == ZERO:
                i += 1
        if i < end or digits == 0 or digits > MOST_DIGITS:
            states[row] = BAD
        else:
            values[row] = -value if negative else value
    return values, states


@njit(cache=True)
def parse_decimals(buf: Bytes, first: Int32s, last: Int32s) -> tuple[Degrees, Bytes]:
    """Return (values, states) of decimals such as -7.6, .5, 4.5e1; bad ones and none are NaN."""
    n = first.size
    values = np.full(n, np.nan)
    states = np.zeros(n, np.uint8)
    for row in range(n):
        i, end = first[row], last[row]
        if i == end:
            states[row] = EMPTY
            continue
        negative = buf[i] == MINUS
        if negative or buf[i] == PLUS:
            i += 1
        mantissa = 0
        digits = 0
        kept = 0
        scale = 0
        dotted = False
        while i < end:
            c = buf[i]
            if ZERO <= c <= NINE:
                digits += 1
                if kept < MOST_DIGITS:
                    mantissa = mantissa * 10 + int(c - ZERO)
                    if mantissa:
                        kept += 1
                    if dotted:
                        scale -= 1
                elif not dotted:
                    scale += 1
            elif c == DOT and not dotted:
                dotted = True
            else:
                break
            i += 1
        good = digits > 0
        if good and i < end and (buf[i] == LOWER_E or buf[i] == UPPER_E):
            i += 1
            down = i < end and buf[i] == MINUS
            if i < end and (down or buf[i] == PLUS):
                i += 1
            good = i < end
            power = 0
            while i < end and ZERO <= buf[i] <= NINE:
                power = power * 10 + int(buf[i] - ZERO) if power < GREATEST_POWER else power
                i += 1
            scale += -power if down else power
        if not good or i < end:
            states[row] = BAD
            continue
        if scale < 0:
            value = mantissa / 10.0 ** min(-scale, 300)
        else:
            value = mantissa * 10.0 ** min(scale, 300)
        values[row] = -value if negative else value
    return values, states


@njit(cache=True)
def parse_times(buf: Bytes, first: Int32s, last: Int32s) -> tuple[Int32s, Bytes]:
    """Return (seconds, states) of times such as 8:05:00 or 25:10:00; 8:05 is SHORT."""
    n = first.size
    seconds = np.zeros(n, np.int32)
    states = np.zeros(n, np.uint8)
    for row in range(n):
        i, end = first[row], last[row]
        if i == end:
            states[row] = EMPTY
            continue
        hours = 0
        digits = 0
        while i < end and ZERO <= buf[i] <= NINE and digits <= MOST_HOUR_DIGITS:
            hours = hours * 10 + int(buf[i] - ZERO)
            digits += 1
            i += 1
        rest = end - i
        good = 0 < digits <= MOST_HOUR_DIGITS and rest in (3, 6)
        value = hours * 3600
        unit = 60
        while good and i < end:
            tens, ones = int(buf[i + 1]) - ZERO, int(buf[i + 2]) - ZERO
            good = bool(buf[i] == COLON) and 0 <= tens <= 5 and 0 <= ones <= 9
            value += (tens * 10 + ones) * unit
            unit = 1
            i += 3
        if not good:
            states[row] = BAD
            continue
        seconds[row] = value
        if rest == 3:
            states[row] = SHORT
    return seconds, states
