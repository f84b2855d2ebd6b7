import { useId } from "preact/hooks";
import type { Attribute, AttributeValue } from "../../api/contract";
import { shownValue } from "../../outbox/overlay";
import { ChoiceField } from "./ChoiceField";
import { DateField } from "./DateField";
import { NumberField } from "./NumberField";

interface Props {
  attribute: Attribute;
  onChange: (value: AttributeValue) => void;
}

/** One part of a fact, with the field that needs the fewest taps for its kind. */
export function AttributeField({ attribute, onChange }: Props) {
  return (
    <fieldset class="attribute">
      <legend class="label">{attribute.label}</legend>
      <Field attribute={attribute} onChange={onChange} />
    </fieldset>
  );
}

function Field({ attribute, onChange }: Props) {
  if (attribute.choices.length > 0) return <ChoiceField attribute={attribute} onChange={onChange} />;
  switch (attribute.type) {
    case "number":
    case "money":
      return <NumberField attribute={attribute} onChange={onChange} />;
    case "date":
      return <DateField attribute={attribute} onChange={onChange} />;
    case "text":
      return <TextField attribute={attribute} onChange={onChange} />;
    default:
      return <p class="sheet-note">{shownValue(attribute) || "not said"}</p>;
  }
}


function TextField({ attribute, onChange }: Props) {
  const id = useId();
  return (
    <>
      <label class="for-readers" for={id}>
        {attribute.label}
      </label>
      <textarea
        id={id}
        class="field"
        rows={2}
        value={shownValue(attribute)}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </>
  );
}
