import { expect, it } from "vitest";
import { languageHint, languageLine, languageName, languagesOffered } from "../../src/screens/me/language_words";

const german = { language: "de", model: "vosk-de", is_understood: false, problem: null };

it("offers the company's language, those with a model, and the one that was chosen before", () => {
  expect(languagesOffered("fr", ["en-us", "de"])).toEqual([null, "de", "en-us", "fr"]);
});

it("names a language in the phone's tongue, and leaves what no browser knows", () => {
  expect(languageName("de", "en")).toBe("German");
  expect(languageName("not a tag", "en")).toBe("not a tag");
});

it("says what stands in the way of hearing, and that facts are read from English only", () => {
  expect(languageLine({ ...german, problem: "No model for German is installed." }, "de", "en")).toBe("German. No model for German is installed.");
  expect(languageLine(german, null, "en")).toBe("The company's language");
  expect(languageHint(german)).toContain("kept as words");
  expect(languageHint({ ...german, is_understood: true })).toBeNull();
});
