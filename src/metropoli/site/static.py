"""What the browser is given: which files of the libraries we ship, and under which names."""

from __future__ import annotations

from typing import IO, Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# What no page asks for: source maps, development builds, old font formats, other packagings.
LEFT_BEHIND = [
    "*.map",
    "*-dev.mjs",
    "*.d.ts",
    "*.gz",
    "*.eot",
    "*.ttf",
    "*.woff",
    "*-latin-*.svg",
    "redoc*",
    "README.md",
    "plugins",
    "_virtual",
    "ext",
    "htmx.amd.js",
    "htmx.cjs.js",
    "htmx.esm.js",
    "htmx.js",
    "bootstrap-italia.esm.js",
    "version.js",
]


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """
    Give every style, font and picture a name with its hash, so that browsers may keep it for ever.

    Scripts keep their own names and are asked for again after a minute: modules import one another
    by name, and the same module under two names would run twice.
    Only `url(…)` in style sheets is rewritten; a source map that we do not ship breaks nothing.
    """

    manifest_strict = False
    patterns = (("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),)

    def hashed_name(
        self, name: str, content: IO[Any] | None = None, filename: str | None = None
    ) -> str:
        """Return the name with its hash, or the plain name of a script."""
        if name.endswith((".js", ".mjs")):
            return name
        return str(super().hashed_name(name, content, filename))
