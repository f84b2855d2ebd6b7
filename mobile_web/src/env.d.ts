/// <reference types="vite/client" />

/** Where the recogniser lies, as the build named it. */
declare const __RECOGNISER__: string;
