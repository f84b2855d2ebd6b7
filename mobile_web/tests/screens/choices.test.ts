import { expect, it } from "vitest";
import { shownChoices } from "../../src/screens/sheets/choices";

const many = Array.from({ length: 30 }, (_, i) => ({ value: `P${i}`, label: `Product ${i}` }));

it("shows a handful of choices as they are", () => {
  expect(shownChoices(many.slice(0, 8), "P0", "")).toEqual({ shown: many.slice(0, 8), are_more: false });
});

it("shows the chosen one of many first, whatever is sought", () => {
  expect(shownChoices(many, "P29", "").shown.map(({ value }) => value)).toEqual(["P29", "P0", "P1", "P2", "P3", "P4"]);
  expect(shownChoices(many, "P29", "product 17").shown.map(({ value }) => value)).toEqual(["P29", "P17"]);
});
