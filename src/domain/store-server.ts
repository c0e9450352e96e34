/** How a server of a store shows the server above it that it is the one it says (M17, M18). */

/** Codes of servers of stores: what people type and certificates hold. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export function isServerCode(text: string): boolean {
  return CODE.test(text);
}

/**
 * The name that the certificate of a server of a store holds unless it is set otherwise. No register is called so: ids of
 * registers are issued with an underscore before them, and one of a customer that looks like this is its own fault.
 */
export function certificateNameOf(serverCode: string): string {
  return `server-${serverCode}`;
}

/** Whether a word is such a name. */
export function isServerName(text: string): boolean {
  return text.startsWith('server-') && isServerCode(text.slice('server-'.length));
}
