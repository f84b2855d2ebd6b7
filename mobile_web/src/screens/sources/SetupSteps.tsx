import type { AppSetup } from "../../api/contract";
import { CopyField } from "../../components/CopyField";

/** How an app is told where to send: one tap where it has a link, otherwise fields to copy. */
export function SetupSteps({ setup }: { setup: AppSetup }) {
  const fields: [string, string | null][] = setup.addresses
    ? [
        ["Address for arriving", setup.addresses.arrived],
        ["Address for leaving", setup.addresses.left],
      ]
    : [
        ["Address", setup.address],
        ["User", setup.user],
        ["Password", setup.password],
      ];
  return (
    <div class="setup">
      {setup.link && (
        <a class="button button-main button-wide" href={setup.link}>
          Open in {setup.title}
        </a>
      )}
      <ol class="setup-steps" aria-label="Steps">
        {setup.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {fields.map(([name, value]) => value && <CopyField key={name} name={name} value={value} />)}
      <details class="setup-picture">
        <summary>Show as a picture to scan</summary>
        <img src={`data:image/svg+xml,${encodeURIComponent(setup.qr_svg)}`} alt={`QR code that sets up ${setup.title}`} width="240" height="240" />
      </details>
      <p class="sheet-note">This is shown only now. Set up again to get another one; the one before then ends.</p>
    </div>
  );
}
