/** Log-in names: how they are written and how they are compared. */

/** Letters and digits of any language, then also `. _ @ -`; 64 characters at most. */
const FORM = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u;

/** A name as it is kept: the same however it was typed. */
export function normalLogin(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase();
}

export function isLogin(login: string): boolean {
  return FORM.test(login);
}
