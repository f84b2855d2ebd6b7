/** What the screens show, as signals. Written by app/phone.ts and its neighbours, read by the screens. */
import { computed, signal } from "@preact/signals";
import type { FixIn, LocationChoice, Me, Named, Notice, OwnLanguage, Pairing, PositionSources, Round, Today, VisitOut } from "../api/contract";
import type { ModelOffer } from "../hearing/model_fetch";
import { choiceWithErrands, reasonForNone } from "../location/choice";
import type { PositionAccess } from "../location/position";
import type { MicrophoneTrouble } from "../recorder/microphone";
import type { Note } from "../recorder/note";
import type { KeptBrief } from "../store/briefs";
import type { Errand } from "../store/errands";
import type { KeptRecording } from "../store/recordings";
import { dateOn, isOfToday } from "../time/format";
import { languageWithErrands, noticesWithErrands, visitsWithErrands } from "../outbox/overlay";
import { type Card, cardsOf } from "./cards";
import { roundOn } from "./due";
import type { FactRef } from "./facts";
import { type Moment, momentsOf } from "./moments";
import type { PushState } from "./push";
import type { Times } from "./visit_times";

export type Phase = "loading" | "insecure" | "pairing" | "welcome" | "today" | "revoked";

export type Tab = "today" | "near" | "me";

export type Sheet =
  | { kind: "fact"; fact: FactRef }
  | { kind: "customer"; recording_id: string | null; visit_id: string | null }
  | { kind: "visit"; visit_id: string }
  | { kind: "split"; visit_id: string }
  | { kind: "missed_visit"; times: Times | null }
  | { kind: "prospect"; visit_id: string }
  | { kind: "queue" }
  | { kind: "brief"; customer: Named }
  | { kind: "hours" }
  | { kind: "sources" }
  | { kind: "source"; app: string }
  | { kind: "what-left" }
  | { kind: "trail" }
  | { kind: "listen"; recording_id: string }
  | { kind: "hearing" }
  | { kind: "language" }
  | { kind: "notices" }
  | { kind: "phone" };

/** A speech model on this phone, and how often in a row the page died while it heard. */
export type KeptModel = ModelOffer & { falls: number };

export type ModelFetch =
  | { stage: "idle" }
  | { stage: "fetching"; part: number }
  | { stage: "opening" }
  | { stage: "failed"; why: string };

export interface Toast {
  text: string;
  undo: (() => void) | null;
}

export const phase = signal<Phase>("loading");
export const tab = signal<Tab>("today");
export const pairing_code = signal("");
export const pairing = signal<Pairing | null>(null);
export const me = signal<Me | null>(null);
export const today = signal<Today | null>(null);
export const said_on_leaving = signal<string | null>(null);

export const recordings = signal<KeptRecording[]>([]);
export const chunks_sent = signal<Record<string, number>>({});
export const errands = signal<Errand[]>([]);
export const fix_count = signal(0);

export const is_online = signal(true);
export const is_reachable = signal(true);
/** By how much this phone's clock was ahead of the server's when it last answered. */
export const clock_ahead_ms = signal(0);
export const is_spilling = signal(false);
export const space_left_bytes = signal<number | null>(null);
export const is_space_low = signal(false);
export const is_persisted = signal(false);

export const position_access = signal<PositionAccess>("unknown");
export const push_state = signal<PushState>("unsupported");
export const is_reminder_offered = signal(false);
export const microphone_trouble = signal<MicrophoneTrouble | null>(null);

export const note = signal<Note | null>(null);
export const live_texts = signal<Record<string, string>>({});
/** What this phone itself hears of the note being spoken. */
export const local_texts = signal<Record<string, string>>({});
export const hearing_trouble = signal<string | null>(null);
export const kept_model = signal<KeptModel | null>(null);
export const model_offer = signal<ModelOffer | null>(null);
export const model_fetch = signal<ModelFetch>({ stage: "idle" });

export const sheet = signal<Sheet | null>(null);
export const toast = signal<Toast | null>(null);

export const time_zone = computed(() => pairing.value?.company.time_zone);

/** The time as far as the screens care: renewed some times a minute while the app is on the screen. */
export const now_ms = signal(Date.now());

/** The choice as the server last told it, and as it stands with the taps that are still on their way. */
export const told_choice = signal<LocationChoice | null>(null);
export const location_choice = computed(() => told_choice.value && choiceWithErrands(told_choice.value, errands.value));
export const why_no_position = computed(() => reasonForNone(location_choice.value, now_ms.value, time_zone.value));

/** The owner's language as the server last told it, as it stands with a tap on its way, and those with a speech model. */
export const told_language = signal<OwnLanguage | null>(null);
export const spoken_languages = signal<string[]>([]);
export const chosen_language = computed(() => languageWithErrands(told_language.value?.language ?? null, errands.value));

/** Where the phone is, for showing what is near: in memory only, and never sent for that. */
export const here = signal<FixIn | null>(null);
export const kept_round = signal<{ answer: Round; checked_at: string } | null>(null);
const today_on = computed(() => dateOn(new Date(now_ms.value).toISOString(), time_zone.value));
/** The kept round with the lights of today. */
export const round = computed(() => kept_round.value && { ...kept_round.value, answer: roundOn(kept_round.value.answer, today_on.value) });
/** What this person is told of, newest first, as the server last said; null before it ever did. */
export const kept_notices = signal<{ notices: Notice[]; checked_at: string } | null>(null);
export const notices = computed(() => noticesWithErrands(kept_notices.value?.notices ?? [], errands.value));
export const briefs = signal<Record<string, KeptBrief>>({});
/** The location apps, and this phone's clock when the server told of them. */
export const sources = signal<{ answer: PositionSources; told_ms: number } | null>(null);

export const cards = computed<Card[]>(() =>
  cardsOf(today.value?.recordings ?? [], recordings.value, errands.value, live_texts.value, isToday),
);

function isToday(instant: string): boolean {
  return isOfToday(instant, Date.now(), time_zone.value);
}

/** The day's visits in order of arrival, with every tap that still waits. */
export const visits = computed<VisitOut[]>(() =>
  visitsWithErrands(today.value?.visits ?? [], errands.value).sort((one, other) => one.arrived_at.localeCompare(other.arrived_at)),
);

export const moments = computed<Moment[]>(() =>
  momentsOf(visits.value, cards.value),
);
