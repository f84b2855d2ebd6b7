const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds to wait after the `attempts`-th failure in a row: 1 s doubling to 60 s, the upper half of it at random,
 * so that phones that lost the same server do not all come back in the same moment.
 */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const full_ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.max(1, attempts) - 1));
  return full_ms / 2 + (full_ms / 2) * random();
}

/** Remembers who failed how often, and when they may try again. */
export class Patience {
  readonly #failures = new Map<string, { attempts: number; until_ms: number }>();

  constructor(
    readonly now_ms: () => number,
    readonly random: () => number = Math.random,
  ) {}

  isDue(name: string): boolean {
    return this.now_ms() >= (this.#failures.get(name)?.until_ms ?? 0);
  }

  failed(name: string, at_least_ms = 0): void {
    const attempts = (this.#failures.get(name)?.attempts ?? 0) + 1;
    const wait_ms = Math.max(at_least_ms, backoffMs(attempts, this.random));
    this.#failures.set(name, { attempts, until_ms: this.now_ms() + wait_ms });
  }

  worked(name: string): void {
    this.#failures.delete(name);
  }

  /** Something changed in the world (a network, a look at the screen): everybody may try at once. */
  forgiveAll(): void {
    for (const failure of this.#failures.values()) failure.until_ms = 0;
  }

  /**
   * Milliseconds until somebody may try again, or null when nobody waits. While `gate` waits, only it counts.
   * Who was due a second ago and is still here has nothing to send any more.
   */
  nextInMs(gate: string): number | null {
    const now_ms = this.now_ms();
    const gate_ms = this.#failures.get(gate)?.until_ms ?? 0;
    if (gate_ms > now_ms) return gate_ms - now_ms;
    const waiting = [...this.#failures.values()].map((failure) => failure.until_ms);
    const soonest = Math.min(...waiting.filter((until_ms) => until_ms > now_ms - 1_000));
    return Number.isFinite(soonest) ? Math.max(50, soonest - now_ms) : null;
  }
}
