import type { Named } from "../../api/contract";
import { sheet } from "../../app/state";
import { Icon } from "../../components/Icon";

/** Opens what is known about a customer, to be read before the door. */
export function BriefButton({ customer, is_small = false }: { customer: Named; is_small?: boolean }) {
  return (
    <button
      type="button"
      class={is_small ? "button-icon" : "button"}
      aria-label={`Brief on ${customer.name}`}
      onClick={() => {
        sheet.value = { kind: "brief", customer };
      }}
    >
      <Icon name="brief" /> {!is_small && "Brief"}
    </button>
  );
}
