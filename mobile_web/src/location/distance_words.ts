/** "here", "80 m", "1.4 km", "23 km". */
export function distanceWords(distance_m: number): string {
  if (distance_m < 15) return "here";
  if (distance_m < 995) return `${Math.round(distance_m / 10) * 10} m`;
  return `${(distance_m / 1000).toFixed(distance_m < 9_950 ? 1 : 0)} km`;
}
