import type { Plugin } from "vite";

export interface RecogniserFile {
  path: string;
  source: string;
}

export function readRecogniser(): RecogniserFile;
export function emitRecogniser(recogniser: RecogniserFile): Plugin;
