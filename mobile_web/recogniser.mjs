import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = join(import.meta.dirname, "node_modules", "vosk-browser");
const BEFORE = "createBase64WorkerFactory('";

/**
 * The worker of vosk-browser (Apache-2.0) as a file of its own. The package carries it as base64 inside a script that
 * makes a blob of it; as a file it needs no blob, gets its own Content-Security-Policy and a third less is fetched.
 */
export function readRecogniser() {
  const script = readFileSync(join(PACKAGE, "dist", "vosk.js"), "utf8");
  const start = script.lastIndexOf(BEFORE) + BEFORE.length;
  const end = script.indexOf("'", start);
  const worker = Buffer.from(script.slice(start, end), "base64").toString("utf8");
  if (!worker.includes("RecognizerWorker")) throw new Error("vosk-browser is built another way: look at recogniser.mjs.");
  const source = `/* vosk-browser 0.0.8, Apache-2.0: Vosk and Kaldi (Apache-2.0), OpenFst (Apache-2.0), CLAPACK and libarchive (BSD) */\n${worker}`;
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 10);
  return { path: `assets/recogniser-${hash}.js`, source };
}

/** A Vite plugin that puts the worker beside the app's other files. */
export function emitRecogniser(recogniser) {
  return {
    name: "rounds-recogniser",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: recogniser.path, source: recogniser.source });
    },
  };
}
