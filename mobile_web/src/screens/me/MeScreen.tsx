/** What this phone may know about its owner, and what it told. */
export function MeScreen() {
  return (
    <main class="place">
      <h1>Me</h1>
    </main>
  );
}
