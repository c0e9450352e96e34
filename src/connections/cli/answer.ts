/** What a command gets for what it asked: a value, or a refusal in both languages. */

/** A refusal has a stable code and says in both languages what to do next. */
export type Refusal = { ok: false; code: string; message: { ru: string; en: string } };
export type Answer<T> = { ok: true; value: T } | Refusal;
