import { useEffect, useRef } from "preact/hooks";
import { usePhone } from "../../app/context";
import { kept_notices, notices, now_ms } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { checkedWords } from "../brief/brief_words";
import { NoticeItem } from "./NoticeItem";
import "./notices_sheet.css";

/** What colleagues tell this person, newest first; opening it is reading it. */
export function NoticesSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  const marked = useRef(new Set<string>());
  const unread = notices.value.filter((notice) => !notice.is_read && !marked.current.has(notice.id)).map(({ id }) => id);
  useEffect(() => {
    if (unread.length === 0) return;
    for (const id of unread) marked.current.add(id);
    void phone.taps.keep({ kind: "notices_read", notice_ids: unread });
  }, [phone, unread.length]);
  useEffect(() => void phone.notices.refresh(), [phone]);
  return (
    <Sheet title="Notices" onClose={onClose}>
      {notices.value.length === 0 && (
        <p class="sheet-note">
          {kept_notices.value
            ? "Nothing yet. Replies to your notes, mentions, hand-overs and complaints at your customers are told here."
            : "Not yet fetched, and there is no way to the server now."}
        </p>
      )}
      <ul class="notices-list" aria-label="Notices">
        {notices.value.map((notice) => (
          <NoticeItem key={notice.id} notice={notice} is_new={marked.current.has(notice.id) || !notice.is_read} />
        ))}
      </ul>
      {kept_notices.value && <p class="brief-age">{checkedWords(kept_notices.value.checked_at, now_ms.value)}</p>}
    </Sheet>
  );
}
