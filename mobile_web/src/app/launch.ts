import type { Named } from "../api/contract";

export interface Launch {
  code: string;
  is_talk: boolean;
  /** The visit to talk about, where the app was opened for one. */
  visit_id: string | null;
  /** What came of files that another app shared. */
  shared: string | null;
  /** The customer whose brief is to be opened: a notice about it was tapped. */
  about: Named | null;
}

/** Read why the app was opened from the fragment (#pair=CODE, #talk, #talk=VISIT, #brief=CUSTOMER&name=NAME), and take the fragment out of the address and the history. */
export function readLaunch(): Launch {
  const launch = parseFragment(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return launch;
}

export function parseFragment(hash: string): Launch {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const id = parameters.get("brief");
  return {
    code: parameters.get("pair")?.trim() ?? "",
    is_talk: parameters.has("talk"),
    visit_id: parameters.get("talk") || null,
    shared: parameters.get("shared"),
    about: id ? { id, name: parameters.get("name") ?? "" } : null,
  };
}
