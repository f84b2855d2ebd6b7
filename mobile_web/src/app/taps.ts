import type { Database } from "../store/database";
import { type Errand, type ErrandKind, newErrand, removeErrand, saveErrand } from "../store/errands";
import { errands, now_ms } from "./state";
import { say, UNDO_MS, unsay } from "./toasts";

/** What the rep taps: kept first, shown at once, sent when it can no longer be taken back. */
export class Taps {
  constructor(
    readonly database: Database,
    /** Show what is kept by now. */
    readonly changed: () => Promise<void>,
    /** Something may be sent. */
    readonly wake: () => void,
  ) {}

  /** Keep a tap and show it at once; with `undo_text` it waits some seconds before it goes. */
  async keep(kind: ErrandKind, undo_text: string | null = null): Promise<void> {
    // What is tapped counts at once, so the screens look at the clock anew.
    now_ms.value = Date.now();
    const held_until = undo_text === null ? null : new Date(Date.now() + UNDO_MS).toISOString();
    const errand = newErrand(kind, held_until);
    await saveErrand(this.database, errand);
    await this.changed();
    if (undo_text === null) return this.wake();
    say(undo_text, () => void this.takeBack(errand.id));
    setTimeout(this.wake, UNDO_MS + 50);
  }

  /** Say that a promise is done. It waits some seconds; the way back stands beside it until it has gone. */
  async close(action_id: string, what: string): Promise<void> {
    await this.#hold({ kind: "action_state", action_id, what, state: "done" });
  }

  /** Say that a complaint is settled. */
  async settle(complaint_id: string, what: string): Promise<void> {
    await this.#hold({ kind: "complaint_state", complaint_id, what, state: "closed" });
  }

  /** Keep what a customer answered; null when they would rather not say. */
  async answer(customer_id: string, question: { id: string; text: string }, value: string | null): Promise<void> {
    await this.#hold({ kind: "answer", customer_id, question_id: question.id, question: question.text, value });
  }

  /** Keep a tap that waits some seconds; the way back stands beside it until it has gone. */
  async #hold(kind: ErrandKind): Promise<void> {
    const held_until = new Date(Date.now() + UNDO_MS).toISOString();
    await saveErrand(this.database, newErrand(kind, held_until));
    await this.changed();
    setTimeout(this.wake, UNDO_MS + 50);
  }

  noVisit(visit_id: string): void {
    void this.keep({ kind: "decision", visit_id, decision: { decision: "deleted" }, customer_name: null }, "Visit taken away");
  }

  /** Give up a tap that the server said no to; it can be kept again for some seconds. */
  async giveUp(errand_id: string): Promise<void> {
    const given_up = errands.value.find(({ id }) => id === errand_id);
    if (!given_up) return;
    await removeErrand(this.database, errand_id);
    await this.changed();
    say("Given up", () => void this.#keepAgain(given_up));
  }

  /** Take back a tap that has not gone yet. */
  async takeBack(errand_id: string): Promise<void> {
    unsay();
    await removeErrand(this.database, errand_id);
    await this.changed();
  }

  async #keepAgain(errand: Errand): Promise<void> {
    unsay();
    await saveErrand(this.database, errand);
    await this.changed();
    this.wake();
  }
}
