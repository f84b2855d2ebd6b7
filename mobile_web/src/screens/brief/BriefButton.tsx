import type { Named } from "../../api/contract";
import { sheet } from "../../app/state";
import { Icon } from "../../components/Icon";

/** Opens what is known about a customer, to be read before the door. */
export function BriefButton({ customer }: { customer: Named }) {
  return (
    <button
      type="button"
      class="button"
      aria-label={`Brief on ${customer.name}`}
      onClick={() => {
        sheet.value = { kind: "brief", customer };
      }}
    >
      <Icon name="brief" /> Brief
    </button>
  );
}
