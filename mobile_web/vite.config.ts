import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { built } from "./publish.mjs";
import { emitRecogniser, readRecogniser } from "./recogniser.mjs";

const recogniser = readRecogniser();

/** The phone app itself, served by the server under /app/. */
export default defineConfig({
  base: "/app/",
  plugins: [preact(), emitRecogniser(recogniser)],
  define: {
    __RECOGNISER__: JSON.stringify(`/app/${recogniser.path}`),
    __RECOGNISER_BYTES__: String(Buffer.byteLength(recogniser.source)),
  },
  build: {
    outDir: built,
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
  test: {
    // A page is made only for the tests that ask for one: it costs more than all the others together.
    environment: "node",
    restoreMocks: true,
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
  },
});
