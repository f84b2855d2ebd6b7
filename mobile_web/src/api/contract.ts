/**
 * The shapes that the server answers with, in one place.
 * Everything else imports them from here, so that the generated types can take over behind these names.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Staff extends Named {
  role: string;
}

export interface Company {
  name: string;
  time_zone: string;
}

export interface Pairing {
  token: string;
  device: Named & { paired_at: string };
  staff: Staff;
  company: Company;
}

export interface SpeechModel {
  name: string;
  is_trial: boolean;
  notice: string | null;
}

export interface Me {
  staff: Staff;
  device: Named & { paired_at: string };
  company: Company;
  speech_model: SpeechModel;
  server_time: string;
}

export interface Position {
  lat: number;
  lon: number;
  accuracy_m: number | null;
  at: string;
}

export interface RecordingIn {
  mime_type: string;
  started_at: string;
  visit_id: string | null;
  position: Position | null;
}

export interface ChunkAnswer {
  received: number;
  missing: number[];
  live_text: string;
}

export interface CompletionAnswer {
  state: RecordingState;
  missing: number[];
}

export type RecordingState =
  | "receiving"
  | "waiting_for_chunks"
  | "waiting"
  | "hearing"
  | "ready"
  | "silent"
  | "undecodable";

export interface Word {
  text: string;
  start_s: number;
  end_s: number;
  confidence: number;
}

export interface Transcript {
  text: string;
  words: Word[];
  model: string;
  is_trial: boolean;
}

export interface RecordingOut {
  id: string;
  state: RecordingState;
  problem: string | null;
  started_at: string;
  seconds: number | null;
  visit_id: string | null;
  customer: Named | null;
  customer_source: "visit" | "spoken" | "person" | null;
  transcript: Transcript | null;
  entry: EntryOut | null;
}

export interface EntryOut {
  id: string;
  recording_id: string;
  version: number;
  state: "to_check" | "confirmed";
  made_by: string;
  made_at: string;
  summary: string;
  outcome: string | null;
  sentiment: string | null;
  facts: FactOut[];
}

export interface FactOut {
  item_id: string;
  kind: string;
  label: string;
  text: string;
  said: string;
  is_sure: boolean;
  from_s: number;
  to_s: number;
  attributes: Attribute[];
}

export type AttributeType = "number" | "money" | "text" | "date" | "choice" | "record";
export type AttributeValue = string | number | boolean | null;

export interface Attribute {
  name: string;
  label: string;
  type: AttributeType;
  value: AttributeValue;
  choices?: { value: AttributeValue; label: string }[] | null;
}

export interface EntryChange {
  op: "set" | "remove";
  item_id: string;
  attribute?: string;
  value?: AttributeValue;
}

export interface VisitOut {
  id: string;
  customer: Named | null;
  arrived_at: string;
  left_at: string | null;
  state: "open" | "closed";
  certainty: "sure" | "probably" | "unknown" | "confirmed";
  probability: number;
  reasons: string[];
  alternatives: (Named & { probability: number })[];
  recording_ids: string[];
}

export interface VisitDecision {
  decision: "confirmed" | "changed" | "deleted";
  customer_id?: string;
}

export interface Today {
  on: string;
  visits: VisitOut[];
  recordings: RecordingOut[];
  server_time: string;
}

export interface FixIn {
  id: string;
  at: string;
  lat: number;
  lon: number;
  accuracy_m: number | null;
  source: "web";
  trigger: "" | "talk";
}

export interface CustomerFound extends Named {
  street: string;
  city: string;
  lat: number | null;
  lon: number | null;
  distance_m: number | null;
}
