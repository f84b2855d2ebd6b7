import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { built } from "./publish.mjs";

const sources = join(import.meta.dirname, "..", "server", "pages", "assets");
const output = join(built, "desk");
const entry = "virtual:desk";

/** The staff pages' script and style, whichever of the two exist, as one entry. */
function deskEntry(): Plugin {
  const present = ["desk.css", "desk.ts"].map((name) => join(sources, name)).filter(existsSync);
  return {
    name: "desk-entry",
    resolveId: (id) => (id === entry ? `\0${entry}` : null),
    load: (id) =>
      id === `\0${entry}` ? present.map((path) => `import ${JSON.stringify(path)};`).join("\n") : null,
  };
}

/** Fixed file names, and a manifest that gives each its address with a version: {"desk.js": "desk.js?v=1f2e…"}. */
function deskManifest(): Plugin {
  return {
    name: "desk-manifest",
    closeBundle() {
      mkdirSync(output, { recursive: true });
      const names = readdirSync(output).filter((name) => name !== "manifest.json");
      const addresses = names.map((name) => {
        const version = createHash("sha256").update(readFileSync(join(output, name))).digest("hex");
        return [name, `${name}?v=${version.slice(0, 12)}`];
      });
      writeFileSync(join(output, "manifest.json"), `${JSON.stringify(Object.fromEntries(addresses), null, 2)}\n`);
    },
  };
}

/** The staff pages' assets. Their sources live with the pages; absent sources give empty assets, not an error. */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [deskEntry(), deskManifest()],
  resolve: {
    // The sources lie outside this folder, so their packages are found by name here.
    alias: { "htmx.org": join(import.meta.dirname, "node_modules", "htmx.org", "dist", "htmx.esm.js") },
  },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: entry,
      output: { entryFileNames: "desk.js", chunkFileNames: "desk-[name].js", assetFileNames: "desk[extname]" },
    },
  },
});
