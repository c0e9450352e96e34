/** A process that writes a SQLite file anew, so that it can be killed at that: `convert-process.ts FILE`. */
import { convertSqlite } from '../../src/platform/database/sqlite-space.ts';

convertSqlite(process.argv[2] ?? '');
