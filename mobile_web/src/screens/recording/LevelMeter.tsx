import { useEffect, useRef } from "preact/hooks";
import { meterOf } from "../../recorder/level";

const BARS = 48;

/** The last seconds of loudness as a row of bars: it moves with the voice, so the rep sees that it hears. */
export function LevelMeter({ loudnessDb }: { loudnessDb: () => number }) {
  const meter = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const levels: number[] = new Array<number>(BARS).fill(0);
    let frame = 0;
    let shown_ms = 0;
    const draw = (now_ms: number): void => {
      frame = requestAnimationFrame(draw);
      if (now_ms - shown_ms < 50) return;
      shown_ms = now_ms;
      levels.push(meterOf(loudnessDb()));
      levels.shift();
      if (canvas.current) drawBars(canvas.current, levels);
      meter.current?.setAttribute("aria-valuenow", String(Math.round((levels.at(-1) ?? 0) * 100)));
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [loudnessDb]);
  return (
    <div ref={meter} class="level" role="meter" aria-label="Microphone level" aria-valuemin={0} aria-valuemax={100} aria-valuenow={0}>
      <canvas ref={canvas} />
    </div>
  );
}

function drawBars(canvas: HTMLCanvasElement, levels: number[]): void {
  const width = (canvas.width = canvas.clientWidth * devicePixelRatio);
  const height = (canvas.height = canvas.clientHeight * devicePixelRatio);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const step = width / levels.length;
  const thick = step * 0.55;
  levels.forEach((level, i) => {
    const tall = Math.max(thick, level * height);
    context.globalAlpha = 0.35 + 0.65 * (i / levels.length);
    context.beginPath();
    context.roundRect(i * step + (step - thick) / 2, (height - tall) / 2, thick, tall, thick / 2);
    context.fill();
  });
}
