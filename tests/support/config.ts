/** Configurations read out of sources that a test makes up. */
import assert from 'node:assert/strict';
import { type Config, type ConfigSources, readConfig } from '../../src/config.ts';

export type Given = { env?: Record<string, string>; args?: Record<string, string>; files?: Record<string, string> };

export const work = '/srv/smena';

export function sources({ env = {}, args = {}, files = {} }: Given): ConfigSources {
  return { env, args, readTextFile: (path) => files[path] ?? null, workFolder: work };
}

/** The configuration; the test fails when it is refused. */
export function configOf(given: Given): Config {
  const result = readConfig(sources(given));
  assert.ok(result.ok, JSON.stringify(result));
  return result.config;
}

/** What is wrong with it; the test fails when nothing is. */
export function problemsOf(given: Given) {
  const result = readConfig(sources(given));
  assert.ok(!result.ok, 'the settings were expected to be refused');
  return result.problems;
}
