"""The plan: 29 projects as 29 cards, and one reader."""

from metropoli.plan.registry import Area, Card, Promise, Text, areas, card, cards

__all__ = ["Area", "Card", "Promise", "Text", "areas", "card", "cards"]
