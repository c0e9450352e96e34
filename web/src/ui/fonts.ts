/**
 * Fetches the letters of both languages before the first page is drawn: letters that come later are of another width, and what a person is
 * about to press moves away. Resolves also when they cannot be had: then the letters of the system stay.
 */
export async function loadFonts(): Promise<void> {
  await document.fonts.load('1rem "Inter Variable"', 'Смена Smena').then(
    () => undefined,
    () => undefined,
  );
}
