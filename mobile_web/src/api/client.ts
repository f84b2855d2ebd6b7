/** The one file that calls the network. */
import type {
  ActionState,
  AppSetup,
  Brief,
  ChunkAnswer,
  CompletionAnswer,
  CustomerFound,
  EntryChange,
  EntryOut,
  FixIn,
  InstalledModel,
  LeftDay,
  LocationChoice,
  LocationMode,
  Me,
  MissedVisit,
  NewContact,
  Follow,
  Notice,
  OwnLanguage,
  OwnPlace,
  Pairing,
  PositionSources,
  Prospect,
  PushKeys,
  RecordingIn,
  RecordingOut,
  Round,
  Shift,
  Today,
  Trail,
  VisitDecision,
  VisitOut,
  VisitSplit,
} from "./contract";
import type { ModelOffer } from "../hearing/model_fetch";
import { failureOf, Unreachable } from "./failures";

const TIMEOUT_MS = 30_000;
/** An hour of sound is 14 MB. */
const SOUND_TIMEOUT_MS = 300_000;
const NOT_MODIFIED = 304;

interface Call {
  method?: string;
  json?: unknown;
  body?: BodyInit;
  content_type?: string;
  known_tag?: string | null;
  range?: string;
  limit_ms?: number;
  signal?: AbortSignal;
}

/** Everything that a paired phone can ask of the server; `token` is read anew for each call. */
export function openApi(token: () => string | null) {
  const ask = async <T>(path: string, call: Call = {}): Promise<T> => read<T>(await send(path, call, token()));

  return {
    me: () => ask<Me>("/api/me"),
    today: () => ask<Today>("/api/today"),
    recording: (id: string) => ask<RecordingOut>(`/api/recordings/${id}`),
    announce: (id: string, recording: RecordingIn) =>
      ask<RecordingOut>(`/api/recordings/${id}`, { method: "PUT", json: recording }),
    putChunk: (id: string, number: number, body: ArrayBuffer, mime_type: string) =>
      ask<ChunkAnswer>(`/api/recordings/${id}/chunks/${number}`, { method: "PUT", body, content_type: mime_type }),
    complete: (id: string, chunk_count: number, ended_at: string) =>
      ask<CompletionAnswer>(`/api/recordings/${id}/completion`, { method: "PUT", json: { chunk_count, ended_at } }),
    putFixes: (fixes: FixIn[]) => ask<{ kept: number; flagged: number }>("/api/fixes", { method: "POST", json: { fixes } }),
    correct: (entry_id: string, id: string, changes: EntryChange[]) =>
      ask<EntryOut>(`/api/entries/${entry_id}/versions`, { method: "POST", json: { id, changes } }),
    confirm: (entry_id: string) => ask<EntryOut>(`/api/entries/${entry_id}/confirmation`, { method: "PUT", json: {} }),
    keepContact: (entry_id: string, contact_id: string, said: NewContact) =>
      ask<EntryOut>(`/api/entries/${entry_id}/contacts/${contact_id}`, { method: "PUT", json: said }),
    setActionState: (action_id: string, state: ActionState) =>
      ask<{ id: string; state: ActionState }>(`/api/actions/${action_id}/state`, { method: "PUT", json: { state } }),
    setComplaintState: (complaint_id: string, state: "open" | "closed") =>
      ask<{ id: string; state: string }>(`/api/complaints/${complaint_id}/state`, { method: "PUT", json: { state } }),
    answer: (customer_id: string, question_id: string, value: string | null) =>
      ask<{ customer_id: string; question_id: string }>(`/api/customers/${customer_id}/answers/${question_id}`, {
        method: "PUT",
        json: value === null ? { is_declined: true } : { value },
      }),
    decide: (visit_id: string, decision: VisitDecision) =>
      ask<VisitOut>(`/api/visits/${visit_id}/decision`, { method: "PUT", json: decision }),
    addVisit: (visit_id: string, visit: MissedVisit) =>
      ask<VisitOut>(`/api/visits/${visit_id}`, { method: "PUT", json: visit }),
    merge: (visit_id: string, other_id: string) =>
      ask<VisitOut>(`/api/visits/${visit_id}/merge`, { method: "PUT", json: { other_id } }),
    split: (visit_id: string, said: VisitSplit) =>
      ask<{ visits: VisitOut[] }>(`/api/visits/${visit_id}/split`, { method: "PUT", json: said }).then((made) => made.visits),
    addProspect: (customer_id: string, prospect: Prospect) =>
      ask<unknown>(`/api/prospects/${customer_id}`, { method: "PUT", json: prospect }),
    pushKey: () => ask<{ public_key: string }>("/api/push").then((answer) => answer.public_key),
    subscribeToPush: (subscription: PushKeys) =>
      ask<unknown>("/api/push/subscription", { method: "PUT", json: subscription }),
    unsubscribeFromPush: async (): Promise<void> => {
      await send("/api/push/subscription", { method: "DELETE" }, token());
    },
    chooseCustomer: (recording_id: string, customer_id: string) =>
      ask<RecordingOut>(`/api/recordings/${recording_id}/customer`, { method: "PUT", json: { customer_id } }),
    keepPrivate: (recording_id: string, is_private: boolean) =>
      ask<RecordingOut>(`/api/recordings/${recording_id}/privacy`, { method: "PUT", json: { is_private } }),
    customers: (query: { q?: string; lat?: number; lon?: number }) =>
      ask<{ customers: CustomerFound[] }>(`/api/customers?${searchOf(query)}`).then((found) => found.customers),
    clip: async (recording_id: string, from_s: number, to_s: number): Promise<Blob> => {
      const path = `/api/recordings/${recording_id}/clip?from_s=${from_s.toFixed(2)}&to_s=${to_s.toFixed(2)}`;
      return (await send(path, {}, token())).blob();
    },

    phoneModel: () => ask<ModelOffer>("/api/phone-model"),
    phoneModelPiece: async (url: string, from: number, to: number, signal: AbortSignal): Promise<ArrayBuffer> =>
      readBytes(await send(url, { range: `bytes=${from}-${to - 1}`, signal }, token())),

    audio: async (recording_id: string): Promise<Blob> =>
      (await send(`/api/recordings/${recording_id}/audio`, { limit_ms: SOUND_TIMEOUT_MS }, token())).blob(),

    notices: () => ask<{ notices: Notice[] }>("/api/notices").then((told) => told.notices),
    markNoticesRead: (ids: string[]) => ask<unknown>("/api/notices/reading", { method: "PUT", json: { ids } }),
    reply: (recording_id: string, id: string, text: string) =>
      ask<unknown>(`/api/recordings/${recording_id}/replies`, { method: "POST", json: { id, text } }),
    take: (action_id: string) => ask<unknown>(`/api/actions/${action_id}/taking`, { method: "PUT" }),
    follow: (customer_id: string, is_followed: boolean) =>
      ask<Follow>(`/api/customers/${customer_id}/follow`, { method: "PUT", json: { is_followed } }),
    ownLanguage: () => ask<OwnLanguage>("/api/own-language"),
    chooseLanguage: (language: string | null) => ask<OwnLanguage>("/api/own-language", { method: "PUT", json: { language } }),
    speechModels: () => ask<{ models: InstalledModel[] }>("/api/speech-models").then((told) => told.models),

    locationChoice: () => ask<LocationChoice>("/api/location-choice"),
    chooseLocation: (mode: LocationMode, hours: Shift[] | null) =>
      ask<LocationChoice>("/api/location-choice", { method: "PUT", json: { mode, hours } }),
    pause: (id: string, pause: { began_at: string; until: string | null; ended_at: string | null }) =>
      ask<LocationChoice>(`/api/pauses/${id}`, { method: "PUT", json: pause }),
    putOwnPlace: (id: string, place: Omit<OwnPlace, "id">) =>
      ask<OwnPlace>(`/api/own-places/${id}`, { method: "PUT", json: place }),
    removeOwnPlace: async (id: string): Promise<void> => {
      await send(`/api/own-places/${id}`, { method: "DELETE" }, token());
    },
    whatLeft: () => ask<{ days: LeftDay[] }>("/api/what-left").then((left) => left.days),
    trail: (on: string) => ask<Trail>(`/api/trail?${searchOf({ on })}`),

    positionSources: () => ask<PositionSources>("/api/position-sources"),
    setUpSource: (app: string) => ask<AppSetup>("/api/position-sources", { method: "POST", json: { app } }),
    removeSource: async (app: string): Promise<void> => {
      await send(`/api/position-sources/${app}`, { method: "DELETE" }, token());
    },

    round: (known_tag: string | null) => askIfChanged<Round>("/api/round", known_tag, token()),
    briefs: (known_tag: string | null) => askIfChanged<{ briefs: Brief[] }>("/api/briefs", known_tag, token()),
    briefsOf: (customer_ids: string[]) =>
      ask<{ briefs: Brief[] }>(`/api/briefs?${searchOf({ customer_ids: customer_ids.join() })}`).then((found) => found.briefs),
  };
}

