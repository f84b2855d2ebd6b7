/**
 * The shapes that travel between phone and server, under the names that the app uses.
 * They come from schema.ts, which `npm run types` makes from the server's OpenAPI document; only what that document
 * leaves open (a state as plain text, a value of any kind) is said more exactly here.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

/** Give some properties of T more exact types. */
type Exactly<T, U> = Omit<T, keyof U> & U;

export type Problem = Schemas["Problem"];

export interface Named {
  id: string;
  name: string;
}

export type Pairing = Schemas["PairedOut"];
export type Me = Schemas["MeOut"];

export type Position = Schemas["RecordingIn.PositionIn"];
type Came = "source" | "source_name";
export type RecordingIn = Omit<Schemas["RecordingIn"], Came> & Partial<Pick<Schemas["RecordingIn"], Came>>;
export type ChunkAnswer = Schemas["ChunkOut"];
export type CompletionAnswer = Schemas["CompletionOut"];

export type RecordingState =
  | "receiving"
  | "waiting_for_chunks"
  | "waiting"
  | "hearing"
  | "ready"
  | "silent"
  | "undecodable";

export type RecordingOut = Exactly<Schemas["RecordingOut"], { state: RecordingState; entry: EntryOut | null }>;
export type EntryOut = Exactly<Schemas["EntryOut"], { facts: FactOut[] }>;
export type FactOut = Exactly<Schemas["EntryOut.FactOut"], { attributes: Attribute[] }>;

export type AttributeValue = string | number | boolean | null;
type Choice = Exactly<Schemas["EntryOut.ChoiceOut"], { value: AttributeValue }>;
export type Attribute = Exactly<Schemas["EntryOut.AttributeOut"], { value: AttributeValue; choices: Choice[] }>;

type Change = Schemas["VersionIn.ChangeIn"];
export type EntryChange = Pick<Change, "op" | "item_id"> & Partial<Change>;

export type VisitOut = Exactly<Schemas["VisitOut"], { alternatives: (Named & { probability: number })[] }>;
export type VisitDecision = Pick<Schemas["DecisionIn"], "decision"> & Partial<Schemas["DecisionIn"]>;

export type MissedVisit = Schemas["MissedVisitIn"];
export type VisitSplit = Schemas["SplitIn"];
export type Prospect = Pick<Schemas["ProspectIn"], "name" | "visit_id">;
export type PushKeys = Schemas["SubscriptionIn"];

export type Today = Exactly<Schemas["TodayOut"], { visits: VisitOut[]; recordings: RecordingOut[] }>;

/** What a person lets be known: mode, hours, pause, own places. */
export type LocationChoice = Omit<Schemas["LocationChoiceOut"], "is_taking" | "why_not">;
export type LocationMode = LocationChoice["mode"];
export type Shift = Schemas["LocationChoiceOut.ShiftOut"];
export type Weekday = Shift["days"][number];
export type OwnPlace = Schemas["OwnPlaceOut"];
export type LeftDay = Schemas["WhatLeftOut.DayLeftOut"];
export type Trail = Schemas["TrailOut"];

export type Round = Schemas["RoundOut"];
export type RoundCustomer = Schemas["RoundOut.RoundCustomerOut"];
export type Appointment = Schemas["RoundOut.AppointmentOut"];
export type Brief = Schemas["BriefsOut.BriefOut"];

export type Promised = Brief["promises"][number];
export type ActionState = Schemas["StateIn"]["state"];
export type NewContact = Schemas["NewContactIn"];
export type Notice = Schemas["NoticesOut"]["notices"][number];
export type Follow = Schemas["FollowOut"];
export type OwnLanguage = Schemas["OwnLanguageOut"];
export type InstalledModel = Schemas["SpeechModelsOut.InstalledModelOut"];

export type PositionSources = Schemas["SourcesOut"];
export type PositionSource = Schemas["SourcesOut.SourceOut"];
export type AppSetup = Schemas["SetupOut"];

export type FixIn = Schemas["FixesIn.FixIn"];
export type CustomerFound = Schemas["CustomersOut.PlaceOut"];
