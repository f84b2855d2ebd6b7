import { expect, it } from "vitest";
import type { Round } from "../../src/api/contract";
import { knownCustomers } from "../../src/app/known";
import { makeVisit } from "../makers";

const DAY = [
  makeVisit({ alternatives: [{ id: "C002", name: "Café Möwe", probability: 0.2 }] }),
  makeVisit({ id: "stop", customer: null, alternatives: [{ id: "C001", name: "The Copper Kettle", probability: 0.1 }] }),
];
const place = (id: string, name: string, lat: number) => ({ id, name, lat, lon: -87.6, due: null });
const ROUND = {
  customers: [place("C009", "Far Away Diner", 42.5), place("C008", "Next Door Deli", 41.9), place("C002", "Café Möwe", 41.8)],
} as unknown as Round;
const HERE = { lat: 41.9, lon: -87.6 };
const names = (words: string, round: Round | null = ROUND) => knownCustomers(DAY, round, HERE, words).map(({ name }) => name);

it("names the day's customers once, then those of the round, nearest first", () => {
  expect(names("")).toEqual(["The Copper Kettle", "Café Möwe", "Next Door Deli", "Far Away Diner"]);
});

it("does without a round", () => {
  expect(names("", null)).toEqual(["The Copper Kettle", "Café Möwe"]);
});

it("finds a name without its accents and capitals", () => {
  expect(names("cafe mow")).toEqual(["Café Möwe"]);
  expect(names("nobody")).toEqual([]);
});
