import { Unpaired, Unreachable } from "../api/failures";
import type { ErrandAnswer } from "../outbox/errand";
import type { OutboxEvent } from "../outbox/outbox";
import { listErrands } from "../store/errands";
import type { RecordingShelf } from "../store/recordings";
import type { ChoiceKeeper } from "./choice";
import type { DayKeeper } from "./day";
import type { LanguageKeeper } from "./language";
import type { RoundKeeper } from "./round";
import type { NoticesKeeper } from "./notices";
import * as state from "./state";

/** Who keeps what the server told, and takes in its answers to taps. */
export interface Keepers {
  day: DayKeeper;
  choice: ChoiceKeeper;
  language: LanguageKeeper;
  round: RoundKeeper;
  notices: NoticesKeeper;
}

/** Keeps the signals equal to what is stored, in this tab and in any other that is open. */
export class Mirror {
  readonly #channel = new BroadcastChannel("rounds");

  constructor(
    readonly shelf: RecordingShelf,
    readonly keepers: Keepers,
    readonly leave: (is_revoked: boolean, detail: string) => Promise<void>,
  ) {
    this.#channel.onmessage = (message: MessageEvent<OutboxEvent>) => void this.#take(message.data);
  }

  async tell(event: OutboxEvent): Promise<void> {
    this.#channel.postMessage(event);
    await this.#take(event);
  }

  changed(): Promise<void> {
    return this.tell({ kind: "changed" });
  }

  /** What a question to the server that went wrong means for the screen. */
  async failed(failure: unknown): Promise<void> {
    if (failure instanceof Unreachable) return this.tell({ kind: "reached", is_reachable: false });
    if (failure instanceof Unpaired) {
      return this.tell({ kind: "unpaired", is_revoked: failure.is_revoked, detail: failure.detail });
    }
  }

  async refresh(): Promise<void> {
    const { database } = this.shelf;
    state.recordings.value = await this.shelf.list();
    state.errands.value = await listErrands(database);
    state.fix_count.value = await database.count("fixes");
    state.is_spilling.value = this.shelf.is_spilling;
    state.chunks_sent.value = await this.#chunksSent();
  }

  async #take(event: OutboxEvent): Promise<void> {
    switch (event.kind) {
      case "changed":
        return this.refresh();
      case "reached":
        state.is_reachable.value = event.is_reachable;
        return;
      case "live":
        return this.#partSent(event.recording_id, event.text);
      case "sent":
        await this.keepers.day.look(event.recording_id);
        await this.refresh();
        return this.keepers.day.expectNews();
      case "answered":
        await this.#answered(event.answer);
        return this.refresh();
      case "unpaired":
        if (state.pairing.value) await this.leave(event.is_revoked, event.detail);
    }
  }

  async #answered(answer: ErrandAnswer): Promise<void> {
    if ("choice" in answer) return this.keepers.choice.take(answer.choice);
    if ("language" in answer) return this.keepers.language.take(answer.language);
    if ("complaint" in answer) return this.keepers.round.takeComplaint(answer.complaint);
    if ("answer" in answer) return this.keepers.round.takeAnswer(answer.answer);
    if ("notices" in answer) return this.keepers.notices.take(answer.notices);
    if ("follow" in answer) return this.keepers.round.takeFollow(answer.follow);
    if ("action" in answer) return this.keepers.round.takeAction(answer.action);
    return this.keepers.day.take(answer);
  }

  #partSent(recording_id: string, text: string): void {
    state.live_texts.value = { ...state.live_texts.value, [recording_id]: text };
    const sent = (state.chunks_sent.value[recording_id] ?? 0) + 1;
    state.chunks_sent.value = { ...state.chunks_sent.value, [recording_id]: sent };
  }

  async #chunksSent(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const recording of state.recordings.value.filter(({ stage }) => stage !== "sent")) {
      counts[recording.id] = await this.shelf.countSent(recording.id);
    }
    return counts;
  }
}
