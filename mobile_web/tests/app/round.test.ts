import { expect, test } from "vitest";
import { briefsMissingAround } from "../../src/app/round";
import { makeRoundCustomer } from "../makers";

const HERE = { lat: 41.88, lon: -87.65 };
const around = (id: string, km: number, place = true) =>
  makeRoundCustomer({ id, lat: place ? HERE.lat + km / 111 : null, lon: place ? HERE.lon : null });
const round = (customers = [around("far", 5), around("two", 2), around("one", 1), around("nowhere", 0, false)]) => ({
  made_at: "2026-03-10T14:00:00Z",
  customers,
  appointments: [],
});

test("the briefs around that the phone does not hold are fetched, the nearest first", () => {
  expect(briefsMissingAround(round(), HERE, {})).toEqual(["one", "two"]);
  expect(briefsMissingAround(round(), HERE, { one: {} })).toEqual(["two"]);
});

test("a city full of customers is not fetched all at once", () => {
  const many = Array.from({ length: 50 }, (_, number) => around(`c${number}`, number / 100));
  expect(briefsMissingAround(round(many), HERE, {})).toHaveLength(20);
});
