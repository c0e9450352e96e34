/** Connections of a listener, bounded, so that a crowd costs neither memory nor the files of everybody else. */
import { readFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';

/**
 * Sets how many connections a listener holds; further ones are closed at once. `onFull` is told of the first that is turned
 * away, and again when half of the connections had left in between.
 */
export function limitConnections(server: Server, maxConnections: number, onFull: () => void): void {
  let open = 0;
  let told = false;
  server.maxConnections = maxConnections;
  server.on('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      if (open < maxConnections / 2) told = false;
    });
  });
  server.on('drop', () => {
    if (!told) onFull();
    told = true;
  });
}

/** Open files that the rest of the server may need: packages, database, pages. */
const RESERVED_FILES = 512;

/**
 * How many connections each of so many listeners can hold within the open files of this process: the wish, or less where
 * the system allows less. `limits` is the text of /proc/self/limits; systems without it allow what is wished.
 */
export function connectionsWithinFiles(wish: number, listeners: number, limits = readLimits()): number {
  const files = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  return Math.max(1, Math.min(wish, Math.floor((files - RESERVED_FILES) / listeners)));
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // Only Linux has it.
    return '';
  }
}
