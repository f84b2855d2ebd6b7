import { describe, expect, test } from "vitest";
import type { Appointment, Round, RoundCustomer } from "../../src/api/contract";
import { customersAround, nextStop } from "../../src/app/around";
import { makeRoundCustomer } from "../makers";

const NOW_MS = Date.parse("2026-03-10T15:00:00Z");
const HERE = { lat: 41.88, lon: -87.65, accuracy_m: 10 };
const NEAR = makeRoundCustomer({ id: "near", name: "Near", lat: 41.8805, due: "green" });
const FAR = makeRoundCustomer({ id: "far", name: "Far", lat: 41.95, due: "red" });
const MIDDLE = makeRoundCustomer({ id: "middle", name: "Middle", lat: 41.9, due: "amber" });
const NOWHERE = makeRoundCustomer({ id: "nowhere", name: "Nowhere", lat: null, lon: null, due: null });

function makeRound(customers: RoundCustomer[] = [FAR, NOWHERE, NEAR, MIDDLE], appointments: Appointment[] = []): Round {
  return { made_at: "2026-03-10T14:00:00Z", customers, appointments };
}

function makeAppointment(starts_at: string, ends_at: string, customer_id = "far"): Appointment {
  return { id: `${customer_id} ${starts_at}`, customer_id, starts_at, ends_at, title: "" };
}

const idsOf = (round: Round, here: typeof HERE | null, is_due_only = false): string[] =>
  customersAround(round, here, is_due_only).map(({ customer }) => customer.id);

describe("the customers around", () => {
  test("come nearest first, those without a place last", () => {
    expect(idsOf(makeRound(), HERE)).toEqual(["near", "middle", "far", "nowhere"]);
  });

  test("come by how due they are when the phone does not know where it is", () => {
    expect(idsOf(makeRound(), null)).toEqual(["far", "middle", "near", "nowhere"]);
  });

  test("can be those that are due alone", () => {
    expect(idsOf(makeRound(), HERE, true)).toEqual(["middle", "far"]);
  });
});

describe("the next stop", () => {
  const soon = makeAppointment("2026-03-10T16:00:00Z", "2026-03-10T16:30:00Z");

  test("is the customer at whose door the phone stands", () => {
    expect(nextStop(makeRound(undefined, [soon]), HERE, NOW_MS)).toEqual({ customer: { id: "near", name: "Near" }, starts_at: null, is_here: true });
  });

  test("is not guessed from a blurred position", () => {
    expect(nextStop(makeRound(), { ...HERE, accuracy_m: 400 }, NOW_MS)).toBeNull();
  });

  test("is the appointment that begins soon, away from every door", () => {
    expect(nextStop(makeRound(undefined, [soon]), null, NOW_MS)).toEqual({ customer: { id: "far", name: "Far" }, starts_at: soon.starts_at, is_here: false });
  });

  test("is the earlier of two appointments, and none that is over or far off", () => {
    const over = makeAppointment("2026-03-10T13:00:00Z", "2026-03-10T14:00:00Z", "near");
    const later = makeAppointment("2026-03-10T20:00:00Z", "2026-03-10T21:00:00Z", "middle");
    expect(nextStop(makeRound(undefined, [later, soon, over]), null, NOW_MS)?.customer.id).toBe("far");
    expect(nextStop(makeRound(undefined, [later, over]), null, NOW_MS)).toBeNull();
  });

  test("names the time when one stands where the appointment is", () => {
    const here = { ...HERE, lat: 41.95 };
    expect(nextStop(makeRound(undefined, [soon]), here, NOW_MS)).toMatchObject({ is_here: true, starts_at: soon.starts_at });
  });
});
