import { expect, it } from "vitest";
import { backoffMs, Patience } from "../../src/outbox/backoff";

it("waits 1 s, then twice as long each time, up to a minute", () => {
  const waits_s = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempts) => backoffMs(attempts, () => 1) / 1000);
  expect(waits_s).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

it("spreads phones over the upper half of the wait", () => {
  expect(backoffMs(3, () => 0)).toBe(2_000);
  expect(backoffMs(3, () => 0.5)).toBe(3_000);
});

it("waits at least as long as the server asks", () => {
  let now_ms = 0;
  const patience = new Patience(() => now_ms, () => 1);
  patience.failed("note", 30_000);
  now_ms = 29_999;
  expect(patience.isDue("note")).toBe(false);
  now_ms = 30_000;
  expect(patience.isDue("note")).toBe(true);
});

it("forgets how often something failed once it worked", () => {
  const patience = new Patience(() => 0, () => 1);
  for (let i = 0; i < 5; i++) patience.failed("note");
  patience.worked("note");
  patience.failed("note");
  expect(patience.nextInMs("server")).toBe(1_000);
});

it("looks at nobody else while the server itself is out of reach", () => {
  const patience = new Patience(() => 0, () => 1);
  patience.failed("note");
  for (let i = 0; i < 4; i++) patience.failed("server");
  expect(patience.nextInMs("server")).toBe(8_000);
});

it("does not wake for what has been due for long and is gone", () => {
  let now_ms = 0;
  const patience = new Patience(() => now_ms, () => 1);
  patience.failed("gone");
  now_ms = 10_000;
  expect(patience.nextInMs("server")).toBeNull();
});

it("lets everybody try at once when the world changed", () => {
  const patience = new Patience(() => 5, () => 1);
  patience.failed("note");
  patience.forgiveAll();
  expect(patience.isDue("note")).toBe(true);
});
