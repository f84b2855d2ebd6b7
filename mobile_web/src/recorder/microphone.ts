/** The one file that owns the microphone. */
import { AUDIO_BITS_PER_SECOND, chooseFormat, timeslice_ms } from "./format";
import { loudnessDb, peakOf } from "./level";
import type { Heard } from "./note_watch";

export type MicrophoneTrouble = "denied" | "missing" | "busy" | "unsupported" | "insecure";

export class MicrophoneFailure extends Error {
  constructor(readonly trouble: MicrophoneTrouble) {
    super(trouble);
  }
}

export interface Listening {
  mime_type: string;
  /** For who listens along; ends with the recording. */
  stream: MediaStream;
  /** Decibels below full scale of what is heard at this moment. */
  loudnessDb: () => number;
  /** What is heard at this moment, for the hints. */
  heard: () => Heard;
  stop: () => void;
}

export interface Listener {
  /** Each second of sound, in order; the last one comes before `ended`. */
  onBlob: (blob: Blob) => void;
  /** The recorder is done: by stop(), or because the phone took the microphone away. */
  onEnd: () => void;
}

/** The format that this browser records in. Throws MicrophoneFailure if there is none. */
export function recordingFormat(): string {
  if (!globalThis.isSecureContext) throw new MicrophoneFailure("insecure");
  const has_recorder = typeof MediaRecorder !== "undefined" && navigator.mediaDevices !== undefined;
  const format = has_recorder ? chooseFormat((type) => MediaRecorder.isTypeSupported(type)) : null;
  if (!format) throw new MicrophoneFailure("unsupported");
  return format;
}

/** Ask for the microphone and let go of it again; resolves with what came of it. */
export async function askForMicrophone(): Promise<MicrophoneTrouble | null> {
  try {
    recordingFormat();
    for (const track of (await openStream()).getTracks()) track.stop();
    return null;
  } catch (failure) {
    return failure instanceof MicrophoneFailure ? failure.trouble : "unsupported";
  }
}

/** Open the microphone and record until stop(). */
export async function listen(listener: Listener): Promise<Listening> {
  const mime_type = recordingFormat();
  const stream = await openStream();
  const recorder = new MediaRecorder(stream, { mimeType: mime_type, audioBitsPerSecond: AUDIO_BITS_PER_SECOND });
  const meter = openMeter(stream);
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  recorder.ondataavailable = (event) => listener.onBlob(event.data);
  recorder.onerror = stop;
  recorder.onstop = () => {
    for (const track of stream.getTracks()) track.stop();
    meter.close();
    stopFlushing();
    listener.onEnd();
  };
  // A call coming in ends the track: what was said so far is kept and sent.
  const tracks = stream.getAudioTracks();
  for (const track of tracks) track.onended = stop;
  const stopFlushing = flushWhenLeft(recorder);
  recorder.start(timeslice_ms());
  const heard = (): Heard => ({ ...meter.read(), is_muted: tracks.some((track) => track.muted) });
  return { mime_type, stream, loudnessDb: () => meter.read().loudness_db, heard, stop };
}

/** Have what was said so far the moment the page may be put to sleep: what comes after it may be its end. */
function flushWhenLeft(recorder: MediaRecorder): () => void {
  const flush = ({ type }: Event): void => {
    const is_left = type !== "visibilitychange" || document.visibilityState === "hidden";
    if (is_left && recorder.state === "recording") recorder.requestData();
  };
  const moments: [EventTarget, string][] = [[document, "visibilitychange"], [document, "freeze"], [globalThis, "pagehide"]];
  for (const [target, name] of moments) target.addEventListener(name, flush);
  return () => {
    for (const [target, name] of moments) target.removeEventListener(name, flush);
  };
}

async function openStream(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (failure) {
    throw new MicrophoneFailure(troubleOf(failure));
  }
}

function troubleOf(failure: unknown): MicrophoneTrouble {
  const name = failure instanceof DOMException ? failure.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

function openMeter(stream: MediaStream): { read: () => { loudness_db: number; peak: number }; close: () => void } {
  const context = new AudioContext();
  // Safari starts a context asleep unless it is woken within the tap.
  void context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read: () => {
      analyser.getFloatTimeDomainData(samples);
      return { loudness_db: loudnessDb(samples), peak: peakOf(samples) };
    },
    close: () => void context.close(),
  };
}
