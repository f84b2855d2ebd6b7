/** The house's mark: a round, and the place where it stopped to talk. */
export function Mark() {
  return (
    <svg class="front-mark" viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="16" fill="var(--accent)" />
      <path d="M44 23.5a15 15 0 1 0 3 8.5" fill="none" stroke="var(--accent-ink)" stroke-width="5" stroke-linecap="round" />
      <circle cx="32" cy="32" r="5.5" fill="var(--accent-ink)" />
    </svg>
  );
}
