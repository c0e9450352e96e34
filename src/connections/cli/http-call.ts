/** A call of the API: what is asked, and how the answer is held against its schema. */
import type { Answer } from './client.ts';

/** The part of a zod schema that is needed here. */
export type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } };
export type Query = Readonly<Record<string, string | number | undefined>>;
export type Call = {
  method?: string;
  query?: Query;
  headers?: Record<string, string>;
  body?: Uint8Array | object;
  /** A status beside 2xx that is an answer and no refusal. */
  alsoAnswers?: number;
};

export type Caller = <T>(schema: Schema<T>, path: string, request?: Call) => Promise<Answer<T>>;

/** Puts codes into a route: `/shops/:shopCode` → `/shops/12`. */
export function pathOf(route: string, params: Readonly<Record<string, string>>): string {
  return route.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the route ${route} needs ${name}`);
    return encodeURIComponent(value);
  });
}
