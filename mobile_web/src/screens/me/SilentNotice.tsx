import { sources, why_no_position } from "../../app/state";
import "../today/notices.css";

/** A location app that should send and does not: said here, to the rep, and to nobody else. */
export function SilentNotice() {
  const silent = (sources.value?.answer.apps ?? []).filter((source) => source.is_set_up && source.is_silent);
  if (silent.length === 0 || why_no_position.value !== null) return null;
  return (
    <p class="notice notice-warn" role="status">
      {silent.map(({ title }) => title).join(" and ")} {silent.length === 1 ? "has" : "have"} sent no position for a while, so visits
      may be missed. Open the app once, and look whether the battery saver stops it. Only you see this.
    </p>
  );
}
