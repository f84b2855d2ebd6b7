import { useEffect } from "preact/hooks";
import { usePhone } from "../../app/context";
import { now_ms, sheet, sources } from "../../app/state";
import { Row } from "../../components/Row";
import { Sheet } from "../../components/Sheet";
import { is_connected } from "../today/connection";
import { liveWords } from "./live_words";

/** Which app tells where this phone is while Rounds is closed. */
export function SourcesSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  useEffect(() => void phone.sources.refresh(), [phone]);
  const told = sources.value;
  return (
    <Sheet title="Location app" onClose={onClose}>
      <p class="sheet-note">
        A web page cannot know where the phone is while it is closed. One of these free apps can, and tells your own server only. What you
        chose under Me counts for them, too.
      </p>
      {!told && (
        <p class="notice" role="status">
          {is_connected.value ? "Looking…" : "Setting up an app needs a network. There is none now."}
        </p>
      )}
      <ul class="rows">
        {told?.answer.apps.map((source) => (
          <Row
            key={source.app}
            title={source.title}
            detail={source.is_set_up ? liveWords(source, told, now_ms.value).long : source.platforms.join(", ")}
            is_warning={source.is_silent}
            onOpen={() => {
              sheet.value = { kind: "source", app: source.app };
            }}
          />
        ))}
      </ul>
    </Sheet>
  );
}
