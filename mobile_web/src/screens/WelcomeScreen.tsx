import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { usePhone } from "../app/context";
import { pairing } from "../app/state";
import { microphoneAdvice } from "../app/trouble";
import { Icon, type IconName } from "../components/Icon";
import { askForPosition } from "../location/position";
import { askForMicrophone } from "../recorder/microphone";
import "./front.css";

type Answer = "unasked" | "yes" | string;

/** After pairing: ask for the two things that the app needs, each with its reason, and each may be left out. */
export function WelcomeScreen() {
  const phone = usePhone();
  const microphone = useSignal<Answer>("unasked");
  const position = useSignal<Answer>("unasked");

  const askMicrophone = async (): Promise<void> => {
    const trouble = await askForMicrophone();
    microphone.value = trouble ? microphoneAdvice(trouble) : "yes";
  };
  const askPosition = async (): Promise<void> => {
    const access = await askForPosition();
    position.value =
      access === "granted" ? "yes" : "Not allowed. Talking works all the same; you then say or choose the customer.";
  };

  return (
    <main class="front">
      <h1>Hello, {firstName(pairing.value?.staff.name)}</h1>
      <p>This phone is paired. Two questions from the browser, then you can talk.</p>
      <ul class="front-steps">
        <Step icon="microphone" title="Microphone" answer={microphone.value} button="Allow microphone" onAsk={askMicrophone}>
          To hear your note. It listens only between your two taps.
        </Step>
        <Step icon="pin" title="Position" answer={position.value} button="Allow position" onAsk={askPosition}>
          To know which customer you visited, so that you need not type it. Only while the app is open.
        </Step>
      </ul>
      <div class="front-end">
        <button type="button" class="button button-main button-wide" onClick={() => void phone.finishWelcome()}>
          Go to today
        </button>
      </div>
    </main>
  );
}

interface StepProps {
  icon: IconName;
  title: string;
  answer: Answer;
  button: string;
  onAsk: () => Promise<void>;
  children: ComponentChildren;
}

function Step({ icon, title, answer, button, onAsk, children }: StepProps) {
  return (
    <li class="front-step">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{children}</p>
      {answer !== "unasked" && answer !== "yes" && <p role="alert">{answer}</p>}
      {answer === "yes" ? (
        <span class="front-done" role="status">
          <Icon name="check" /> Allowed
        </span>
      ) : (
        <button type="button" class="button" onClick={() => void onAsk()}>
          {button}
        </button>
      )}
    </li>
  );
}

function firstName(name: string | undefined): string {
  return name?.split(" ")[0] ?? "there";
}
