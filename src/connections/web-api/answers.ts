/** The answers that a route may give, as the description of the API lists them. */
import type { ZodType } from 'zod';
import { problem } from '../../../contracts/web-api.ts';

/** 200 with this schema; every refusal is a Problem. */
export function answers<T extends ZodType>(schema: T) {
  return { 200: schema, default: problem };
}

/** 201 with this schema; every refusal is a Problem. */
export function made<T extends ZodType>(schema: T) {
  return { 201: schema, default: problem };
}
