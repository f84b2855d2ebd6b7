import { useEffect, useRef } from "preact/hooks";
import type { Notice } from "../../api/contract";
import { usePhone } from "../../app/context";

const LONGEST = 2_000;

/** A reply of a few words, kept at once and sent when there is a network. */
export function ReplyForm({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const phone = usePhone();
  const words = useRef<HTMLTextAreaElement>(null);
  useEffect(() => words.current?.focus(), []);
  const send = (event: Event): void => {
    event.preventDefault();
    const text = words.current?.value.trim() ?? "";
    if (!text) return;
    void phone.taps.keep({ kind: "reply", recording_id: notice.recording_id, customer_name: notice.customer, text });
    onDone();
  };
  return (
    <form class="notices-reply" onSubmit={send}>
      <textarea ref={words} class="field" rows={2} maxLength={LONGEST} aria-label="Your reply" required />
      <button class="button button-main">Send</button>
    </form>
  );
}
