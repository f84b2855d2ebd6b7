import type { Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { errands } from "../../app/state";
import { Icon } from "../../components/Icon";
import { followedWithErrands } from "../../outbox/overlay";

/** The star: whoever follows a customer is told of what is new there. Works without a network, like every tap. */
export function FollowButton({ customer, told }: { customer: Named; told: boolean }) {
  const phone = usePhone();
  const is_followed = followedWithErrands(customer.id, told, errands.value);
  return (
    <button
      type="button"
      class="button-icon brief-follow"
      aria-pressed={is_followed}
      aria-label={`Follow ${customer.name}`}
      onClick={() => {
        const wish = { customer_id: customer.id, customer_name: customer.name, is_followed: !is_followed };
        void phone.taps.keep({ kind: "follow", ...wish });
      }}
    >
      <Icon name="star" />
    </button>
  );
}
