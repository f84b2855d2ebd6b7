/// <reference types="vite/client" />

/** Where the recogniser lies, as the build named it. */
declare const __RECOGNISER__: string;
declare const __RECOGNISER_BYTES__: number;
