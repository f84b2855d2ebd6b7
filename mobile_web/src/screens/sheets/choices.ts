import type { Attribute, AttributeValue } from "../../api/contract";

type Choice = Attribute["choices"][number];

const FEW = 6;

/** The choices to show as buttons: the chosen one always, then those that match the words, then the server's first few. */
export function shownChoices(choices: Choice[], chosen: AttributeValue, words: string): { shown: Choice[]; are_more: boolean } {
  if (choices.length <= FEW + 2) return { shown: choices, are_more: false };
  const sought = words.trim().toLowerCase();
  const current = choices.filter((choice) => choice.value === chosen);
  const others = choices.filter((choice) => choice.value !== chosen && choice.label.toLowerCase().includes(sought));
  return { shown: [...current, ...others].slice(0, FEW), are_more: true };
}
