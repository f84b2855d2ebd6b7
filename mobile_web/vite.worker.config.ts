import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";
import { built } from "./publish.mjs";

/** Every file that the app needs to open without a network, as paths under /app/. */
function precachedFiles(): string[] {
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(built.length + 1))
    .filter((path) => !path.startsWith(".vite/") && !path.startsWith("desk/") && path !== "sw.js")
    // Fetched only by who wants words without a network, together with the speech model.
    .filter((path) => !path.startsWith("assets/recogniser-"))
    .sort();
}

/** One version per content: a changed byte anywhere makes a new cache. */
function contentVersion(files: string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(built, file)));
  return hash.digest("hex").slice(0, 12);
}

const files = precachedFiles();

/** The service worker: a second entry with the fixed name sw.js, built after the app whose files it lists. */
export default defineConfig({
  base: "/app/",
  publicDir: false,
  define: {
    __PRECACHE__: JSON.stringify(files.map((file) => (file === "index.html" ? "/app/" : `/app/${file}`))),
    __VERSION__: JSON.stringify(contentVersion(files)),
  },
  build: {
    outDir: built,
    emptyOutDir: false,
    target: "es2022",
    rollupOptions: {
      input: "src/service_worker/sw.ts",
      output: { entryFileNames: "sw.js", format: "iife" },
    },
  },
});
