/** A PostgreSQL for measurements: the one of BENCH_POSTGRES_URL, else a private cluster. Each use gets databases of its own. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { findPostgres, startPostgres } from '../../tests/support/postgres-cluster.ts';

export type BenchPostgres = { newDatabase(): Promise<string>; stop(): Promise<void> };

/** Undefined when there is no PostgreSQL on this machine. */
export async function openPostgresForBench(): Promise<BenchPostgres | undefined> {
  const given = process.env.BENCH_POSTGRES_URL;
  const bin = findPostgres();
  if (given === undefined && bin === undefined) return undefined;
  const cluster = given === undefined ? await startPostgres(bin ?? '') : { url: given, stop: async () => undefined };
  const names: string[] = [];
  return {
    async newDatabase() {
      const name = `smena_bench_${randomBytes(4).toString('hex')}`;
      await onServer(cluster.url, `CREATE DATABASE ${name} TEMPLATE template0`);
      names.push(name);
      const url = new URL(cluster.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      for (const name of names) await onServer(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await cluster.stop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
