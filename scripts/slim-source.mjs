/**
 * Makes the text of a module small before it is kept: the engine holds the text of every module for as long as it runs, in each
 * thread, with two bytes for each letter as soon as one letter is not Latin. Lines stay where they are, what the code means too: a test compares
 * the parsed code of all our modules. Plain JavaScript for any Node ≥ 20.
 */

/** What is put where a type was, so that as many bytes stay. */
const FILLER = '\u2002';

/** The module without comments that stand in lines of their own, without blanks at the ends of lines, and with Latin letters alone if that is less. */
export function slimSource(code) {
  const plain = code
    .replaceAll(FILLER, ' ')
    .replaceAll(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^[ \t]*\/\/.*$/gm, '')
    .replaceAll(/[ \t]+$/gm, '');
  const latin = plain.replaceAll(
    /[\u0100-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return latin.length < 2 * plain.length ? latin : plain;
}
