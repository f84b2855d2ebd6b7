"""Split a halt into what was done in it: waiting in the car, one customer, the next door, nobody's."""

import math
from dataclasses import dataclass, field

import numpy as np

from visits.beliefs import BELIEFS
from visits.cleaning import Track
from visits.distance import Floats
from visits.edges import Stay, door_times
from visits.halts import Halt
from visits.matching import Candidate, Near, Spot
from visits.types import SpokenNote

MOST_CUTS = 6


@dataclass(slots=True)
class Part:
    """Hold one part of a halt: bins `a` to `b` (exclusive) of the halt, epoch seconds, its place and explanations."""

    a: int
    b: int
    begin_s: float
    end_s: float
    x: float = 0.0
    y: float = 0.0
    score: float = 0.0
    spread: float = 0.0
    parked: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    notes: list[SpokenNote] = field(default_factory=list)


Shape = tuple[float, float, float, float, float | None]


class Partition:
    """Find the likeliest parts of one halt by cutting it in two as long as that explains the fixes better."""

    def __init__(self, track: Track, halt: Halt, notes: list[SpokenNote]) -> None:
        self.halt, self.notes = halt, notes
        index = halt.index
        self.t, self.x, self.y, self.acc = track.t[index], track.x[index], track.y[index], track.accuracy[index]
        n = len(index)
        self.log_acc = np.log(self.acc)
        self.road = _road_accuracy(track, halt)
        self.hold = _holding(self.t)
        sigma = float(np.clip(np.median(self.acc), 10.0, 60.0))
        self.var = sigma * sigma / 2.0 + 25.0
        self.total_s = max(float(self.t[-1] - self.t[0]), 0.0)
        self.effective = min(1.0 + self.total_s / BELIEFS.correlation_s, float(n))
        self.weight = self.hold / np.clip(self.acc, 10.0, None)
        self.weight = self.weight / self.weight.sum()

        self._shapes: dict[tuple[int, int], Shape] = {}

    def parts(self, near: Near) -> list[Part]:
        """Give the parts in order of time, weighed with what `near` knows."""
        self.near = near
        whole = self._part(0, len(self.t), self.halt.begin_s, self.halt.end_s)
        return self._split(whole, 0)

    def _split(self, part: Part, depth: int) -> list[Part]:
        if depth >= 4 or part.b - part.a < 2 or part.end_s - part.begin_s < 240.0:
            return [part]
        best_gain, best = 0.0, None
        unit = math.log(2.0 * math.pi * self.var)
        for cut, at in self._cuts(part):
            left = self._part(part.a, cut, part.begin_s, at)
            right = self._part(cut, part.b, at, part.end_s)
            both = left.score + right.score + unit + math.log(BELIEFS.next_stop_odds)
            options = [(both, False, False)]
            lean_left = self._parked(left, right)
            lean_right = self._parked(right, left)
            options.append((lean_left + right.score + unit, True, False))
            options.append((left.score + lean_right + unit, False, True))
            value, pl, pr = max(options)
            if value - part.score > best_gain:
                left.parked, right.parked = pl, pr
                best_gain, best = value - part.score, (left, right)
        if best is None:
            return [part]
        found: list[Part] = []
        for piece in best:
            found += [piece] if piece.parked else self._split(piece, depth + 1)
        return found

    def _cuts(self, part: Part) -> list[tuple[int, float]]:
        """Propose where to cut: where the position shifts most, where silence lies, and where a note ended."""
        a, b = part.a, part.b
        w, x, y, t = self.weight[a:b], self.x[a:b], self.y[a:b], self.t[a:b]
        cw, cx, cy = np.cumsum(w)[:-1], np.cumsum(w * x)[:-1], np.cumsum(w * y)[:-1]
        total, sx, sy = w.sum(), (w * x).sum(), (w * y).sum()
        rest = np.maximum(total - cw, 1e-12)
        gain = cw * rest / total * ((cx / cw - (sx - cx) / rest) ** 2 + (cy / cw - (sy - cy) / rest) ** 2)
        cuts: dict[int, float] = {}
        order = np.argsort(-gain, kind="stable")
        for i in order.tolist():
            if len(cuts) >= MOST_CUTS:
                break
            if all(abs(i + 1 + a - c) > 3 for c in cuts):
                cuts[i + 1 + a] = float(0.5 * (t[i] + t[i + 1]))
        for note in self.notes:
            if part.begin_s + 90.0 < note.ended_s < part.end_s - 90.0:
                i = int(np.searchsorted(t, note.ended_s + 20.0))
                if 0 < i < b - a:
                    cuts[i + a] = note.ended_s + 10.0
        return sorted(cuts.items())

    def _part(self, a: int, b: int, begin: float, end: float) -> Part:
        cx, cy, v2, share, outdoors = self._shape(a, b)
        n = max(self.effective * share, 0.3)
        part = Part(a, b, begin, end, cx, cy, spread=n * v2 / (2.0 * self.var))
        part.notes = [s for s in self.notes if self._belongs(s, begin, end, b == len(self.t))]
        first, last = max(float(self.t[a]), begin), min(float(self.t[b - 1]), end)
        lo = self.halt.earliest_s if a == 0 else first
        hi = self.halt.latest_s if b == len(self.t) else last
        spot = Spot(
            cx,
            cy,
            math.sqrt(2.0 * self.var / max(n, 1.0)),
            first,
            last,
            lo,
            hi,
            begin,
            end,
            b - a < 3,
            outdoors,
        )
        part.candidates = self.near.candidates(spot, part.notes)
        z = sum(c.weight for c in part.candidates)
        part.score = math.log(z) - part.spread
        return part

    def door_times(self, part: Part) -> tuple[float, float]:
        """Estimate when the rep went in and came out, epoch s."""
        own = slice(part.a, part.b)
        stay = Stay(self.t[own], self.x[own], self.y[own], self.log_acc[own], self.hold[own], self.var, self.road)
        before = float(self.t[part.a]) - (part.begin_s if part.a == 0 else float(self.t[part.a - 1]))
        after = (part.end_s if part.b == len(self.t) else float(self.t[part.b])) - float(self.t[part.b - 1])
        return door_times(stay, part.begin_s, part.end_s, before, after)

    def _outdoors(self, a: int, b: int) -> float | None:
        """Tell how much the claimed accuracy looks like that of the drive around the halt: outside, 1; inside, 0."""
        if b - a < 4 or math.isnan(self.road):
            return None
        order = np.argsort(self.log_acc[a:b], kind="stable")
        filled = np.cumsum(self.hold[a:b][order])
        middle = float(self.log_acc[a:b][order][int(np.searchsorted(filled, 0.5 * filled[-1]))])
        return 1.0 / (1.0 + math.exp(max(-30.0, min(30.0, (middle - self.road - 0.22) / 0.12))))

    def _belongs(self, note: SpokenNote, begin: float, end: float, is_last: bool) -> bool:
        return begin + 30.0 < note.ended_s <= (self.halt.latest_s + 420.0 if is_last else end + 20.0)

    def _parked(self, part: Part, beside: Part) -> float:
        """Score a part as time in or at the car of the part beside it."""
        r2 = (part.x - beside.x) ** 2 + (part.y - beside.y) ** 2
        density = math.exp(-r2 / (2.0 * BELIEFS.parked_m**2)) / (2.0 * math.pi * BELIEFS.parked_m**2)
        lasts = math.exp(-(part.end_s - part.begin_s) / BELIEFS.parked_s)
        return math.log(BELIEFS.parked_odds * max(density * lasts, 1e-300)) - part.spread

    def _shape(self, a: int, b: int) -> Shape:
        """Give centre, mean squared distance, share of the weight and outdoors of some bins, worked out once."""
        if (a, b) not in self._shapes:
            w = self.weight[a:b]
            middle = _middle(self.x[a:b], self.y[a:b], w, 18.0 * self.var)
            self._shapes[a, b] = (*middle, float(w.sum()), self._outdoors(a, b))
        return self._shapes[a, b]


