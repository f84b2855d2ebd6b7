"""Split a halt into what was done in it: waiting in the car, one customer, the next door, nobody's."""

import itertools
import math
from dataclasses import dataclass, field

import numpy as np

from visits.beliefs import BELIEFS
from visits.cleaning import Track
from visits.distance import Floats
from visits.edges import Stay, door_times
from visits.halts import Halt
from visits.matching import Candidate, Near, Spot, blend
from visits.types import LatLon, SpokenNote, Whereabouts

MOST_BOUNDS = 6
PATH_SPANS = 16
LEAST_SHIFT = 1.5
ENTRANCE_S, ENTRANCE_FIXES = 30.0, 8
STOP, BEFORE, AFTER = 0, 1, 2  # what a piece of a halt is: a stop, at the car before one, at the car after one


NOWHERE = Spot(0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


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
    spot: Spot = NOWHERE


Shape = tuple[float, float, float, float, float, float | None]


class Partition:
    """Find the likeliest parts of one halt by cutting it in two as long as that explains the fixes better."""

    def __init__(self, track: Track, halt: Halt, notes: list[SpokenNote]) -> None:
        self.halt, self.notes, self.plane = halt, notes, track.plane
        index = halt.index
        self.t, self.x, self.y, self.acc = track.t[index], track.x[index], track.y[index], track.accuracy[index]
        n = len(index)
        self.log_acc = np.log(self.acc)
        self.road = _road_accuracy(track, halt)
        self.hold = _holding(self.t)
        sigma = float(np.clip(np.median(self.acc), 10.0, 60.0))
        self.var = sigma * sigma / 2.0 + BELIEFS.room_m**2
        self.scale = self.var / _variance(self.acc)
        self.total_s = max(float(self.t[-1] - self.t[0]), 0.0)
        self.effective = min(1.0 + self.total_s / BELIEFS.correlation_s, float(n))
        self.weight = self.hold / np.clip(self.acc, 10.0, None)
        self.weight = self.weight / self.weight.sum()
        self.share = self.hold / self.hold.sum()

        self._gains: dict[tuple[int, int], tuple[float, int]] = {}
        middle_x, middle_y = float(np.median(self.x)), float(np.median(self.y))
        self.near_x = np.clip(self.x, middle_x - 150.0, middle_x + 150.0)
        self.near_y = np.clip(self.y, middle_y - 150.0, middle_y + 150.0)
        self._shapes: dict[tuple[int, int], Shape] = {}
        self._doors: dict[tuple[int, int, float, float], tuple[float, float]] = {}

    def parts(self, near: Near) -> list[Part]:
        """Give the parts in order of time, weighed with what `near` knows."""
        self.near = near
        bounds, at = self._bounds()
        pieces = {
            (i, j): self._part(bounds[i], bounds[j], at[i], at[j])
            for i, j in itertools.combinations(range(len(bounds)), 2)
        }
        return self._best_chain(pieces, len(bounds) - 1)

    def _best_chain(self, pieces: dict[tuple[int, int], Part], last: int) -> list[Part]:
        """Find the likeliest chain of pieces by dynamic programming over their ends.

        A piece is a stop, or time at the car after the stop before it, or before the stop after it.
        """
        unit = math.log(2.0 * math.pi * self.var)
        again = unit + math.log(BELIEFS.next_stop_odds)
        best: dict[tuple[int, int, int], tuple[float, tuple[int, int, int] | None]] = {}
        for j in range(1, last + 1):
            for i in range(j):
                piece = pieces[i, j]
                best[i, j, STOP] = (piece.score, None) if i == 0 else (-math.inf, None)
                best[i, j, BEFORE] = (0.0, None) if i == 0 else (-math.inf, None)
                best[i, j, AFTER] = (-math.inf, None)
                for h in range(i):
                    old = pieces[h, i]
                    stopped, waited, parked = (best[h, i, kind][0] for kind in (STOP, BEFORE, AFTER))
                    at_car = self._parked(old, piece)
                    options = (
                        (STOP, stopped + again + piece.score, STOP),
                        (STOP, waited + unit + at_car + piece.score, BEFORE),
                        (STOP, parked + again + piece.score, AFTER),
                        (AFTER, stopped + unit + self._parked(piece, old) + self._told(old, piece), STOP),
                        (BEFORE, max(stopped, parked) + unit, STOP if stopped > parked else AFTER),
                    )
                    for kind, value, came in options:
                        if value > best[i, j, kind][0]:
                            best[i, j, kind] = (value, (h, i, came))
        end = max(((i, last, kind) for i in range(last) for kind in (STOP, AFTER)), key=lambda state: best[state][0])
        chain: list[Part] = []
        state: tuple[int, int, int] | None = end
        said: list[SpokenNote] = []
        while state is not None:
            piece = pieces[state[0], state[1]]
            piece.parked = state[2] != STOP
            if state[2] == AFTER:
                said = piece.notes
            elif said:
                piece.notes = piece.notes + said
                piece.candidates = self.near.candidates(piece.spot, piece.notes)
                said = []
            chain.append(piece)
            state = best[state][1]
        return chain[::-1]

    def _bounds(self) -> tuple[list[int], list[float]]:
        """Propose where parts may begin and end: where the position shifts, and where a note ended."""
        n = len(self.t)
        found: dict[int, float] = {}
        spans = [(0, n)] if n > 1 else []
        while spans and len(found) < MOST_BOUNDS:
            shifts = [(self._shift(a, b), a, b) for a, b in spans]
            (gain, cut), a, b = max(shifts)
            if gain < LEAST_SHIFT:
                break
            found[cut] = float(0.5 * (self.t[cut - 1] + self.t[cut]))
            spans = [s for s in spans if s != (a, b)] + [s for s in ((a, cut), (cut, b)) if s[1] - s[0] >= 2]
        for note in self.notes:
            if self.halt.begin_s + 90.0 < note.ended_s < self.halt.end_s - 90.0:
                i = int(np.searchsorted(self.t, note.ended_s + 20.0))
                if 0 < i < n:
                    found[i] = note.ended_s + 10.0
        cuts = sorted(found)
        return [0, *cuts, n], [self.halt.begin_s, *(found[c] for c in cuts), self.halt.end_s]

    def _shift(self, a: int, b: int) -> tuple[float, int]:
        """Give the best cut of some bins by position alone and its gain in log-likelihood."""
        if (a, b) in self._gains:
            return self._gains[a, b]
        w, x, y = (self.share * self.scale)[a:b], self.near_x[a:b], self.near_y[a:b]
        cw, cx, cy = np.cumsum(w), np.cumsum(w * x), np.cumsum(w * y)
        total, sx, sy = cw[-1], cx[-1], cy[-1]
        cw, cx, cy = cw[:-1], cx[:-1], cy[:-1]
        rest = np.maximum(total - cw, 1e-12)
        apart = (cx / cw - (sx - cx) / rest) ** 2 + (cy / cw - (sy - cy) / rest) ** 2
        gain = cw * rest / total * apart * self.effective / (2.0 * self.var)
        best = int(np.argmax(gain))
        self._gains[a, b] = (float(gain[best]), a + best + 1)
        return self._gains[a, b]

    def _part(self, a: int, b: int, begin: float, end: float) -> Part:
        cx, cy, v2, share, precision, outdoors = self._shape(a, b)
        n = max(self.effective * share, 0.3)
        part = Part(a, b, begin, end, cx, cy, spread=n * v2 / (2.0 * self.var))
        part.notes = [s for s in self.notes if self._belongs(s, begin, end, b == len(self.t))]
        first, last = max(float(self.t[a]), begin), min(float(self.t[b - 1]), end)
        lo = self.halt.earliest_s if a == 0 else first
        hi = self.halt.latest_s if b == len(self.t) else last
        spot = Spot(
            cx,
            cy,
            math.sqrt(2.0 * self.var / precision / max(n, 1.0)),
            first,
            last,
            lo,
            hi,
            begin,
            end,
            b - a < 3,
            outdoors,
        )
        part.spot = spot
        part.candidates = self.near.candidates(spot, part.notes)
        z = sum(c.weight for c in part.candidates)
        part.score = math.log(z) - part.spread
        return part

    def _told(self, stop: Part, car: Part) -> float:
        """Score a note spoken at the car as said about the stop before it."""
        if not car.notes:
            return 0.0
        plain = sum(c.weight for c in stop.candidates)
        told = sum(c.weight for c in self.near.candidates(stop.spot, stop.notes + car.notes))
        return math.log(told / plain)

    def door_times(self, part: Part) -> tuple[float, float]:
        """Estimate when the rep went in and came out, epoch s; worked out once."""
        known = (part.a, part.b, part.begin_s, part.end_s)
        if known not in self._doors:
            self._doors[known] = self._door_times(part)
        return self._doors[known]

    def _door_times(self, part: Part) -> tuple[float, float]:
        if self.halt.on_foot:
            return part.begin_s, part.end_s
        own = slice(part.a, part.b)
        stay = Stay(self.t[own], self.x[own], self.y[own], self.log_acc[own], self.hold[own], self.var, self.road)
        before = float(self.t[part.a]) - (part.begin_s if part.a == 0 else float(self.t[part.a - 1]))
        after = (part.end_s if part.b == len(self.t) else float(self.t[part.b])) - float(self.t[part.b - 1])
        return door_times(stay, part.begin_s, part.end_s, before, after)

    def entrance(self, part: Part, arrive_s: float) -> LatLon | None:
        """Give where the phone was last seen before going in, degrees; None unless it was within half a minute."""
        last = int(np.searchsorted(self.t, arrive_s)) - 1
        if last < 0 or arrive_s - float(self.t[last]) > ENTRANCE_S or part.b - part.a < ENTRANCE_FIXES:
            return None
        return self.plane.lat_lon(float(self.x[last]), float(self.y[last]))

    def path(self, part: Part, arrive_s: float, leave_s: float) -> tuple[Whereabouts, ...]:
        """Give where the phone was in each of sixteen equal spans between two moments of a part."""
        own = slice(part.a, part.b)
        number = np.floor((self.t[own] - arrive_s) / max(leave_s - arrive_s, 1.0) * PATH_SPANS).astype(np.intp)
        inside = (number >= 0) & (number < PATH_SPANS)
        number = number[inside]
        w = (self.share * self.scale)[own][inside] * self.effective / self.var
        total = np.bincount(number, w, PATH_SPANS)
        x = np.bincount(number, w * self.near_x[own][inside], PATH_SPANS) / np.maximum(total, 1e-12)
        y = np.bincount(number, w * self.near_y[own][inside], PATH_SPANS) / np.maximum(total, 1e-12)
        return tuple(
            Whereabouts(p, *self.plane.lat_lon(px, py))
            for p, px, py in zip(total.tolist(), x.tolist(), y.tolist(), strict=True)
        )

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
        if self.halt.on_foot:
            return -math.inf
        r2 = (part.x - beside.x) ** 2 + (part.y - beside.y) ** 2
        density = math.exp(-r2 / (2.0 * BELIEFS.parked_m**2)) / (2.0 * math.pi * BELIEFS.parked_m**2)
        waited = part.end_s - part.begin_s
        lasts = math.exp(-waited / BELIEFS.parked_s - (waited / BELIEFS.parked_most_s) ** 3)
        if part.spot.outdoors is not None:
            lasts *= blend(BELIEFS.outdoors_parked, part.spot.outdoors)
        return math.log(BELIEFS.parked_odds * max(density * lasts, 1e-300)) - part.spread

    def _shape(self, a: int, b: int) -> Shape:
        """Give centre, mean squared distance, share of the weight and outdoors of some bins, worked out once."""
        if (a, b) not in self._shapes:
            w, share, scale = self.weight[a:b], self.share[a:b], self.scale[a:b]
            total = float(share.sum())
            cx, cy, r2 = _middle(self.x[a:b], self.y[a:b], w)
            v2 = float(share @ np.minimum(r2 * scale, 18.0 * self.var) / total)
            precision = float(share @ scale / total)
            self._shapes[a, b] = (cx, cy, v2, total, precision, self._outdoors(a, b))
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


def _middle(x: Floats, y: Floats, w: Floats) -> tuple[float, float, Floats]:
    """Give the robust centre and each fix's squared distance from it."""
    if len(x) == 1:
        return float(x[0]), float(y[0]), np.zeros(1)
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
    return cx, cy, np.asarray(r2)


def _variance(accuracy: Floats) -> Floats:
    """Give each fix's variance by the claims around it: a single claim often lies, seven seldom."""
    n = len(accuracy)
    reach = min(3, (n - 1) // 2)
    if reach:
        padded = np.pad(accuracy, reach, mode="reflect")
        accuracy = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), axis=1)
    return np.asarray(np.clip(accuracy, 10.0, 60.0) ** 2 / 2.0 + BELIEFS.room_m**2)
