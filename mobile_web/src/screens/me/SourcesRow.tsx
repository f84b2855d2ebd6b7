import { now_ms, sheet, sources } from "../../app/state";
import { Row } from "../../components/Row";
import { liveWords } from "../sources/live_words";

/** The location apps in one line: how fresh they are, or that there is none. */
export function SourcesRow() {
  const told = sources.value;
  const set_up = (told?.answer.apps ?? []).filter((source) => source.is_set_up);
  const detail = !told
    ? "Visits are noticed while this app is closed, too"
    : set_up.length === 0
      ? "None yet: visits are noticed only while this app is open"
      : set_up.map((source) => `${source.title}: ${liveWords(source, told, now_ms.value).short}`).join(", ");
  return (
    <Row
      title="Location app"
      detail={detail}
      is_warning={set_up.some((source) => source.is_silent)}
      onOpen={() => {
        sheet.value = { kind: "sources" };
      }}
    />
  );
}
