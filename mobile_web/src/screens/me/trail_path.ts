const MARGIN = 16;

type Spot = { lat: number; lon: number };
type Point = [x: number, y: number];

/** Fit a way into a square of `size`, north at the top, both directions on one scale. */
export function trailPath(spots: Spot[], size: number): { path: string; first: Point; last: Point } {
  const squeeze = Math.cos(((spots[0]?.lat ?? 0) * Math.PI) / 180);
  const flat: Point[] = spots.map(({ lat, lon }) => [lon * squeeze, -lat]);
  const [xs, ys] = [flat.map(([x]) => x), flat.map(([, y]) => y)];
  const [left, top] = [least(xs), least(ys)];
  const [width, height] = [-least(xs.map((x) => -x)) - left, -least(ys.map((y) => -y)) - top];
  const scale = (size - 2 * MARGIN) / Math.max(width, height, 1e-9);
  const [x0, y0] = [(size - width * scale) / 2, (size - height * scale) / 2];
  const points = flat.map(([x, y]): Point => [round(x0 + (x - left) * scale), round(y0 + (y - top) * scale)]);
  return { path: `M${points.map((point) => point.join(" ")).join("L")}`, first: points[0]!, last: points.at(-1)! };
}

function least(values: number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
