/** A file that is not UTF-8 throughout: is it in another code page, or are some records spoiled? Only such files come here. */
import { isUtf8 } from 'node:buffer';
import { piecesOf } from './pieces.ts';
import type { ReadLimits } from './read-limits.ts';
import { type FoundSections, recordsOf, type Section } from './sections.ts';

/** Nothing of the file can be trusted: its markers cannot be read, or more than half of its records. */
export function isForeign(text: Buffer, found: FoundSections, limits: ReadLimits): boolean {
  if (!found.ok) return found.reason === 'file.no_sections' || hasSpoiledMarker(text);
  return found.sections.some(({ name }) => name.includes('\ufffd')) || isMostlyForeign(text, found.sections, limits);
}

/**
 * The records of a chunk as bytes, found as in text. Each byte is taken for a letter, so that places in the text are places
 * in the bytes; letters beyond ASCII stand only inside strings, where they split nothing.
 */
export function* bytesOfRecords(chunk: Buffer, maxDepth: number): Generator<Buffer> {
  for (const { start, end } of piecesOf(chunk.toString('latin1'), maxDepth)) yield chunk.subarray(start, end);
}

function isMostlyForeign(text: Buffer, sections: readonly Section[], limits: ReadLimits): boolean {
  let foreign = 0;
  let all = 0;
  for (const section of sections) {
    if (section.kind === 'unknown') continue;
    for (const { start, end } of recordsOf(text, section, limits.maxRecordBytes)) {
      const chunk = text.subarray(start, end);
      for (const record of chunk.length > limits.maxRecordBytes ? [chunk] : bytesOfRecords(chunk, limits.maxDepth)) {
        all += 1;
        if (!isUtf8(record)) foreign += 1;
      }
    }
  }
  return foreign * 2 > all;
}

/** More than a marker has before and behind its `##`. */
const MARKER_BYTES = 160;

/** Looks for a line that could have been a marker and is not UTF-8. */
function hasSpoiledMarker(text: Buffer): boolean {
  for (let at = text.indexOf('##'); at >= 0; ) {
    const start = lineEndBefore(text, at, at - MARKER_BYTES);
    const end = lineEndBehind(text, at, at + MARKER_BYTES);
    if (!isUtf8(text.subarray(start, end))) return true;
    at = text.indexOf('##', end);
  }
  return false;
}

function lineEndBefore(text: Buffer, from: number, floor: number): number {
  let at = from;
  while (at > Math.max(floor, 0) && !isLineEnd(text[at - 1])) at -= 1;
  return at;
}

function lineEndBehind(text: Buffer, from: number, ceiling: number): number {
  let at = from;
  while (at < Math.min(ceiling, text.length) && !isLineEnd(text[at])) at += 1;
  return at;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}
