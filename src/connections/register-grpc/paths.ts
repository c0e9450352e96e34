/** On which paths we answer: with any package name or none (A7). */
import type { ServiceDefinition } from '@grpc/grpc-js';

const OURS = /^\/(?:[\w.-]+\.)?(HandshakeRequest\/handshake|Sales\/load)$/;

/** The bare path for a path of ours under any package name; undefined for other paths. */
export function barePath(path: string): string | undefined {
  const method = OURS.exec(path)?.[1];
  return method === undefined ? undefined : `/${method}`;
}

/** True for Sales.load under any package name. */
export function isLoadPath(path: string): boolean {
  return barePath(path) === '/Sales/load';
}

/** A generated service with its paths stripped of the package name. */
export function withBarePaths<Definition extends ServiceDefinition>(definition: Definition): Definition {
  const entries = Object.entries(definition).map(([name, method]) => {
    return [name, { ...method, path: barePath(method.path) ?? method.path }];
  });
  return Object.fromEntries(entries) as Definition;
}
