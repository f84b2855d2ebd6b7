import { expect, it } from "vitest";
import { heardHere, WordsSoFar } from "../../src/hearing/words";

it("shows what is settled with the guess behind it, and settles only what is sure", () => {
  const words = new WordsSoFar("small");
  words.guess("twelve");
  expect([words.text, words.settled]).toEqual(["twelve", null]);
  words.settle({ text: "twelve cases", result: [{ word: "twelve", start: 0.5, end: 0.9 }, { word: "cases", start: 1, end: 1.4 }] });
  words.guess("of oat");
  expect(words.text).toBe("twelve cases of oat");
  expect(words.settled?.text).toBe("twelve cases");
});

it("counts the seconds of words from the beginning of the note", () => {
  const words = new WordsSoFar("small", 20);
  words.settle({ text: "milk", result: [{ word: "milk", start: 1, end: 1.5 }] });
  expect(words.settled?.words).toEqual([{ text: "milk", from_s: 21, to_s: 21.5 }]);
});

it("leaves out a stretch in which nothing was said", () => {
  const words = new WordsSoFar("small");
  words.settle({ text: "" });
  expect(words.settled).toBeNull();
});

it("says how many words there are", () => {
  expect(heardHere({ text: "twelve cases of oat", words: [], model: "small" })).toBe("4 words heard on this phone");
  expect(heardHere({ text: "milk", words: [], model: "small" })).toBe("1 word heard on this phone");
});
