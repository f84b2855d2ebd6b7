import type { AttributeValue } from "../../api/contract";

/** How a value stands in its field: a price always with its cents. */
export function textOf(value: AttributeValue, is_money: boolean): string {
  if (value === null) return "";
  const number = Number(value);
  return is_money && value !== "" && !Number.isNaN(number) ? number.toFixed(2) : String(value);
}

/** The text after a key of the number pad. */
export function pressed(text: string, key: string): string {
  if (key === "⌫") return text.slice(0, -1);
  if (key === "." && text.includes(".")) return text;
  return text + key;
}

/** The text after a step up or down; never below nothing, and a price keeps its cents. */
export function stepped(text: string, step: number): string {
  const number = Number(text);
  if (Number.isNaN(number)) return text;
  const decimals = text.split(".")[1]?.length ?? 0;
  return Math.max(0, number + step).toFixed(decimals);
}

/** The value that a text stands for, in the type that the value had: a server that sends text gets text. */
export function valueOf(text: string, before: AttributeValue): AttributeValue {
  if (text.trim() === "") return null;
  const number = Number(text);
  if (Number.isNaN(number) || typeof before === "string") return text.trim();
  return number;
}
