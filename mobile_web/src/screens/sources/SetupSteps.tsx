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
        <img src={pictureOf(setup.qr_svg)} alt={`QR code that sets up ${setup.title}`} width="240" height="240" />
      </details>
      <p class="sheet-note">This is shown only now. Set up again to get another one; the one before then ends.</p>
    </div>
  );
}

/** A drawing that stands in a page needs no name for its language; as a picture of its own it does. */
function pictureOf(svg: string): string {
  const named = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml,${encodeURIComponent(named)}`;
}
