import * as leaflet from "leaflet";
import "leaflet/dist/leaflet.css";
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Nearby } from "../../app/around";
import { here, me, sheet } from "../../app/state";

const MOST = 200;
const NEAREST = 12;
const TOUCH_PX = 44;
const RINGS_M = [1_000, 3_000, 10_000];
const DEGREE_M = 111_195;

/** The same customers as a map. Without tiles from a server of one's own it asks nobody for anything. */
export default function NearMap({ around }: { around: Nearby[] }) {
  const place = useRef<HTMLDivElement>(null);
  const nearest = around.slice(0, MOST);
  // The list is made anew at each step of the phone; the map only when other customers are on it.
  const which = nearest.map(({ customer }) => `${customer.id} ${customer.due}`).sort().join();
  useEffect(() => {
    if (!place.current) return;
    const map = openMap(place.current);
    showCustomers(map, nearest);
    fit(map, nearest);
    const stopFollowing = effect(followOwn(map));
    return () => {
      stopFollowing();
      map.remove();
    };
  }, [which]);
  return (
    <>
      <div ref={place} class="near-map" role="region" aria-label="Map of customers" />
      {!me.value?.map_tiles && <p class="sheet-note">No streets: this server has no map tiles, and nobody else is asked for any.</p>}
    </>
  );
}

function openMap(place: HTMLElement): leaflet.Map {
  const is_calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = leaflet.map(place, { zoomAnimation: !is_calm, fadeAnimation: !is_calm, markerZoomAnimation: !is_calm });
  map.attributionControl.setPrefix(false);
  leaflet.control.scale().addTo(map);
  const tiles = me.value?.map_tiles;
  if (tiles) leaflet.tileLayer(tiles.url, { attribution: asHtml(tiles.attribution), maxZoom: 19 }).addTo(map);
  return map;
}

function showCustomers(map: leaflet.Map, around: Nearby[]): void {
  for (const { customer } of around) {
    const { id, name, lat, lon, due } = customer;
    if (lat === null || lon === null) continue;
    const open = (): void => {
      sheet.value = { kind: "brief", customer: { id, name } };
    };
    leaflet
      .marker([lat, lon], { icon: dot(`due-${due ?? "none"}`), title: name, alt: name })
      .on("click", open)
      // Leaflet gives its marks the focus but no keys.
      .on("keydown", ({ originalEvent }) => {
        if (originalEvent.key === "Enter" || originalEvent.key === " ") open();
      })
      .addTo(map);
  }
}

/** Leaflet takes the credit as HTML: text stays text. */
function asHtml(text: string): string {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

/** Keep the mark of the phone's own place where the phone is; without streets, rings around it tell the distance. */
function followOwn(map: leaflet.Map): () => void {
  const own = leaflet.layerGroup().addTo(map);
  return () => {
    own.clearLayers();
    if (!here.value) return;
    const { lat, lon } = here.value;
    if (!me.value?.map_tiles) for (const radius_m of RINGS_M) addRing(own, lat, lon, radius_m);
    own.addLayer(leaflet.marker([lat, lon], { icon: dot("own"), title: "You", alt: "You", keyboard: false, interactive: false }));
  };
}

function addRing(own: leaflet.LayerGroup, lat: number, lon: number, radius_m: number): void {
  const icon = leaflet.divIcon({ className: "near-ring-word", html: `${radius_m / 1_000} km`, iconSize: [56, 20] });
  own.addLayer(leaflet.circle([lat, lon], { radius: radius_m, className: "near-ring", interactive: false }));
  own.addLayer(leaflet.marker([lat + radius_m / DEGREE_M, lon], { icon, interactive: false, keyboard: false }));
}

function dot(kind: string): leaflet.DivIcon {
  return leaflet.divIcon({ className: `near-dot near-${kind}`, iconSize: [TOUCH_PX, TOUCH_PX], html: "<span></span>" });
}

function fit(map: leaflet.Map, around: Nearby[]): void {
  const spots = around
    .slice(0, NEAREST)
    .flatMap(({ customer: { lat, lon } }): [number, number][] => (lat === null || lon === null ? [] : [[lat, lon]]));
  const own = here.value;
  if (own) spots.push([own.lat, own.lon]);
  if (spots.length > 0) map.fitBounds(spots, { padding: [32, 32], maxZoom: 16, animate: false });
}
