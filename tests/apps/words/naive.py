"""The same answers, the slow and obvious way: compare every word with every word."""

from __future__ import annotations

from metropoli.apps.words import rules


def edits(a, b):
    """Count the letters to change, add, drop or swap (neighbours) to make one word the other."""
    rows = [
        [max(i, j) if not (i and j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)
    ]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def is_met(word, typed, entry, *, is_last, with_typos):
    name_words = set(rules.index_words(entry.name_it))
    context_words = set(rules.index_words(entry.context_it))
    both = name_words | context_words
    if rules.canonical(word) in both:
        return True
    if is_last and any(other.startswith(typed) for other in both):
        return True
    if len(word) == 1 and any(other.startswith(word) for other in both):
        return True
    allowed = rules.typos_allowed(word) if with_typos else 0
    if not allowed:
        return False
    ends = [o[:n] for o in name_words for n in range(len(o) + 1)] if is_last else name_words
    return any(edits(word, other) <= allowed for other in ends)


def met(text, entries, *, with_typos):
    """Return the keys of the entries in which every hard word of the question is met."""
    question = rules.read_question(text)
    hard = [i for i, w in enumerate(question.words) if not rules.is_soft(w)]
    hard = hard or range(len(question.words))
    last = len(question.words) - 1
    return {
        entry.key
        for entry in entries
        if all(
            is_met(
                question.words[i],
                question.typed,
                entry,
                is_last=i == last,
                with_typos=with_typos,
            )
            for i in hard
        )
    }
