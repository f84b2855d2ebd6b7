import type { Problem } from "./contract";

/** No answer came: no network, a time-out, or a server that is down. Worth trying again for everything at once. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("The server cannot be reached.", { cause });
  }
}

/** The server answered, and the answer was no. `detail` is a sentence for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retry_after_s: number | null = null,
  ) {
    super(detail);
  }
}

/** This phone's pairing ended: `is_revoked` asks for the local data to be cleared, otherwise it is kept until paired again. */
export class Unpaired extends Error {
  constructor(
    readonly is_revoked: boolean,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Turn an answer that is not a success into the failure that says what to do about it. */
export async function failureOf(response: Response): Promise<Refused | Unpaired | Unreachable> {
  const problem = await readProblem(response);
  const code = codeOf(problem.type);
  if (response.status === 401 && code === "device-revoked") return new Unpaired(true, problem.detail);
  // Only the server's own 401 unpairs: a hotel's sign-in page may answer one as well.
  if (response.status === 401 && isProblem(response)) return new Unpaired(false, problem.detail);
  // What stands in front of a stopped server answers for it: that is no word about this request.
  if (isGateway(response)) return new Unreachable();
  const wait_s = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new Refused(response.status, code, problem.detail, Number.isFinite(wait_s) ? wait_s : null);
}

/** The last path part of a problem's type: ".../code-used" gives "code-used". */
export function codeOf(type: string): string {
  return type.split("/").filter(Boolean).at(-1) ?? "";
}

function isGateway(response: Response): boolean {
  return [502, 503, 504].includes(response.status) && !isProblem(response);
}

function isProblem(response: Response): boolean {
  return (response.headers.get("Content-Type") ?? "").includes("problem+json");
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: `The server answered ${response.status} without saying why.`,
  };
  if (!isProblem(response)) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}
