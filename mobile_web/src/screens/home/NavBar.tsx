import { type Tab, tab } from "../../app/state";
import { Icon, type IconName } from "../../components/Icon";

const PLACES: { tab: Tab; label: string; icon: IconName }[] = [
  { tab: "today", label: "Today", icon: "day" },
  { tab: "near", label: "Near me", icon: "pin" },
  { tab: "me", label: "Me", icon: "person" },
];

/** Where one can go: three words under the thumb. */
export function NavBar() {
  return (
    <nav class="nav" aria-label="Places">
      {PLACES.map((place) => (
        <button
          key={place.tab}
          type="button"
          class="nav-place"
          aria-current={tab.value === place.tab ? "page" : undefined}
          onClick={() => go(place.tab)}
        >
          <Icon name={place.icon} />
          {place.label}
        </button>
      ))}
    </nav>
  );
}

function go(to: Tab): void {
  tab.value = to;
  scrollTo(0, 0);
}
