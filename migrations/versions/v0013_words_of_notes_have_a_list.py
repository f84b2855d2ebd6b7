"""On PostgreSQL the words of notes have a list of their own, so that a rare word leads straight to its notes."""

from alembic import op

revision = "0013"
down_revision = "0012"

# Of a word too long for an index entry overlapping pieces stand for it: each hundred letters are whole in one of them.
POSTGRESQL = (
    "CREATE FUNCTION search_words(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$"
    " SELECT CASE WHEN folded !~ '[^ ]{201}' THEN string_to_array(folded, ' ') ELSE ARRAY("
    "SELECT substr(word, starts, 200) FROM unnest(string_to_array(folded, ' ')) AS word,"
    " generate_series(1, greatest(1, length(word) - 100), 100) AS starts) END $$",
    "CREATE TABLE search_word (word text PRIMARY KEY)",
    "INSERT INTO search_word SELECT DISTINCT unnest(search_words(folded)) FROM search_document WHERE kind = 'note'",
    "CREATE INDEX ix_search_word_word ON search_word USING gin (word gin_trgm_ops)",
    "CREATE INDEX ix_search_document_note_words ON search_document USING gin (search_words(folded))"
    " WHERE kind = 'note'",
    # Words that no note holds any more leave the list. Whoever looks for them keeps others from writing words: a note
    # that takes one up in the same moment would else find it there, and lose it. Without sequential scans: the planner
    # takes every word for a common one and would read all notes to find that nobody says it.
    "CREATE FUNCTION keep_search_words() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$"
    " DECLARE held text[] := '{}'; gone text[] := '{}';"
    " BEGIN"
    " IF TG_OP <> 'DELETE' THEN held := search_words(new.folded); END IF;"
    " IF TG_OP <> 'INSERT' THEN"
    " gone := ARRAY(SELECT unnest(search_words(old.folded)) EXCEPT SELECT unnest(held)); END IF;"
    " IF cardinality(gone) > 0 THEN"
    " LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE;"
    " DELETE FROM search_word WHERE word = ANY(gone) AND NOT EXISTS (SELECT FROM search_document"
    " WHERE kind = 'note' AND search_words(folded) @> ARRAY[search_word.word]);"
    " END IF;"
    " INSERT INTO search_word SELECT DISTINCT unnest(held) AS word ORDER BY word ON CONFLICT DO NOTHING;"
    " RETURN NULL;"
    " END $$",
    "CREATE TRIGGER search_words_added AFTER INSERT ON search_document FOR EACH ROW"
    " WHEN (new.kind = 'note') EXECUTE FUNCTION keep_search_words()",
    "CREATE TRIGGER search_words_changed AFTER UPDATE OF folded ON search_document FOR EACH ROW"
    " WHEN (new.kind = 'note' AND new.folded <> old.folded) EXECUTE FUNCTION keep_search_words()",
    "CREATE TRIGGER search_words_removed AFTER DELETE ON search_document FOR EACH ROW"
    " WHEN (old.kind = 'note') EXECUTE FUNCTION keep_search_words()",
)
# What was written last lies unsorted and is read by every search: 256 kB of it and not 4 MB.
TRIGRAM_INDEXES = ("name_named", "name_folded", "note_folded", "note_words")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in POSTGRESQL:
        op.execute(statement)
    for name in TRIGRAM_INDEXES:
        op.execute(f"ALTER INDEX ix_search_document_{name} SET (gin_pending_list_limit = 256)")
