/** Changes of one member of a JSON object under whatever spelling it stands there. */
import type { JsonObject, JsonValue } from './exact-json.ts';
import { type Key, spellingOf } from './fields.ts';

/** Gives the member a value in its place; a member that is absent is added under the name of the sales file. */
export function setMember(members: JsonObject, wanted: Key, value: JsonValue): void {
  members.set(spellingOf(members, wanted) ?? wanted.name, value);
}
