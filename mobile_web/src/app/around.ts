import type { Appointment, Round, RoundCustomer } from "../api/contract";
import { distanceM } from "../location/thinning";

/** A customer of the round, and how far it is from here where both places are known. */
export interface Nearby {
  customer: RoundCustomer;
  distance_m: number | null;
}

/** What lies next: the customer at whose door the phone stands, or the appointment that is near in time. */
export interface NextStop {
  customer: { id: string; name: string };
  starts_at: string | null;
  is_here: boolean;
}

interface Here {
  lat: number;
  lon: number;
  accuracy_m?: number | null | undefined;
}

const AT_THE_DOOR_M = 120;
const MOST_BLUR_M = 150;
const SOON_MS = 90 * 60_000;
const URGENCY = { red: 0, amber: 1, green: 2 };

/** The customers of the round, nearest first; without a position those that are due first, then by name. */
export function customersAround(round: Round, here: Here | null, is_due_only: boolean): Nearby[] {
  const wanted = is_due_only ? round.customers.filter(isDue) : round.customers;
  const around = wanted.map((customer) => ({ customer, distance_m: here && distanceTo(customer, here) }));
  return around.sort((one, other) => farness(one) - farness(other) || urgency(one) - urgency(other) || byName(one, other));
}

/** Whether the visit interval of a customer is over or nearly so. */
export function isDue({ due }: RoundCustomer): boolean {
  return due === "red" || due === "amber";
}

/**
 * What to be ready for. 1. The phone stands at a customer's door (the nearest one, if its position is sharp enough);
 * 2. an appointment that runs, or begins within the next 90 minutes; 3. nothing.
 */
export function nextStop(round: Round, here: Here | null, now_ms: number): NextStop | null {
  const appointment = nearestAppointment(round.appointments, now_ms);
  const door = here && customerAtDoor(round, here);
  const customer_id = door?.id ?? appointment?.customer_id;
  const customer = door ?? round.customers.find((one) => one.id === customer_id);
  if (!customer) return null;
  const is_booked = appointment?.customer_id === customer.id;
  return {
    customer: { id: customer.id, name: customer.name },
    starts_at: is_booked ? appointment.starts_at : null,
    is_here: door !== null,
  };
}

function nearestAppointment(appointments: Appointment[], now_ms: number): Appointment | undefined {
  return appointments
    .filter(({ starts_at, ends_at }) => now_ms < Date.parse(ends_at) && Date.parse(starts_at) - now_ms <= SOON_MS)
    .sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at))[0];
}

function customerAtDoor(round: Round, here: Here): RoundCustomer | null {
  if ((here.accuracy_m ?? 0) > MOST_BLUR_M) return null;
  const nearest = customersAround(round, here, false)[0];
  return nearest && nearest.distance_m !== null && nearest.distance_m <= AT_THE_DOOR_M ? nearest.customer : null;
}

function distanceTo({ lat, lon }: RoundCustomer, here: Here): number | null {
  return lat === null || lon === null ? null : distanceM(here, { lat, lon });
}

function farness({ distance_m }: Nearby): number {
  return distance_m ?? Number.MAX_SAFE_INTEGER;
}

function urgency({ customer }: Nearby): number {
  return customer.due === null ? 3 : URGENCY[customer.due];
}

function byName(one: Nearby, other: Nearby): number {
  return one.customer.name.localeCompare(other.customer.name);
}