def _road_accuracy(track: Track, halt: Halt) -> float:
    """Give the median log of the accuracy claimed while driving within twenty minutes of the halt; NaN if unknown."""
    a, b = int(halt.index[0]), int(halt.index[-1])
    lo, hi = np.searchsorted(track.t, [halt.first_s - 1200.0, halt.last_s + 1200.0]).tolist()
    t, x, y = track.t[lo:hi], track.x[lo:hi], track.y[lo:hi]
    if len(t) < 5:
        return math.nan
    speed = np.zeros(len(t))
    speed[1:-1] = np.hypot(x[2:] - x[:-2], y[2:] - y[:-2]) / np.maximum(t[2:] - t[:-2], 1.0)
    number = np.arange(lo, hi)
    moving = (speed > 4.0) & ((number < a) | (number > b))
    return float(np.median(np.log(track.accuracy[lo:hi][moving]))) if moving.sum() >= 3 else math.nan


def _holding(t: Floats) -> Floats:
    """Say for how many seconds each fix stands: half the way to its neighbours, at most two minutes."""
    if len(t) < 2:
        return np.ones(len(t))
    return np.asarray(np.clip(np.gradient(t), 1.0, 120.0))


def _middle(x: Floats, y: Floats, w: Floats, cap: float) -> tuple[float, float, float]:
    """Give the robust centre and the mean squared distance from it, each fix's capped."""
    if len(x) == 1:
        return float(x[0]), float(y[0]), 0.0
    total = w.sum()
    cx, cy = float(w @ x / total), float(w @ y / total)
    dx, dy = x - cx, y - cy
    r2 = dx * dx + dy * dy
    if len(x) > 2:
        for _ in range(3):
            pull = w / np.sqrt(np.maximum(r2, 64.0))
            total_pull = pull.sum()
            cx, cy = float(pull @ x / total_pull), float(pull @ y / total_pull)
            dx, dy = x - cx, y - cy
            r2 = dx * dx + dy * dy
    return cx, cy, float(w @ np.minimum(r2, cap) / total)
