import type { LiveHint } from '../../../../contracts/web-api.ts';

/** What the one stream of the browser tells every tab. */
export type LiveEvent = { kind: 'open' } | { kind: 'lost' } | { kind: 'alive' } | { kind: 'hint'; hint: LiveHint };

/** A running connection to the stream; `stop` ends it and hears nothing more. */
export type LiveConnection = { stop(): void };
