import { notices, sheet } from "../../app/state";
import { Icon } from "../../components/Icon";
import "./notices_sheet.css";

/** The bell: how much of what colleagues told is not read yet. */
export function NoticesButton() {
  const count = notices.value.filter(({ is_read }) => !is_read).length;
  return (
    <button
      type="button"
      class="button-icon notices-bell"
      aria-label={count > 0 ? `Notices, ${count} new` : "Notices"}
      onClick={() => {
        sheet.value = { kind: "notices" };
      }}
    >
      <Icon name="bell" />
      {count > 0 && (
        <span class="notices-count" aria-hidden="true">
          {count > 9 ? "9+" : count}
        </span>
      )}
    </button>
  );
}
