import { signal } from "@preact/signals";

/** Whose brief is being read aloud, or null. */
export const reading_aloud = signal<string | null>(null);

/**
 * Read a text aloud, or stop when this one is being read. Only voices that live on the phone are used: the others send
 * what they read to their maker. Returns false where there is no such voice.
 */
export async function readAloud(name: string, text: string): Promise<boolean> {
  const was_reading = reading_aloud.value === name;
  stopReading();
  if (was_reading) return true;
  const voice = await ownVoice();
  if (!voice) return false;
  const speech = new SpeechSynthesisUtterance(text);
  speech.voice = voice;
  speech.lang = voice.lang;
  speech.onend = speech.onerror = () => {
    if (reading_aloud.value === name) reading_aloud.value = null;
  };
  reading_aloud.value = name;
  speechSynthesis.speak(speech);
  return true;
}

export function stopReading(): void {
  if (reading_aloud.value !== null) speechSynthesis.cancel();
  reading_aloud.value = null;
}

/** Pick a voice of the phone's own for English: the default one first. */
export function pickVoice(voices: SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const own = voices.filter(({ localService, lang }) => localService && lang.toLowerCase().startsWith("en"));
  return own.find((voice) => voice.default) ?? own[0] ?? null;
}

/** Browsers fill their list of voices late: wait for it once, shortly. */
async function ownVoice(): Promise<SpeechSynthesisVoice | null> {
  if (!("speechSynthesis" in globalThis)) return null;
  if (speechSynthesis.getVoices().length === 0) {
    await new Promise((resolve) => {
      speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
      setTimeout(resolve, 500);
    });
  }
  return pickVoice(speechSynthesis.getVoices());
}
