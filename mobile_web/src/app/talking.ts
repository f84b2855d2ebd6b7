import type { Named } from "../api/contract";
import type { PositionWatch } from "../location/position";
import { holdRecording } from "../outbox/alone";
import { MicrophoneFailure } from "../recorder/microphone";
import { startNote } from "../recorder/note";
import { keepScreenOn } from "../recorder/wake_lock";
import type { RecordingShelf } from "../store/recordings";
import type { HearingKeeper } from "./hearing";
import { dismissReminder } from "./push";
import * as state from "./state";
import type { Taps } from "./taps";
import { say } from "./toasts";

export interface TalkingPorts {
  shelf: RecordingShelf;
  watch: PositionWatch;
  taps: Taps;
  hearing: HearingKeeper;
  /** A second of sound is kept; false where it is in memory only. */
  kept: (is_on_disk: boolean) => void;
  ended: () => Promise<void>;
}

/** One note at a time: begun, tied to its visit or customer, and ended. */
export class Talking {
  #is_starting = false;
  #letScreenSleep = (): void => undefined;

  constructor(readonly ports: TalkingPorts) {}

  async start(visit_id: string | null = null): Promise<void> {
    if (state.phase.value !== "today" || state.note.value || this.#is_starting) return;
    this.#is_starting = true;
    state.microphone_trouble.value = null;
    if (state.position_access.value === "granted") this.ports.watch.fixForTalk();
    try {
      state.note.value = await startNote(visit_id, {
        shelf: this.ports.shelf,
        hold: holdRecording,
        latestFix: () => this.ports.watch.latest(),
        onKept: this.ports.kept,
        onEnded: () => void this.#ended(),
      });
      void this.ports.hearing.beginNote(state.note.value);
      if (visit_id !== null) void dismissReminder(visit_id);
      this.#letScreenSleep = await keepScreenOn();
    } catch (failure) {
      state.microphone_trouble.value = failure instanceof MicrophoneFailure ? failure.trouble : "busy";
    } finally {
      this.#is_starting = false;
    }
  }

  /** Talk about a customer whose brief is open: in today's visit there, or as a note of its own that is placed there. */
  async about(customer: Named): Promise<void> {
    const visit = state.today.value?.visits.findLast((one) => one.customer?.id === customer.id);
    await this.start(visit?.id ?? null);
    const recording_id = state.note.value?.id;
    if (visit || !recording_id) return;
    await this.ports.taps.keep({ kind: "customer", recording_id, customer_id: customer.id, customer_name: customer.name });
  }

  stop(): void {
    state.note.value?.listening.stop();
  }

  /** Nobody spoke for a minute and nobody refused the stop. */
  stopSilent(): void {
    const note = state.note.value;
    if (note) void this.ports.shelf.change(note.id, { is_ended_by_silence: true });
    this.stop();
    say("Ended by itself after a minute of silence. All that you said is kept.");
  }

  async #ended(): Promise<void> {
    this.#letScreenSleep();
    state.note.value = null;
    await this.ports.ended();
  }
}
