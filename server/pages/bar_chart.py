"""Bars drawn on the server as SVG: a picture of numbers that stand in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "warn", "rest", "plain"]
LABEL, WIDTH, ROW = 144, 420, 30  # units of the picture: where bars begin, its width, the height of one row
NUMBER = 34  # room for the number behind the longest bar
LONGEST_LABEL = 18


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar; `x` and `width` are in units of the picture."""

    name: str
    value: int
    tone: Tone
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    total: int
    parts: tuple[Part, ...]
    y: int

    @property
    def short_label(self) -> str:
        return self.label if len(self.label) <= LONGEST_LABEL else self.label[: LONGEST_LABEL - 1].rstrip() + "…"

    @property
    def end(self) -> float:
        return self.parts[-1].x + self.parts[-1].width if self.parts else LABEL


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture with the words that stand for it where it is not seen."""

    name: str
    title: str
    words: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


Said = tuple[str, int, Tone]


def draw_bars(name: str, title: str, rows: Sequence[tuple[str, Sequence[Said]]]) -> BarChart:
    """Lay out a bar for each row, all on one scale; a part is its name ("" for the only one), number and tone."""
    most = max((sum(value for _, value, _ in parts) for _, parts in rows), default=0)
    scale = (WIDTH - LABEL - NUMBER) / most if most else 0.0
    bars = tuple(_bar(label, parts, at * ROW, scale) for at, (label, parts) in enumerate(rows))
    words = "; ".join(f"{label}: {_said(parts)}" for label, parts in rows)
    return BarChart(name, title, words, bars)


def _bar(label: str, parts: Sequence[Said], y: int, scale: float) -> Bar:
    x, drawn = float(LABEL), []
    for name, value, tone in parts:
        if value:
            drawn.append(Part(name, value, tone, round(x, 1), round(value * scale, 1)))
            x += value * scale
    return Bar(label, sum(value for _, value, _ in parts), tuple(drawn), y)


def _said(parts: Sequence[Said]) -> str:
    return ", ".join(f"{value} {name.lower()}".strip() for name, value, _ in parts)
