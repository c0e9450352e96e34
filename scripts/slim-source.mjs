/**
 * Makes the text of a module small before it is kept: the engine holds the text of every module for as long as it runs, in each
 * thread, with two bytes for each letter as soon as one letter is not Latin. Lines stay where they are, what the code means too: a test compares
 * the parsed code of all our modules. Plain JavaScript for any Node ≥ 20.
 */

/** What is put where a type was, so that as many bytes stay. */
const FILLER = '\u2002';

/** The module without comments that stand in lines of their own, without blanks around lines, and with Latin letters alone if that is less. */
export function slimSource(code) {
  const bare = withoutComments(code.replaceAll(FILLER, ' '));
  const plain = bare.split('\n').some(opensText) ? bare : withoutIndents(bare);
  const latin = plain.replaceAll(
    /[\u0100-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return latin.length < 2 * plain.length ? latin : plain;
}

/** The same for a module of others, whose letters stay what they are; all of it stays where a text goes on over several lines. */
export function slimLibrary(code) {
  const bare = withoutComments(code);
  return bare.split('\n').some(opensText) ? code : withoutIndents(bare);
}

const withoutComments = (code) =>
  code
    .replaceAll(/^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*$/gm, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^[ \t]*\/\/.*$/gm, '')
    .replaceAll(/[ \t]+$/gm, '');

const withoutIndents = (code) => code.replaceAll(/^[ \t]+/gm, '');

/** Whether a text in backquotes may go on in the next line, where its blanks would be part of it. */
function opensText(line) {
  let quotes = 0;
  for (let at = line.indexOf('`'); at >= 0; at = line.indexOf('`', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}
