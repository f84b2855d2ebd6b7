import { useEffect } from "preact/hooks";
import type { Brief, Promised } from "../../api/contract";
import { errands } from "../../app/state";
import { say } from "../../app/toasts";
import { briefAloud } from "../../brief/aloud";
import { readAloud, reading_aloud, stopReading } from "../../brief/voice";
import { Icon } from "../../components/Icon";
import { promiseWithErrands } from "../../outbox/overlay";

function isOpen({ id }: Promised): boolean {
  return promiseWithErrands(id, errands.value).closed_as === null;
}

/** Reads the brief aloud in twenty seconds, for somebody who is walking; a second tap ends it. */
export function HearBrief({ brief }: { brief: Brief }) {
  const { id } = brief.customer;
  const is_reading = reading_aloud.value === id;
  useEffect(() => stopReading, [id]);
  const hear = async (): Promise<void> => {
    if (await readAloud(id, briefAloud({ ...brief, promises: brief.promises.filter(isOpen) }))) return;
    say("This phone has no voice of its own. Voices that need the network are not used.");
  };
  return (
    <button type="button" class="button button-wide" onClick={() => void hear()}>
      <Icon name={is_reading ? "stop" : "speaker"} /> {is_reading ? "Stop reading" : "Hear it"}
    </button>
  );
}
