"""What is believed before any fix comes: how reps work and how phones err. One place, so that one place is tuned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Hold the engine's prior beliefs: metres, seconds, visits per day, odds (bench/visits.py measures with them)."""

    # Where fixes fall when the rep is at a customer.
    pin_m: float = 20.0  # how far the CRM's point and the building's bias put a stop's centre from the door
    car_m: float = 50.0  # how far from the door the car stands
    car_share_lone: float = 0.5  # stops of one or two fixes seen only from the car
    car_share: float = 0.08
    # How often.
    owner_bonus: float = 1.2  # visits in ninety days added for the own customers: new ones have no history
    other_bonus: float = 0.12
    nobody_near: float = 0.06  # stops at nobody's per visit, around customers
    nobody_near_m: float = 130.0
    beside: float = 0.03  # of those, per visit, just before or after it
    beside_m: float = 60.0
    same_again: float = 0.03  # a customer twice with only a drive between
    nobody_far: float = 2e-8  # per day and square metre, anywhere
    seen_before: float = 0.8  # how much a customer seen elsewhere that day is less likely here
    home: float = 0.5  # halts at home, and at the office, per day
    home_ends: float = 80.0  # how much more often the first and the last halt of a day
    office: float = 0.4
    # What else speaks.
    diary_none: float = 0.55
    diary_hit: float = 25.0
    diary_s: float = 1400.0
    closed: float = 0.2
    note_none: float = 0.55
    note_some: float = 12.0
    note_again: float = 0.1  # a second note about one visit
    note_named: float = 40.0
    note_other: float = 0.04
    note_named_nobody: float = 0.15
    shortest_s: float = 150.0
    shortest_soft_s: float = 40.0
    outdoors_visit: float = 0.07
    outdoors_nobody: float = 0.6
    outdoors_parked: float = 0.9
    # How halts fall into parts.
    correlation_s: float = 150.0  # fixes nearer in time than this err together
    room_m: float = 8.0  # how far people move about inside, each way
    next_stop_odds: float = 2.0
    parked_odds: float = 1.0
    parked_m: float = 60.0
    parked_s: float = 340.0
    parked_most_s: float = 600.0
    # Two visits next door to one another in one stay: odds by its length, and what the neighbour's appointment adds.
    second_unseen: float = 0.3  # per 25 minutes, where a walk between them would show no fix
    second_seen: float = 0.12
    second_diary: float = 10.0
    second_note: float = 3.0
    second_no_note: float = 0.4
    # When to name and when to ask.
    named: float = 0.45
    sure: float = 0.75
    worth_asking: float = 0.3
    questions: int = 3  # a day at most
    # Which groups of fixes are stops.
    passing: float = 1e-8
    passing_least: float = 3e-7
    ping: float = 2.0
    called: float = 1.8
    note_near: float = 2.0
    afoot: float = 1.5  # log-odds of standing where, on foot, no steady walking is seen for a minute
    unseen: float = 0.06
    unseen_note: float = 2.0
    rest_short_s: float = 700.0
    rest_long_s: float = 1800.0


BELIEFS = Beliefs()
