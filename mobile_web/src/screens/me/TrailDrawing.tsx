import type { Trail } from "../../api/contract";
import { trailPath } from "./trail_path";

const SIZE = 320;

/** The trail as a line, drawn here: no map is asked for. */
export function TrailDrawing({ spots }: { spots: Trail["positions"] }) {
  const { path, first, last } = trailPath(spots, SIZE);
  return (
    <svg class="trail" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label="Your way, north at the top">
      <path d={path} />
      <circle cx={first[0]} cy={first[1]} r="5" class="trail-first" />
      <circle cx={last[0]} cy={last[1]} r="7" />
    </svg>
  );
}
