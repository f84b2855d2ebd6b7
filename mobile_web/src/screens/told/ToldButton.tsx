import { notices, sheet } from "../../app/state";
import { Icon } from "../../components/Icon";
import "./told.css";

/** The bell: how much of what colleagues told is not read yet. */
export function ToldButton() {
  const count = notices.value.filter(({ is_read }) => !is_read).length;
  return (
    <button
      type="button"
      class="button-icon told-bell"
      aria-label={count > 0 ? `Notices, ${count} new` : "Notices"}
      onClick={() => {
        sheet.value = { kind: "told" };
      }}
    >
      <Icon name="bell" />
      {count > 0 && (
        <span class="told-count" aria-hidden="true">
          {count > 9 ? "9+" : count}
        </span>
      )}
    </button>
  );
}
