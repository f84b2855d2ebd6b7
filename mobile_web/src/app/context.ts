import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Phone } from "./phone";

export const PhoneContext = createContext<Phone | null>(null);

export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error("A screen was shown outside the app.");
  return phone;
}
