import { chosen_language, location_choice, pairing, sheet, told_language } from "../../app/state";
import { Row } from "../../components/Row";
import { ModeChoice } from "./ModeChoice";
import { OwnPlaces } from "./OwnPlaces";
import { PositionState } from "./PositionState";
import { hoursWords } from "./hours_words";
import { languageLine } from "./language_words";
import { HearingRow } from "./HearingRow";
import { SourcesRow } from "./SourcesRow";
import "./me.css";

/** What this phone may know about its owner, and what it told. */
export function MeScreen() {
  const choice = location_choice.value;
  return (
    <main class="place">
      <h1>Me</h1>
      <PositionState />
      {choice && <ModeChoice choice={choice} />}
      {choice && choice.mode !== "none" && (
        <section class="me-part" aria-label="Hours and places">
          <h2>Hours and places</h2>
          <ul class="rows">
            <Row
              title="Working hours"
              detail={choice.hours ? hoursWords(choice.hours) : `The company's: ${hoursWords(choice.company_hours)}`}
              onOpen={() => {
                sheet.value = { kind: "hours" };
              }}
            />
            <SourcesRow />
          </ul>
          <OwnPlaces places={choice.places} />
        </section>
      )}
      <section class="me-part" aria-label="Speaking">
        <h2>Speaking</h2>
        <ul class="rows">
          <Row
            title="Language of your notes"
            detail={languageLine(told_language.value, chosen_language.value)}
            is_warning={told_language.value?.problem != null}
            onOpen={() => {
              sheet.value = { kind: "language" };
            }}
          />
        </ul>
      </section>
      <section class="me-part" aria-label="Without a network">
        <h2>Without a network</h2>
        <ul class="rows">
          <HearingRow />
        </ul>
      </section>
      <section class="me-part" aria-label="In the open">
        <h2>In the open</h2>
        <ul class="rows">
          <Row
            title="What left my phone"
            detail="Counted day by day, by this phone and by the server"
            onOpen={() => {
              sheet.value = { kind: "what-left" };
            }}
          />
          {choice?.mode === "trail" && (
            <Row
              title="My own trail"
              detail="Seen by you alone"
              onOpen={() => {
                sheet.value = { kind: "trail" };
              }}
            />
          )}
          <Row
            title="This phone"
            detail={`Paired for ${pairing.value?.staff.name ?? ""}`}
            onOpen={() => {
              sheet.value = { kind: "phone" };
            }}
          />
        </ul>
        <p class="me-link">
          <a href="/privacy">How your data are treated</a>
        </p>
      </section>
    </main>
  );
}
