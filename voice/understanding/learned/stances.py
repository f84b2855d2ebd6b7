"""The learned word on a product's stance, beside what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.attitude.stance import Stance, rule_stances
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.learned.features import folded, stance_features
from voice.understanding.learned.weights import weights_of
from voice.understanding.products.product_lists import product_groups

FREE = 0.4  # belief that decides where the rules only guess
AGAINST = 0.6  # belief that overrules a cue


def rule_name_of_stance(rule: Stance) -> str:
    """Name what the rules say, with "?" where no cue decided it."""
    return rule.stance + ("" if rule.certain else "?")


def find_stances(reading: Reading) -> tuple[Stance | None, ...]:
    """Decide the stance for each product mention of `reading`, in order; None where the mention is no item."""
    return _weighed(reading, rule_stances(reading))


def _weighed(reading: Reading, rules: tuple[Stance | None, ...]) -> tuple[Stance | None, ...]:
    """Let the learned weights decide where the rules guess, and overrule them where belief is high."""
    if not any(rules):
        return rules
    tokens = folded(reading)
    weights = weights_of("stance")
    decided: list[Stance | None] = []
    for group in product_groups(reading):
        for mention in group:
            rule = rules[len(decided)]
            if rule is None or rule.firm or not mention.ids or _is_counted_before_others(reading, group, mention):
                decided.append(rule)
                continue
            belief = weights.probabilities(stance_features(reading, tokens, group, mention, rule_name_of_stance(rule)))
            best = max(belief, key=lambda name: belief[name])
            if best != rule.stance and belief[best] >= (AGAINST if rule.certain else FREE):
                rule = replace(rule, stance=best, certain=True)
            decided.append(rule)
    return tuple(decided)


def _is_counted_before_others(reading: Reading, group: Sequence[Mention], mention: Mention) -> bool:
    """Tell whether goods have a count before the next of a list: what stands behind the list is not theirs."""
    later = [other.start for other in group if other.start >= mention.end]
    return bool(later) and any(mention.end <= figure.start < min(later) for figure in reading.figures)
