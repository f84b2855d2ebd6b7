import { useSignal } from "@preact/signals";
import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { sheet, time_zone, visits } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { span } from "../../time/format";
import { TimeStepper } from "./TimeStepper";
import "./lists.css";

/** Everything that can be wrong about a visit, each put right by a tap. */
export function VisitSheet({ visit_id, onClose }: { visit_id: string; onClose: () => void }) {
  const visit = visits.value.find((one) => one.id === visit_id);
  if (!visit) return null;
  return (
    <Sheet title={visit.customer?.name ?? "Visit"} onClose={onClose}>
      <VisitTimes key={visit.id} visit={visit} onClose={onClose} />
      <ul class="list" aria-label="What to change">
        <Change
          label="Another customer"
          onClick={() => {
            sheet.value = { kind: "customer", visit_id, recording_id: null };
          }}
        />
        {visit.left_at !== null && (
          <Change
            label="These were two visits"
            onClick={() => {
              sheet.value = { kind: "split", visit_id };
            }}
          />
        )}
        {neighboursOf(visit).map((other) => (
          <Join key={other.id} visit={visit} other={other} onClose={onClose} />
        ))}
      </ul>
    </Sheet>
  );
}

function VisitTimes({ visit, onClose }: { visit: VisitOut; onClose: () => void }) {
  const phone = usePhone();
  const arrived_at = useSignal(visit.arrived_at);
  const left_at = useSignal(visit.left_at);
  const is_changed = arrived_at.value !== visit.arrived_at || left_at.value !== visit.left_at;
  const now = new Date().toISOString();

  const save = (): void => {
    const times = { arrived_at: arrived_at.value, ...(left_at.value !== null && { left_at: left_at.value }) };
    const decision = { decision: "confirmed" as const, ...(visit.customer && { customer_id: visit.customer.id }), ...times };
    void phone.taps.keep({ kind: "decision", visit_id: visit.id, decision, customer_name: visit.customer?.name ?? null });
    onClose();
  };

  return (
    <>
      <TimeStepper
        label="Arrived"
        value={arrived_at.value}
        least={null}
        most={left_at.value ?? now}
        onChange={(value) => {
          arrived_at.value = value;
        }}
      />
      {left_at.value !== null && (
        <TimeStepper
          label="Left"
          value={left_at.value}
          least={arrived_at.value}
          most={now}
          onChange={(value) => {
            left_at.value = value;
          }}
        />
      )}
      {is_changed && visit.customer && (
        <button type="button" class="button button-main button-wide" onClick={save}>
          Save these times
        </button>
      )}
    </>
  );
}

function Join({ visit, other, onClose }: { visit: VisitOut; other: VisitOut; onClose: () => void }) {
  const phone = usePhone();
  const when = other.arrived_at < visit.arrived_at ? "before" : "after";
  const join = (): void => {
    void phone.taps.keep({ kind: "merge", visit_id: visit.id, other_id: other.id }, "Two visits joined");
    onClose();
  };
  const name = other.customer?.name ?? "the stop";
  return (
    <Change label={`One visit with ${name} ${when}`} small={span(other.arrived_at, other.left_at, time_zone.value)} onClick={join} />
  );
}

function Change({ label, small, onClick }: { label: string; small?: string; onClick: () => void }) {
  return (
    <li>
      <button type="button" class="choice" onClick={onClick}>
        <span>{label}</span>
        {small && <span class="list-small">{small}</span>}
      </button>
    </li>
  );
}

/** The visits next to one on the day's line: only with these can it have been one. */
function neighboursOf(visit: VisitOut): VisitOut[] {
  const at = visits.value.findIndex(({ id }) => id === visit.id);
  return [visits.value[at - 1], visits.value[at + 1]].filter((other) => other !== undefined);
}
