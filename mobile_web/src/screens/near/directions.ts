import type { RoundCustomer } from "../../api/contract";

/** A link that the phone's own map app opens; null where no place is known. */
export function directionsTo({ lat, lon, name }: Pick<RoundCustomer, "lat" | "lon" | "name">): string | null {
  if (lat === null || lon === null) return null;
  const spot = `${lat.toFixed(6)},${lon.toFixed(6)}`;
  return `geo:${spot}?q=${spot}(${encodeURIComponent(name)})`;
}
