/** The customers around, and who is due. */
export function NearScreen() {
  return (
    <main class="place">
      <h1>Near me</h1>
    </main>
  );
}
