import { isResting } from "../../app/hearing";
import { kept_model, sheet } from "../../app/state";
import { Row } from "../../components/Row";
import { hearingState } from "./hearing_words";

/** Whether this phone hears by itself, and the way to have it so. */
export function HearingRow() {
  const kept = kept_model.value;
  return (
    <Row
      title="Hear without a network"
      detail={hearingState(kept)}
      is_warning={kept !== null && isResting(kept.falls)}
      onOpen={() => {
        sheet.value = { kind: "hearing" };
      }}
    />
  );
}
