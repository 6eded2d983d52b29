"""What may be handed on to others."""

from __future__ import annotations

EVERYTHING = "*"
# Licences that let anybody hand data on, also changed and for money, with its author named. Those
# that forbid one of these (ND, NC), and what nobody has said, are not here.
OPEN_LICENCES = frozenset({
    "CC0-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-3.0-IT", "CC-BY-4.0", "CC-BY-SA-3.0",
    "CC-BY-SA-4.0", "ODBL-1.0", "ODC-BY-1.0", "PDDL-1.0", "IODL-1.0", "IODL-2.0", "OGL-UK-3.0",
    "ETALAB-2.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "NLOD-2.0", "AGPL-3.0-OR-LATER",
})  # fmt: skip


def is_open(licence: str) -> bool:
    """Say whether a licence (SPDX identifier) lets anybody hand the data on."""
    return licence.strip().upper() in OPEN_LICENCES
