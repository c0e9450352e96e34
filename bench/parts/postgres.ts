/** A PostgreSQL for measurements: the one of BENCH_POSTGRES_URL, else a private cluster. Each use gets databases of its own. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { findPostgres, startPostgres } from '../../tests/support/postgres-cluster.ts';

export type BenchPostgres = {
  newDatabase(): Promise<string>;
  /** A database that stays after the run, made when it is not there; only in a server that stays too. */
  keptDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

/** Undefined when there is no PostgreSQL on this machine. */
export async function openPostgresForBench(): Promise<BenchPostgres | undefined> {
  const given = process.env.BENCH_POSTGRES_URL;
  const bin = findPostgres();
  if (given === undefined && bin === undefined) return undefined;
  const cluster = given === undefined ? await startPostgres(bin ?? '') : { url: given, stop: async () => undefined };
  const names: string[] = [];
  const urlOf = (name: string) => {
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    async newDatabase() {
      const name = `smena_bench_${randomBytes(4).toString('hex')}`;
      await onServer(cluster.url, `CREATE DATABASE ${name} TEMPLATE template0`);
      names.push(name);
      return urlOf(name);
    },
    async keptDatabase(wanted) {
      if (given === undefined) throw new Error('a history is kept only in the PostgreSQL of BENCH_POSTGRES_URL');
      const name = `smena_bench_${wanted}`;
      const [there] = await onServer(cluster.url, `SELECT 1 AS one FROM pg_database WHERE datname = '${name}'`);
      if (there === undefined) await onServer(cluster.url, `CREATE DATABASE ${name} TEMPLATE template0`);
      return urlOf(name);
    },
    async stop() {
      for (const name of names) await onServer(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await cluster.stop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