export type Api = ReturnType<typeof openApi>;

/** Swap a one-time code for this phone's token. */
export async function pair(code: string, name: string): Promise<Pairing> {
  const response = await send("/api/devices", { method: "POST", json: { code, name } }, null);
  return read<Pairing>(response);
}

/** An answer with the tag under which it can be asked for again. */
export interface Tagged<T> {
  tag: string | null;
  answer: T;
}

/** Ask for what the phone may hold already: null when nothing changed since the answer with that tag. */
async function askIfChanged<T>(path: string, known_tag: string | null, token: string | null): Promise<Tagged<T> | null> {
  const response = await send(path, { known_tag }, token);
  if (response.status === NOT_MODIFIED) return null;
  return { tag: response.headers.get("ETag"), answer: await read<T>(response) };
}

/** A body cut short, or a hotel's sign-in page in place of JSON, is a network that is not there. */
async function read<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (failure) {
    throw new Unreachable(failure);
  }
}

async function readBytes(response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (failure) {
    throw new Unreachable(failure);
  }
}

async function send(path: string, call: Call, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers["Authorization"] = `Bearer ${token}`;
  if (call.json !== undefined) headers["Content-Type"] = "application/json";
  if (call.content_type) headers["Content-Type"] = call.content_type;
  if (call.known_tag) headers["If-None-Match"] = call.known_tag;
  if (call.range) headers["Range"] = call.range;
  const limit = AbortSignal.timeout(call.limit_ms ?? TIMEOUT_MS);
  const response = await reach(path, {
    method: call.method ?? "GET",
    headers,
    body: call.json === undefined ? (call.body ?? null) : JSON.stringify(call.json),
    cache: "no-store",
    signal: call.signal ? AbortSignal.any([limit, call.signal]) : limit,
  });
  if (!response.ok && response.status !== NOT_MODIFIED) throw await failureOf(response);
  return response;
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (failure) {
    throw new Unreachable(failure);
  }
}

function searchOf(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
