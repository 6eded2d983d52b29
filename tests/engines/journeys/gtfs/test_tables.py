"""Text from anywhere becomes columns; what is odd is told with its line."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from metropoli.engines.journeys.gtfs import tables
from metropoli.engines.journeys.gtfs.kernels import numbers
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import read_table

COLUMNS = ["a", "b", "c"]


def read(content: bytes | str):
    notes = Notebook()
    content = content.encode() if isinstance(content, str) else content
    table = read_table(content, "x.txt", COLUMNS, notes)
    rows = list(zip(*(table.texts(column) for column in COLUMNS), strict=True))
    return rows, [problem.code for problem in notes.problems()], table


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    rows, problems, _ = read(end.join(["a,b,c", "1,2,3", "4,5,6", ""]))
    assert rows == [("1", "2", "3"), ("4", "5", "6")]
    assert problems == []


def test_the_last_line_may_lack_its_end():
    assert read("a,b,c\n1,2,3")[0] == [("1", "2", "3")]
    assert read("a,b,c\n1,2,")[0] == [("1", "2", "")]


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert read(b"\xef\xbb\xbfa,b,c\n1,2,3\n")[0] == [("1", "2", "3")]


def test_text_in_utf_16_is_read_and_told():
    rows, problems, _ = read("a,b,c\nè,2,3\n".encode("utf-16"))
    assert rows == [("è", "2", "3")]
    assert problems == ["encoding_not_utf8"]


def test_text_that_is_not_utf_8_is_read_as_windows_1252_and_told():
    rows, problems, _ = read("a,b,c\nCittà,2,3\n".encode("cp1252"))
    assert rows == [("Città", "2", "3")]
    assert problems == ["encoding_not_utf8"]


def test_columns_are_found_in_any_order_and_others_are_left_alone():
    assert read("c,z,a\n3,9,1\n")[0] == [("1", "", "3")]


def test_names_of_columns_are_forgiven():
    rows, problems, _ = read(' A ,"b",c\n1,2,3\n')
    assert rows == [("1", "2", "3")]
    assert problems == ["column_name_not_exact"]


def test_a_column_told_twice_counts_once():
    rows, problems, _ = read("a,b,a\n1,2,3\n")
    assert rows == [("1", "2", "")]
    assert problems == ["column_twice"]


def test_quotes_hold_commas_quotes_and_line_ends():
    rows, problems, table = read('a,b,c\n"1,5","say ""hi""","two\nlines"\nx,y,z\n')
    assert rows == [("1,5", 'say "hi"', "two\nlines"), ("x", "y", "z")]
    assert problems == []
    assert table.line.tolist() == [2, 4]


def test_a_quote_that_is_not_closed_does_not_swallow_the_file():
    rows, problems, _ = read('a,b,c\n"1,2,3\n4,5,6\n7,"8, x",9\n')
    assert rows[1:] == [("4", "5", "6"), ("7", "8, x", "9")]
    assert problems == ["quote_not_closed"]


def test_a_quote_inside_a_value_is_read_as_it_stands():
    rows, problems, _ = read('a,b,c\nVia "Roma",2,3\n')
    assert rows == [('Via "Roma"', "2", "3")]
    assert problems == ["quote_inside_value"]


def test_blanks_around_values_are_taken_off():
    rows, problems, _ = read('a,b,c\n 1 ,\t2,"3 "\n')
    assert rows == [("1", "2", "3")]
    assert problems == ["blanks_around_values"]


def test_short_and_long_rows_are_told():
    rows, problems, _ = read("a,b,c\n1,2\n1,2,3,4\n5,6,7\n")
    assert rows == [("1", "2", ""), ("1", "2", "3"), ("5", "6", "7")]
    assert problems == ["row_too_long", "row_too_short"]


def test_a_short_row_does_not_inherit_from_a_blank_one():
    assert read("a,b,c\n,,\n1\n")[0] == [("1", "", "")]


def test_blank_lines_are_passed_over_and_lines_still_counted():
    rows, problems, table = read("\n\na,b,c\n\n1,2,3\n   \n4,5,6\n")
    assert rows == [("1", "2", "3"), ("4", "5", "6")]
    assert problems == ["blank_lines"]
    assert table.line.tolist() == [5, 7]


