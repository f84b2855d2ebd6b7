import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const dist = join(here, "dist");
const old = join(here, "node_modules", ".built-before");

/** Where the three builds write; the whole takes the place of dist only when all of it is there. */
export const built = join(here, "node_modules", ".built");

/** Swap the finished build in, so that a server that is running never serves half of one. */
function publish() {
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(built, dist);
  rmSync(old, { recursive: true, force: true });
}

if (process.argv[1] === import.meta.filename) publish();
