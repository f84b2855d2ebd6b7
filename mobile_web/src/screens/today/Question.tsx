import { computed } from "@preact/signals";
import { time_zone, visits } from "../../app/state";
import { span } from "../../time/format";
import { VisitAnswers } from "./VisitAnswers";
import "./question.css";

const asked = computed(() => visits.value.find((visit) => visit.is_question) ?? null);

/** The one question of the day, on top, where it is seen; the visit itself stands in the day's line all the same. */
export function Question() {
  const visit = asked.value;
  if (!visit) return null;
  return (
    <section class="question" aria-label="One question">
      <h2>{visit.customer ? `Were you at ${visit.customer.name}?` : "Where were you?"}</h2>
      <p>{[span(visit.arrived_at, visit.left_at, time_zone.value), ...visit.reasons].join(" · ")}</p>
      <VisitAnswers visit={visit} />
    </section>
  );
}
