import { clockOffWords } from "../../app/clock_off";
import { usePhone } from "../../app/context";
import { clock_ahead_ms, is_space_low, is_spilling, me, position_access, why_no_position } from "../../app/state";
import { SilentNotice } from "../me/SilentNotice";
import "./notices.css";

/** Quiet truths about this phone and this server, loudest first. */
export function Notices() {
  const phone = usePhone();
  const model = me.value?.speech_model;
  const clock_off = clockOffWords(clock_ahead_ms.value);
  const is_wanted = why_no_position.value === null;
  return (
    <>
      {is_spilling.value && (
        <p class="notice notice-warn" role="alert">
          This phone has no space left. Keep this page open: the note is held in memory and is being sent from there.
        </p>
      )}
      {!is_spilling.value && is_space_low.value && (
        <p class="notice notice-warn" role="status">
          Little space is left on this phone. Free some, so that notes can wait here when there is no network.
        </p>
      )}
      {clock_off && (
        <p class="notice notice-warn" role="status">
          {clock_off}
        </p>
      )}
      <SilentNotice />
      {is_wanted && position_access.value === "denied" && (
        <p class="notice">Position is off, so visits are not noticed. Say the customer's name in your note.</p>
      )}
      {is_wanted && position_access.value === "unasked" && (
        <div class="notice notice-asking">
          <span>With your position, visits are noticed by themselves.</span>
          <button type="button" class="button" onClick={() => phone.allowPosition()}>
            Allow position
          </button>
        </div>
      )}
      {model?.notice && <p class="notice">{model.notice}</p>}
    </>
  );
}
