import type { Brief } from "../../api/contract";
import { PlayButton } from "../../components/PlayButton";
import { agoWords } from "../near/due_words";

/** One thing that is known: since when, what was before, who heard it, and the second in which it was said. */
export function KnownFact({ fact, today }: { fact: Brief["facts"][number]; today: string }) {
  return (
    <li class="brief-known">
      {fact.recording_id && <PlayButton recording_id={fact.recording_id} fact={fact} />}
      <span>
        <span class="brief-small">{fact.label}</span>
        {fact.text}
        <span class="brief-small">{[`Said ${agoWords(fact.said_on, today)}`, fact.by && `to ${fact.by}`].filter(Boolean).join(" ")}</span>
      </span>
    </li>
  );
}
