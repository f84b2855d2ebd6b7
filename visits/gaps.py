"""Decide which groups of fixes were stops and where the time between them went."""

import itertools
import math
from dataclasses import dataclass

from visits.beliefs import BELIEFS
from visits.stays import Group

LOG_ZERO = -1e9


def travel_s(distance: float) -> float:
    """Estimate driving time in seconds for a straight distance in metres: slow in town, faster on long ways."""
    return 1.3 * distance / (7.0 + 13.0 * distance / (distance + 6000.0))


@dataclass(slots=True)
class Between:
    """Hold what lies between two groups: `slack_s` is the time that travelling does not explain."""

    travel_s: float
    slack_s: float
    walking: bool


@dataclass(frozen=True, slots=True)
class Sampling:
    """Hold how a stretch was sampled: `interval_s` the usual time between fixes on the move."""

    interval_s: float

    @property
    def hole_share(self) -> float:
        """Give the share of stops whose begin or end no fix shows."""
        return min(0.9, 0.1 + 0.8 * self.interval_s / (self.interval_s + 120.0))

    @property
    def unseen_share(self) -> float:
        """Give the share of stops that no fix shows at all."""
        return min(0.3, 0.01 + 0.3 * self.interval_s / (self.interval_s + 240.0))


def between(groups: list[Group]) -> list[Between]:
    """Measure the time and the way between each two neighbouring groups."""
    gaps = []
    for a, b in itertools.pairwise(groups):
        distance = math.hypot(a.x - b.x, a.y - b.y)
        walking = distance < 180.0
        needed = min(travel_s(distance), distance / 1.2) if walking else travel_s(distance)
        gaps.append(Between(needed, b.first_s - a.last_s - needed, walking))
    return gaps


def stop_chances(
    stop_odds: list[float], groups: list[Group], gaps: list[Between], sampling: Sampling, hidden_odds: list[float]
) -> tuple[list[float], list[float]]:
    """Give each group's probability to be a stop and each gap's to hide one that no fix shows.

    Forward-backward over the chain of groups (states: passed through, stopped). `stop_odds`: log-odds of each group
    by place and duration alone; a gap's slack must be explained by its ends or by a hidden stop; `hidden_odds`: log
    prior odds of one per gap.
    """
    n = len(groups)
    pair: list[tuple[tuple[float, float], tuple[float, float]]] = []
    share: list[list[list[float]]] = []
    for gap, odds in zip(gaps, hidden_odds, strict=True):
        rows, hid = [], []
        for a in (0, 1):
            row, hrow = [], []
            for b in (0, 1):
                plain = _slack_density(gap, a + b, sampling)
                hidden = math.exp(odds) * _hidden_density(gap, a + b, sampling)
                row.append(plain + hidden)
                hrow.append(hidden / (plain + hidden))
            rows.append((row[0], row[1]))
            hid.append(hrow)
        pair.append((rows[0], rows[1]))
        share.append(hid)
    unary = []
    for odds in stop_odds:
        p = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))
        unary.append((1.0 - p, p))
    forward = [unary[0]]
    for k in range(1, n):
        f, m = forward[-1], pair[k - 1]
        row2 = [(f[0] * m[0][b] + f[1] * m[1][b]) * unary[k][b] for b in (0, 1)]
        total = sum(row2)
        forward.append((row2[0] / total, row2[1] / total))
    backward = [(1.0, 1.0)] * n
    for k in range(n - 2, -1, -1):
        g, m, u = backward[k + 1], pair[k], unary[k + 1]
        row2 = [sum(m[a][b] * u[b] * g[b] for b in (0, 1)) for a in (0, 1)]
        total = sum(row2)
        backward[k] = (row2[0] / total, row2[1] / total)
    stop = []
    for f, g in zip(forward, backward, strict=True):
        stop.append(f[1] * g[1] / (f[0] * g[0] + f[1] * g[1]))
    hidden_p = []
    for k in range(n - 1):
        f, g, m, u = forward[k], backward[k + 1], pair[k], unary[k + 1]
        joint = [[f[a] * m[a][b] * u[b] * g[b] for b in (0, 1)] for a in (0, 1)]
        total = sum(map(sum, joint))
        hidden_p.append(sum(joint[a][b] * share[k][a][b] for a in (0, 1) for b in (0, 1)) / total)
    return stop, hidden_p


def _slack_density(gap: Between, stops: int, sampling: Sampling) -> float:
    """Give the density of a gap's slack, per second, when so many of its ends (0-2) are stops."""
    scale = 25.0 + 0.35 * gap.travel_s
    drive = _laplace(gap.slack_s, 0.6 * scale, scale)
    if stops == 0:
        return 0.97 * drive + 0.03 * _exponential(gap.slack_s, 400.0)
    holes = sampling.hole_share if stops == 1 else min(0.95, 1.5 * sampling.hole_share)
    wide = _laplace(gap.slack_s, 0.6 * scale, scale + min(sampling.interval_s, 60.0))
    return (1.0 - holes) * wide + holes * _rest(gap.slack_s)


def _hidden_density(gap: Between, stops: int, sampling: Sampling) -> float:
    """Give the density of the slack when a stop of a few minutes to an hour lies in the gap."""
    dwell = gap.slack_s - 60.0
    if gap.walking or dwell < 120.0:
        return 0.0
    return _rest(dwell)


def _rest(seconds: float) -> float:
    """Give the density of a stop's time that no fix shows: minutes mostly, at times an hour."""
    return 0.6 * _exponential(seconds, BELIEFS.rest_short_s) + 0.4 * _exponential(seconds, BELIEFS.rest_long_s)


def _laplace(value: float, below: float, above: float) -> float:
    scale = above if value > 0 else below
    return math.exp(-abs(value) / scale) / (above + below)


def _exponential(value: float, mean: float) -> float:
    # A little mass below zero keeps an optimistic travel time from ruling a stop out.
    return math.exp(-value / mean) / mean if value > 0 else math.exp(value / 30.0) / mean
