/** Fetches a rendered piece of a page. Null: there is nothing to show; throws when the server cannot be had. */
export async function fetchFragment(address: string): Promise<HTMLElement[] | null> {
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" });
  if (answer.status === 204 || answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const template = document.createElement("template");
  template.innerHTML = await answer.text(); // rendered by our own server, where all text from people is escaped
  return [...template.content.children].filter((child) => child instanceof HTMLElement);
}
