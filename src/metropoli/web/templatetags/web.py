"""What every template may use: icons, breadcrumbs, quantities with their unit."""

from __future__ import annotations

from datetime import date

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from metropoli.plan import Text

register = template.Library()

S_PER_MIN = 60
MIN_PER_H = 60
M_PER_KM = 1000
EXACT_BELOW_M = 100
WHOLE_KM_FROM_M = 10_000
CENTS_PER_EUR = 100
CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "BRL": "R$", "GBP": "£"}
G_PER_KG = 1000
WH_PER_KWH = 1000
SMALL_WH = 100
BADGE_CHAR_WIDTH = 9
BADGE_PADDING = 14
# WCAG 2.1, relative luminance: below this share of a channel the curve is a line.
LINEAR_BELOW = 0.04045


@register.filter
def said(text: Text) -> str:
    """Return the words of a card in the reader's language."""
    return text.said_in(get_language() or "it")


@register.filter
def duration(seconds: float) -> str:
    """Say a length of time in hours and whole minutes; less than half a minute is 0 min."""
    minutes = int(seconds / S_PER_MIN + 0.5)
    hours, rest = divmod(minutes, MIN_PER_H)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def distance(metres: float) -> str:
    """Say a length: tens of metres below a kilometre, then kilometres."""
    if metres < EXACT_BELOW_M:
        return f"{round(metres)} m"
    if metres < M_PER_KM - 5:
        return f"{round(metres, -1):.0f} m"
    places = 0 if metres >= WHOLE_KM_FROM_M else 1
    return f"{number_format(round(metres / M_PER_KM, places), decimal_pos=places)} km"


@register.filter(expects_localtime=True)
def day(moment: date) -> str:
    """Name a day as in the middle of a sentence: "mercoledì 25 novembre", "Wednesday 25 November"."""
    named = date_format(moment, "l j F")
    return named if (get_language() or "it").startswith("en") else named.lower()


@register.filter
def euro(cents: int) -> str:
    """Say an amount of money."""
    return f"{number_format(cents / CENTS_PER_EUR, decimal_pos=2)} €"


@register.filter
def money(cents: int, currency: str = "EUR") -> str:
    """Say an amount of money in any currency."""
    sign = CURRENCY_SIGNS.get(currency, currency)
    return f"{number_format(cents / CENTS_PER_EUR, decimal_pos=2)} {sign}"


@register.filter
def mass(grams: int) -> str:
    """Say a mass: grams below a kilogram, then kilograms."""
    if grams < G_PER_KG:
        return f"{grams} g"
    return f"{number_format(round(grams / G_PER_KG, 1), decimal_pos=1)} kg"


@register.filter
def energy(watt_hours: int) -> str:
    """Say an amount of energy in kilowatt-hours, to the hundredth where it is small."""
    places = 2 if 0 < watt_hours < SMALL_WH else 1
    return f"{number_format(round(watt_hours / WH_PER_KWH, places), decimal_pos=places)} kWh"


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw a symbol of Bootstrap Italia; it is decoration, the words beside it say the rest."""
    sprites = static("bootstrap-italia/svg/sprites.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        sprites,
        name,
    )


@register.simple_tag
def door_icon(key: str, css: str = "") -> SafeString:
    """Draw the symbol of a door."""
    return format_html(
        '<svg class="door-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("web/doors.svg"),
        key,
    )


@register.simple_tag
def line_badge(name: str, color: str = "", text_color: str = "") -> SafeString:
    """Draw the number of a line on its colour (hex, with or without #)."""
    width = BADGE_PADDING + BADGE_CHAR_WIDTH * max(len(name), 1)
    return format_html(
        '<svg class="line-badge" role="img" aria-label="{name}" width="{w}" height="24">'
        '<rect width="{w}" height="24" rx="5" fill="#{fill}"></rect>'
        '<text x="50%" y="17" text-anchor="middle" fill="#{ink}">{name}</text></svg>',
        name=name,
        w=width,
        fill=color.lstrip("#") or "17324d",
        ink=text_color.lstrip("#") or ("ffffff" if is_dark(color) else "17324d"),
    )


def is_dark(color: str) -> bool:
    """Say whether white reads better than ink on a colour (WCAG relative luminance)."""
    digits = color.lstrip("#") or "17324d"
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # 0.031: luminance of the ink #17324d; where both contrasts are equal the choice turns.
    return (1.05 / (luminance + 0.05)) >= (luminance + 0.05) / (0.031 + 0.05)


@register.inclusion_tag("web/_crumbs.html", takes_context=True)
def crumbs(context: template.RequestContext, *steps: object) -> dict[str, object]:
    """Show the way here: pairs of label and address, then the label of this page."""
    labels, addresses = steps[0::2], [*steps[1::2], ""]
    return {"steps": list(zip(labels, addresses, strict=False))}


@register.simple_tag(takes_context=True)
def query(context: template.RequestContext, **changes: object) -> str:
    """Return the present query string with some values changed, or taken away where None."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}" if values else request.path


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """Draw a form field in the dress of Bootstrap Italia."""
    kind = getattr(field.field.widget, "input_type", "")
    dress = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
    css = dress.get(kind, "form-control")
    return field.as_widget(attrs={"class": f"{css} is-invalid" if field.errors else css})
