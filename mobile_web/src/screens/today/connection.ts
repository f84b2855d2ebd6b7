import { computed } from "@preact/signals";
import { is_online, is_reachable } from "../../app/state";

/** Whether the server was within reach when it was last tried, and the phone does not say that it has no network. */
export const is_connected = computed(() => is_online.value && is_reachable.value);
