/** Ids and other words of a sender: whatever comes, what is kept of them is short and fits into every database. */

/** Longest text of a sender that is kept in a header, and longest id in an event; real ids have some forty characters. */
const MAX_TEXT = 1000;
const MAX_ID = 256;

/** A text of a sender for a package header. */
export function headerText(text: string): string {
  return storable(text.slice(0, MAX_TEXT));
}

/** An id of a sender for an event, a log line or a text for people. */
export function shortId(id: string): string {
  return id.length <= MAX_ID ? storable(id) : `${storable(id.slice(0, MAX_ID - 1))}…`;
}

/** PostgreSQL holds neither the character NUL nor half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}
