import type { Brief } from "../../api/contract";
import { usePhone } from "../../app/context";
import { errands } from "../../app/state";
import { answerWithErrands } from "../../outbox/overlay";
import { is_connected } from "../today/connection";
import { tapLine } from "./brief_words";

/** The one thing to ask here: a tap keeps the answer, or that they would rather not say; a number or words are told in the note. */
export function AskCard({ brief, question }: { brief: Brief; question: NonNullable<Brief["question"]> }) {
  const phone = usePhone();
  const { is_done, refusal, errand_id, value } = answerWithErrands(question.id, errands.value);
  const answer = (said: string | null) => void phone.taps.answer(brief.customer.id, question, said);
  const may_answer = !is_done && !refusal;
  // A brief kept from an older server offers none.
  const options = question.options ?? [];
  return (
    <section class="brief-ask" aria-label="Ask">
      <h3>Ask</h3>
      <p>{question.text}</p>
      {question.why && <span class="brief-small">{question.why}</span>}
      {may_answer && options.length === 0 && <span class="brief-small">Say the answer in your note.</span>}
      {is_done && <span class="brief-small">{tapLine(value === null ? "They would rather not say" : `Answered: ${optionWords(value)}`, is_connected.value)}</span>}
      {refusal && <span class="brief-small brief-refused">The server could not take this answer: {refusal} It is kept under what waits.</span>}
      <div class="brief-answers" role="group" aria-label="Answers">
        {may_answer &&
          options.map((option) => (
            <button key={option} type="button" class="button" onClick={() => answer(option)}>
              {optionWords(option)}
            </button>
          ))}
        {may_answer && (
          <button type="button" class="button button-quiet" onClick={() => answer(null)}>
            Would rather not say
          </button>
        )}
        {is_done && errand_id && (
          <button type="button" class="button button-quiet" aria-label="Undo the answer" onClick={() => void phone.taps.takeBack(errand_id)}>
            Undo
          </button>
        )}
      </div>
    </section>
  );
}

function optionWords(option: string): string {
  return option[0]?.toUpperCase() + option.slice(1);
}
