const WANTED_HZ = 16_000;

export interface Feed {
  sample_rate_hz: number;
  close: () => void;
}

/**
 * Hand the microphone's samples on in pieces of 0.2 s, at 16 kHz where the browser resamples (else at its own rate, which
 * the recogniser takes as well). Rejects where there are no worklets; the recorder does not mind.
 */
export async function feedPieces(stream: MediaStream, onPiece: (piece: Float32Array) => void): Promise<Feed> {
  const { context, source } = openSource(stream);
  try {
    await context.audioWorklet.addModule("/app/pcm_worklet.js");
    const node = new AudioWorkletNode(context, "rounds-pieces", { channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => onPiece(data);
    // Nothing is put out; a node that leads nowhere is not asked for sound by every browser.
    source.connect(node).connect(context.destination);
    void context.resume();
  } catch (failure) {
    void context.close();
    throw failure;
  }
  return { sample_rate_hz: context.sampleRate, close: () => void context.close() };
}

function openSource(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
  const context = new AudioContext({ sampleRate: WANTED_HZ });
  try {
    return { context, source: context.createMediaStreamSource(stream) };
  } catch {
    // Firefox does not join a microphone and a context of different rates.
    void context.close();
    const own = new AudioContext();
    return { context: own, source: own.createMediaStreamSource(stream) };
  }
}
