"""Every way we say no, in words that a citizen reads. Each app keeps its own; here they meet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _spoken
from django.utils.translation import gettext_lazy as _

from metropoli.base.errors import MetropoliError

FROM_BELOW: Mapping[str, Promise] = {
    "nothing_published": _("Nothing has been loaded yet. Run “metropoli load demo” and try again."),
}


@cache
def sentences() -> Mapping[str, Promise]:
    """Return every sentence by its code: those of the floors below and each app's own."""
    found: dict[str, Promise] = dict(FROM_BELOW)
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "messages"):
            found |= getattr(import_module(f"{app.name}.messages"), "MESSAGES", {})
    return found


def sentence(error: MetropoliError) -> str:
    """Say the refusal in the reader's language."""
    try:
        return str(sentences()[error.code]) % error.values
    except KeyError:
        # Only a mistake of ours leads here; the reader still gets an answer, not a broken page.
        return _spoken("The request was refused (%(code)s).") % {"code": error.code}
