/** Choices of the person at this browser, kept in localStorage; where that is refused they last for the page. */
const prefix = 'smena.';

/** The remembered text, or null when there is none. */
export function readStored(name: string): string | null {
  try {
    return window.localStorage.getItem(prefix + name);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Remembers the text; a browser that refuses to remember (private mode, full storage) is no reason to stop. */
export function writeStored(name: string, value: string): void {
  try {
    window.localStorage.setItem(prefix + name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
