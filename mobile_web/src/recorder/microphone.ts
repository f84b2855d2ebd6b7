/** The one file that owns the microphone. */
import { AUDIO_BITS_PER_SECOND, chooseFormat, TIMESLICE_MS } from "./format";
import { loudnessDb } from "./level";

export type MicrophoneTrouble = "denied" | "missing" | "busy" | "unsupported" | "insecure";

export class MicrophoneFailure extends Error {
  constructor(readonly trouble: MicrophoneTrouble) {
    super(trouble);
  }
}

export interface Listening {
  mime_type: string;
  /** Decibels below full scale of what is heard at this moment. */
  loudnessDb: () => number;
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
    listener.onEnd();
  };
  // A call coming in ends the track: what was said so far is kept and sent.
  for (const track of stream.getAudioTracks()) track.onended = stop;
  recorder.start(TIMESLICE_MS);
  return { mime_type, loudnessDb: meter.read, stop };
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

function openMeter(stream: MediaStream): { read: () => number; close: () => void } {
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
      return loudnessDb(samples);
    },
    close: () => void context.close(),
  };
}
