import { expect, it } from "vitest";
import { codeOf, failureOf, Refused, Unpaired, Unreachable } from "../../src/api/failures";

function answer(status: number, type: string | null, headers: Record<string, string> = {}): Response {
  const body = type === null ? "<html>" : JSON.stringify({ type, title: "", status, detail: "Ask the desk for a new code." });
  const content_type = type === null ? "text/html" : "application/problem+json";
  return new Response(body, { status, headers: { "Content-Type": content_type, ...headers } });
}

it("knows a revoked phone from an unknown one", async () => {
  expect(await failureOf(answer(401, "https://host/problems/device-revoked"))).toMatchObject({ is_revoked: true });
  expect(await failureOf(answer(401, "https://host/problems/device-unknown"))).toMatchObject({ is_revoked: false });
});

it("does not unpair because a hotel's sign-in page says 401", async () => {
  const failure = await failureOf(answer(401, null));
  expect(failure).toBeInstanceOf(Refused);
  expect(failure).not.toBeInstanceOf(Unpaired);
});

it("gives the server's own sentence", async () => {
  expect(await failureOf(answer(403, "x/code-used"))).toMatchObject({ code: "code-used", detail: "Ask the desk for a new code." });
});

it("takes a gateway's word for a stopped server, not for a refusal", async () => {
  expect(await failureOf(answer(502, null))).toBeInstanceOf(Unreachable);
  expect(await failureOf(answer(503, "x/busy", { "Retry-After": "7" }))).toMatchObject({ status: 503, retry_after_s: 7 });
});

it("reads the code from the end of the type", () => {
  expect(codeOf("https://host/problems/code-expired/")).toBe("code-expired");
  expect(codeOf("about:blank")).toBe("about:blank");
});
