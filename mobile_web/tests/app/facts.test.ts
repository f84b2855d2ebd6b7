import { expect, it } from "vitest";
import { seenAs } from "../../src/app/facts";
import { makeFact } from "../makers";

it("tells with a correction what was seen, so that it changes nothing else", () => {
  const fact = makeFact({ kind: "product", said: "word ".repeat(100), text: "12 cases" });
  expect(seenAs(fact)).toEqual({ kind: "product", said: fact.said.slice(0, 300), text: "12 cases" });
});
