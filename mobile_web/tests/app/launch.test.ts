// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { parseFragment, readLaunch } from "../../src/app/launch";
import { phoneName } from "../../src/app/trouble";

it("reads the pairing code from the fragment", () => {
  expect(parseFragment("#pair=AB%2DCD")).toEqual({ code: "AB-CD", is_talk: false, visit_id: null, shared: null, about: null });
  expect(parseFragment("#talk=0192f0c1")).toEqual({ code: "", is_talk: true, visit_id: "0192f0c1", shared: null, about: null });
  expect(parseFragment("#brief=c-1&name=Caf%C3%A9+Lune").about).toEqual({ id: "c-1", name: "Café Lune" });
  expect(parseFragment("#talk").is_talk).toBe(true);
  expect(parseFragment("").code).toBe("");
});

it("takes the code out of the address", () => {
  history.replaceState(null, "", "/app/#pair=SECRET");
  expect(readLaunch().code).toBe("SECRET");
  expect(location.href).not.toContain("SECRET");
});

it.each([
  ["Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A) AppleWebKit", "SM-A155F"],
  ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit", "Android phone"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X)", "iPhone"],
  ["something else", "Phone"],
])("names the phone of %s", (user_agent, name) => {
  expect(phoneName(user_agent)).toBe(name);
});

it("says what came of files that another app shared", () => {
  expect(parseFragment("#shared=1%20recording%20is%20kept").shared).toBe("1 recording is kept");
});
