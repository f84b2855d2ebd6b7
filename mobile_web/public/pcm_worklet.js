/* Hands the microphone's samples on in pieces of a fifth of a second. Runs beside the recorder, never before it. */
class Pieces extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate / 5);
    this.fresh();
  }

  fresh() {
    this.piece = new Float32Array(this.size);
    this.filled = 0;
  }

  process([input]) {
    const samples = input && input[0];
    for (let at = 0; samples && at < samples.length; ) {
      const taken = Math.min(samples.length - at, this.size - this.filled);
      this.piece.set(samples.subarray(at, at + taken), this.filled);
      this.filled += taken;
      at += taken;
      if (this.filled === this.size) {
        this.port.postMessage(this.piece, [this.piece.buffer]);
        this.fresh();
      }
    }
    return true;
  }
}

registerProcessor("rounds-pieces", Pieces);
