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
    owner_bonus: float = 2.2  # visits in ninety days added for the own customers: new ones have no history
    owner_past: float = 0.7  # how much each past visit to an own customer counts: reps even out over their own
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
    # Two visits next door to one another in one stay: log-odds, and what adds to them.
    second: float = -2.3
    second_long: float = 0.33  # per 25 minutes, twice where a walk between them would show no fix
    second_near: float = 1.4
    second_diary: float = 1.8
    second_both: float = 1.5  # where each of the two has an appointment of its own
    second_note: float = 1.4  # one spoken in its middle
    second_notes: float = 2.5
    second_moved: float = 0.5  # per unit of log-likelihood that the fixes show a walk between the doors
    second_doubt: float = 0.7  # by how likely another customer is
    second_ask: float = 0.32
    second_named: float = 0.65
    # When to name and when to ask: what an answer mends, in visits.
    named: float = 0.45
    tempered: float = 0.67  # how much of its log-odds a probability keeps
    lean: float = 0.45
    worth_asking: float = 0.31
    worth_more: float = 0.06  # for each question asked already
    questions: int = 5  # a day at most
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
