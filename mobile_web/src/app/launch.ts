export interface Launch {
  code: string;
  is_talk: boolean;
  /** The visit to talk about, where the app was opened for one. */
  visit_id: string | null;
  /** What came of files that another app shared. */
  shared: string | null;
}

/** Read why the app was opened from the fragment (#pair=CODE, #talk, #talk=VISIT), and take the fragment out of the address and the history. */
export function readLaunch(): Launch {
  const launch = parseFragment(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return launch;
}

export function parseFragment(hash: string): Launch {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  return { code: parameters.get("pair")?.trim() ?? "", is_talk: parameters.has("talk"), visit_id: parameters.get("talk") || null, shared: parameters.get("shared") };
}
