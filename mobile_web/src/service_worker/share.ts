import { keepShared } from "../share/keep_shared";
import { sharedWords } from "../share/shared_file";
import { openDatabase } from "../store/database";

export const SHARE = "/app/share";

/** Keep what another app shares, with or without a network, and open the app on it. */
export async function takeShared(request: Request): Promise<Response> {
  return Response.redirect(`/app/#shared=${encodeURIComponent(await keep(request))}`, 303);
}

async function keep(request: Request): Promise<string> {
  try {
    const files = (await request.formData()).getAll("audio").filter((one) => one instanceof File);
    const database = await openDatabase();
    const { kept, refused } = await keepShared(database, files, Date.now());
    database.close();
    return sharedWords(kept.length, refused);
  } catch {
    return "This could not be kept: there may be no space left on this phone. It is still in the app that you shared it from.";
  }
}
