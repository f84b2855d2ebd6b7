/** Passkeys, with what browsers bring themselves: setting one up, and signing in with one. */

type Answer = Record<string, unknown>;

export function startPasskeys(): void {
  if (!("PublicKeyCredential" in window) || !("parseCreationOptionsFromJSON" in PublicKeyCredential)) return;
  offer("[data-passkey-sign-in]", signIn);
  offer("[data-passkey-set-up]", setUp);
  offer("[data-passkey-add]", add);
}

function offer(selector: string, act: (place: HTMLElement) => Promise<Answer>): void {
  const place = document.querySelector<HTMLElement>(selector);
  const button = place?.querySelector<HTMLButtonElement>("button");
  if (!place || !button) return;
  place.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    complain(place, "");
    act(place)
      .then((answer) => location.assign(String(answer.next ?? "/")))
      .catch((error: unknown) => complain(place, wordsFor(error)))
      .finally(() => (button.disabled = false));
  });
}

async function signIn(place: HTMLElement): Promise<Answer> {
  const options = await send("/sign-in/passkey/options", {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  return send("/sign-in/passkey", { credential: credential.toJSON(), next: place.dataset.next });
}

async function setUp(place: HTMLElement): Promise<Answer> {
  const form = place.closest<HTMLFormElement>("[data-set-up]");
  if (!form) throw new Error("the page has no form");
  const typed = Object.fromEntries(new FormData(form));
  const address = form.dataset.setUp ?? "";
  const credential = await create(await send(`${address}/passkey/options`, typed));
  return send(`${address}/passkey`, { ...typed, credential, device: deviceName() });
}

async function add(place: HTMLElement): Promise<Answer> {
  const address = place.dataset.passkeyAdd ?? "";
  const credential = await create(await send(`${address}/passkeys/options`, {}));
  return send(`${address}/passkeys`, { credential, device: deviceName() });
}

async function create(options: Answer): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  return credential.toJSON();
}

async function send(address: string, body: object): Promise<Answer> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/problem+json, application/json" },
    body: JSON.stringify(body),
  });
  const said = (await answer.json()) as Answer;
  if (!answer.ok) throw new Error(String(said.detail ?? "Something went wrong. Try again."));
  return said;
}

function deviceName(): string {
  const system = /iPhone|iPad|Android|Windows|Mac OS|Linux|CrOS/.exec(navigator.userAgent)?.[0] ?? "";
  return system ? `${system.replace("Mac OS", "Mac").replace("CrOS", "Chromebook")} passkey` : "Passkey";
}

function wordsFor(error: unknown): string {
  if (error instanceof DOMException && error.name === "InvalidStateError") {
    return "This device has a passkey here already. Sign in with it.";
  }
  if (error instanceof DOMException) return "No passkey was given. Try again, or use a password.";
  return error instanceof Error ? error.message : "Something went wrong. Try again.";
}

function complain(place: HTMLElement, words: string): void {
  const problem = place.querySelector<HTMLElement>("[data-passkey-problem]");
  if (!problem) return;
  problem.textContent = words;
  problem.hidden = words === "";
}
