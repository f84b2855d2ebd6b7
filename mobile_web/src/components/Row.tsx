import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";
import "./row.css";

/** A line that opens something: what it is, how it stands, and a chevron. */
export function Row(props: { title: string; detail: ComponentChildren; is_warning?: boolean; onOpen: () => void }) {
  return (
    <li>
      <button type="button" class="row" onClick={props.onOpen}>
        <span class="row-title">{props.title}</span>
        <span class={props.is_warning ? "row-detail row-warning" : "row-detail"}>{props.detail}</span>
        <Icon name="chevron" />
      </button>
    </li>
  );
}
