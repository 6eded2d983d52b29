"""What programs can ask, in the words of others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interface:
    """A path of the API of others that is answered here, and in which of its versions."""

    path: str
    versions: str  # one digit each

    @property
    def newest(self) -> str:
        return f"/api/v{self.versions[-1]}/{self.path}"
