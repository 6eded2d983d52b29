"""What is known of a source before it is read."""

from __future__ import annotations

from metropoli.apps.travel.types import SourceCard

DEMO_FEED_CARD = SourceCard(
    title_it="Orario della città dimostrativa",
    title_en="Timetable of the demo city",
    description_it=(
        "Linee, fermate e frequenze di Torino scritte da noi come fatti; gli orari delle singole "
        "corse sono generati e non valgono per viaggiare."
    ),
    description_en=(
        "Lines, stops and headways of Torino, written down by us as facts; the times of single "
        "trips are generated and no good for travelling."
    ),
    publisher="Metropoli",
    source="metropoli load demo",
    licence="AGPL-3.0-or-later",
    attribution="Metropoli, città dimostrativa",
    generated=True,
)
DEMO_STREETS_CARD = SourceCard(
    title_it="Strade della città dimostrativa",
    title_en="Streets of the demo city",
    description_it=(
        "Fiumi, ponti, corsi e reticolo romano di Torino come fatti; le strade minori sono generate."
    ),
    description_en=(
        "Rivers, bridges, avenues and the Roman grid of Torino as facts; minor streets are generated."
    ),
    publisher="Metropoli",
    source="metropoli load demo",
    licence="AGPL-3.0-or-later",
    attribution="Metropoli, città dimostrativa",
    generated=True,
)


def _demo_fleet(title: tuple[str, str], description: tuple[str, str]) -> SourceCard:
    return SourceCard(
        title_it=title[0],
        title_en=title[1],
        description_it=description[0],
        description_en=description[1],
        publisher="Metropoli",
        source="metropoli load demo",
        licence="AGPL-3.0-or-later",
        attribution="Metropoli, città dimostrativa",
        generated=True,
    )


DEMO_FLEET_CARDS = {
    "demo-bikes": _demo_fleet(
        ("Bici condivise della città dimostrativa", "Shared bikes of the demo city"),
        (
            "Le stazioni stanno dove erano quelle di ToBike (aperTO, 2018); quante bici ci sono e "
            "quanto costano è generato.",
            "Stations stand where ToBike's stood (aperTO, 2018); how many bikes are there and what "
            "they cost is generated.",
        ),
    ),
    "demo-scooters": _demo_fleet(
        ("Monopattini della città dimostrativa", "E-scooters of the demo city"),
        (
            "Mezzi, posizioni e prezzi sono generati.",
            "Vehicles, positions and prices are generated.",
        ),
    ),
    "demo-cars": _demo_fleet(
        ("Auto condivise della città dimostrativa", "Shared cars of the demo city"),
        (
            "Mezzi, posizioni e prezzi sono generati.",
            "Vehicles, positions and prices are generated.",
        ),
    ),
    "demo-parks": _demo_fleet(
        ("Parcheggi della città dimostrativa", "Car parks of the demo city"),
        (
            "Nomi, posizioni e capienze sono quelli di 5T (2025); posti liberi e prezzi sono generati.",
            "Names, positions and capacities are those of 5T (2025); free places and prices are "
            "generated.",
        ),
    ),
}
DEMO_LIVE_CARD = SourceCard(
    title_it="Tempo reale della città dimostrativa",
    title_en="Real time of the demo city",
    description_it=(
        "Ritardi, soppressioni, una deviazione e posizioni dei mezzi, inventati a partire dall’orario "
        "e dall’ora che è: nulla di tutto ciò è vero."
    ),
    description_en=(
        "Delays, cancellations, a diversion and positions of vehicles, made up from the timetable and "
        "the time of day: none of it is true."
    ),
    publisher="Metropoli",
    source="metropoli serve",
    licence="AGPL-3.0-or-later",
    attribution="Metropoli, città dimostrativa",
    generated=True,
)
OTHERS = {
    "gbfs": ("Mezzi condivisi", "Shared vehicles"),
    "parking": ("Parcheggi", "Car parks"),
}


def card_of_file(kind: str, file: str) -> SourceCard:
    """Return what can be said of a file that somebody loaded without saying more."""
    if kind == "osm":
        return SourceCard(
            title_it=f"Strade da {file}",
            title_en=f"Streets from {file}",
            publisher="OpenStreetMap contributors",
            source=file,
            licence="ODbL-1.0",
            attribution="© OpenStreetMap contributors",
        )
    if kind == "heights":
        return SourceCard(
            title_it=f"Quote da {file}",
            title_en=f"Heights from {file}",
            source=file,
            licence="unknown",
        )
    if kind in OTHERS:
        title_it, title_en = OTHERS[kind]
        return SourceCard(
            title_it=f"{title_it} da {file}",
            title_en=f"{title_en} from {file}",
            source=file,
            licence="unknown",
        )
    return SourceCard(
        title_it=f"Orario da {file}",
        title_en=f"Timetable from {file}",
        source=file,
        licence="unknown",
    )
