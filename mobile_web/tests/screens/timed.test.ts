import { expect, it } from "vitest";
import { silencedWords, spokenOf } from "../../src/screens/listen/timed";

const word = (text: string, from_s: number) => ({ text, from_s, to_s: from_s + 0.4 });

it("puts a silenced stretch once in the place of the words that it took", () => {
  const words = [word("card", 1), word("[card]", 2), word("[card]", 2.5), word("please", 4)];
  const spoken = spokenOf(words, [{ from_s: 2, to_s: 2.9, kind: "card" }]);
  expect(spoken.map((one) => (one.kind === "word" ? one.word.text : silencedWords(one.stretch.kind)))).toEqual([
    "card",
    "Card number silenced",
    "please",
  ]);
});

it("names a kind that it does not know as it is told", () => {
  expect(silencedWords("door_code")).toBe("Door code silenced");
});
