import { usePhone } from "../../app/context";
import { is_reminder_offered } from "../../app/state";
import "./notices.css";

/** Offered once, and only where the browser can: the browser's own question comes after the tap. */
export function ReminderOffer() {
  const phone = usePhone();
  if (!is_reminder_offered.value) return null;
  return (
    <div class="notice notice-asking">
      <span>Leave a customer without a note, and this phone can remind you once.</span>
      <div class="button-row">
        <button type="button" class="button" onClick={() => void phone.reminders.turnOn()}>
          Remind me
        </button>
        <button type="button" class="button button-quiet" onClick={() => void phone.reminders.decline()}>
          Not now
        </button>
      </div>
    </div>
  );
}