def test_null_bytes_are_taken_out():
    rows, problems, _ = read(b"a,b,c\n1\0,2,3\n")
    assert rows == [("1", "2", "3")]
    assert problems == ["null_bytes"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators_are_understood(delimiter):
    rows, problems, _ = read("a,b,c\n1,2,3\n".replace(",", delimiter))
    assert rows == [("1", "2", "3")]
    assert problems == ["not_comma_separated"]


def test_an_empty_file_is_told():
    assert read("")[:2] == ([], ["file_empty"])
    assert read("\n  \n")[:2] == ([], ["file_empty"])


def test_problems_of_one_kind_are_counted_not_repeated():
    notes = Notebook()
    read_table(b"a,b,c\n" + b"1,2\n" * 1_000, "x.txt", COLUMNS, notes)
    problems = notes.problems()
    assert len(problems) == 20
    assert [problem.line for problem in problems] == list(range(2, 22))
    assert sum(problem.count for problem in problems) == 1_000


def test_whatever_is_well_written_is_read_as_the_csv_module_reads_it():
    rng = np.random.default_rng(7)
    pieces = ["", "a", "b c", "è", ",", '"', "\n", "\r\n", "12", '""', ",,", "x\ty"]
    for _ in range(500):
        size = rng.integers(1, 8)
        rows = [
            ["".join(rng.choice(pieces, rng.integers(0, 4))) for _ in COLUMNS] for _ in range(size)
        ]
        text = io.StringIO()
        csv.writer(text, quoting=int(rng.integers(0, 2)), lineterminator="\n").writerows(
            [COLUMNS, *rows]
        )
        wanted = [tuple(value.strip(" \t\r\n") for value in row) for row in rows]
        found = [tuple(value.strip("\n\r\t ") for value in row) for row in read(text.getvalue())[0]]
        assert found == [row for row in wanted if any(row)]


def test_a_file_with_too_many_rows_is_not_read(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 100)
    assert read("a,b,c\n" + "1,2,3\n" * 100)[:2] == ([], ["file_too_large"])
    assert len(read("a,b,c\n" + "1,2,3\n" * 99)[0]) == 99


def test_identifiers_are_found_as_a_dictionary_finds_them():
    rng = np.random.default_rng(5)
    for _ in range(300):
        size = int(rng.integers(1, 60))
        ours = ["".join(rng.choice(list("ab1"), rng.integers(1, 4))) for _ in range(size)]
        theirs = ["".join(rng.choice(list("ab1"), rng.integers(0, 4))) for _ in range(size)]
        table = read(
            "a,b,c\n" + "".join(f"{a},{b},x\n" for a, b in zip(ours, theirs, strict=True))
        )[2]
        first = {}
        for row, name in enumerate(ours):
            first.setdefault(name, row)
        keys, again = table.keys("a")
        wanted = [first.get(name, -1) if name else -2 for name in theirs]
        assert keys.find(table.column("b")).tolist() == wanted
        assert again.tolist() == [first[name] != row for row, name in enumerate(ours)]
        codes, words = table.coded("a")
        assert [words[code] for code in codes] == ours
        assert words == list(first)


def numbers_of(texts: list[str], parse):
    content = "".join(texts).encode()
    ends = np.cumsum([len(text) for text in texts]).astype(np.int32)
    first = np.concatenate([[0], ends[:-1]]).astype(np.int32)
    return parse(np.frombuffer(content, np.uint8), first, ends)


def test_whole_numbers_are_read():
    texts = ["0", "12", "-3", "+4", "5.0", "", "x", "1.5", "--1", "9" * 18, "9" * 19, "-", "1e3"]
    values, states = numbers_of(texts, numbers.parse_ints)
    assert values[:5].tolist() == [0, 12, -3, 4, 5]
    assert states.tolist() == [0, 0, 0, 0, 0, 1, 2, 2, 2, 0, 2, 2, 2]


def test_decimals_are_read_as_python_reads_them():
    rng = np.random.default_rng(3)
    texts = [f"{value:.{rng.integers(0, 16)}f}" for value in rng.uniform(-180, 180, 500)]
    texts += [f"{value:e}" for value in rng.uniform(-1, 1, 100)]
    texts += ["42.29556099999833", "7.", ".5", "-0.0", "000012.50", "123456789012345678901234.5"]
    values, states = numbers_of(texts, numbers.parse_decimals)
    assert not states.any()
    np.testing.assert_allclose(values, [float(text) for text in texts], rtol=1e-15)


def test_what_is_no_decimal_is_not_read():
    texts = ["", "x", "1,5", "1.2.3", "-", ".", "1e", "1e+", "nan", "inf", "0x1"]
    values, states = numbers_of(texts, numbers.parse_decimals)
    assert states.tolist() == [1] + [2] * 10
    assert np.isnan(values).all()


def test_giant_exponents_do_not_fall_over():
    values, _ = numbers_of(["1e99999", "1e-99999", "9e400"], numbers.parse_decimals)
    assert values[1] == 0 or values[1] < 1e-250
    assert values[0] > 1e250


def test_times_are_read():
    texts = ["8:05:00", "08:05:00", "25:10:00", "0:00:00", "100:00:01", "8:05"]
    values, states = numbers_of(texts, numbers.parse_times)
    assert values.tolist() == [29_100, 29_100, 90_600, 0, 360_001, 29_100]
    assert states.tolist() == [0, 0, 0, 0, 0, 3]


def test_what_is_no_time_is_not_read():
    texts = ["", "8", "8:5:00", "8:60:00", "8:00:60", "-1:00:00", "8.05.00", "noon", "123456:00:00"]
    _, states = numbers_of(texts, numbers.parse_times)
    assert states.tolist() == [1] + [2] * 8
