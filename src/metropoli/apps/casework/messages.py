"""What people are refused in a procedure, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "procedure_wrong": _("The procedure “%(procedure)s” cannot be used: %(problem)s."),
    "no_such_procedure": _("There is no procedure “%(procedure)s” that can be begun today."),
    "procedure_not_in_force": _("The procedure “%(procedure)s” is not in force on %(day)s."),
    "no_such_case": _("There is no case %(number)s that you may read."),
    "no_such_move": _("This procedure has no step “%(move)s”."),
    "not_your_move": _("The step “%(move)s” is not for you."),
    "not_your_role": _("You do not act in this case as “%(role)s”."),
    "only_who_decides": _("The step “%(move)s” is for who decides in this office."),
    "move_not_now": _("The step “%(move)s” cannot be taken now. Look at the case again."),
    "version_does_not_fit": _(
        "The case cannot go on under version %(version)s, which lacks: %(missing)s."
    ),
    "answers_wrong": _("Some answers are missing or wrong: %(answers)s."),
    "documents_missing": _("Some documents are missing: %(documents)s."),
    "documents_not_asked": _("These documents are not asked for: %(documents)s."),
    "document_empty": _("The file “%(name)s” is empty."),
    "document_too_large": _("The file “%(name)s” is too large: at most %(most_mb)s MB."),
    "document_kind": _(
        "The file “%(name)s” is not a PDF, JPEG or PNG, or its name says otherwise."
    ),
    "document_acts": _(
        "The file “%(name)s” runs something when it is opened. Print it to a new PDF."
    ),
    "no_such_document": _("There is no such document."),
    "nobody_asked": _("Say which bodies are asked."),
    "organisation_needed": _(
        "This procedure is for organisations: choose the one that you act for."
    ),
    "not_for_that_organisation": _("You do not act for “%(organisation)s” in this municipality."),
    "not_for_such": _("This procedure is not for organisations of this kind (%(kind)s)."),
    "key_was_used": _("This was sent already with other answers. Load the page again."),
    "log_not_xml": _("The event log is not well-formed XML: look at line %(line)s."),
    "log_not_xes": _("This is not an event log in XES: it begins with “%(found)s”."),
    "log_has_doctype": _("The event log declares a document type, which we never read. Remove it."),
    "log_too_deep": _("The event log nests attributes deeper than %(most)s levels."),
    "log_too_many_names": _("The event log has more than %(most)s different attributes."),
    "log_column": _("The table of events has no column “%(column)s”."),
    "log_not_table": _("The table of events cannot be read: look at line %(line)s."),
    "log_not_ocel": _("This is not an event log in OCEL 2.0 JSON (%(reason)s)."),
}
