import type { MicrophoneTrouble } from "../recorder/microphone";

/** What to do when the microphone cannot be had, in the rep's words. */
export function microphoneAdvice(trouble: MicrophoneTrouble): string {
  switch (trouble) {
    case "denied":
      return "The microphone is switched off for this page. Tap the lock beside the address, allow the microphone, then tap Talk again.";
    case "missing":
      return "This device has no microphone that the browser can see. Plug one in, then tap Talk again.";
    case "busy":
      return "Another app holds the microphone. End the call or close that app, then tap Talk again.";
    case "unsupported":
      return "This browser cannot record sound. Update it, or open this page in Chrome, Firefox or Safari.";
    case "insecure":
      return "Phones give the microphone only to pages opened over https. Open this page with https:// in front.";
  }
}

/** A name for this phone that people recognise in a list, from what the browser says about itself. */
export function phoneName(user_agent: string): string {
  const android = /Android [\d.]+; ([^;)]+)/.exec(user_agent)?.[1]?.replace(/ Build.*/, "").trim();
  if (android && android !== "K") return android;
  const kinds: [RegExp, string][] = [
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android phone"],
    [/Macintosh/, "Mac"],
    [/Windows/, "Windows computer"],
    [/Linux/, "Linux computer"],
  ];
  return kinds.find(([pattern]) => pattern.test(user_agent))?.[1] ?? "Phone";
}
