import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, provide } from '../test-programs.ts';

const protoc: Program = {
  name: 'protoc',
  find: () => (spawnSync('protoc', ['--version']).status === 0 ? 'protoc' : undefined),
  packages: ['protobuf-compiler'],
  advice: 'install the package "protobuf-compiler"',
};

const options = [
  'outputServices=grpc-js',
  'enumsAsLiterals=true',
  'unrecognizedEnum=false',
  'outputJsonMethods=false',
  'outputPartialMethods=false',
  'esModuleInterop=true',
  'importSuffix=.ts',
  'annotateFilesWithVersion=false',
];

/** contracts/*.proto → contracts/generated/*.ts through ts-proto. */
export function produceWireTypes(root: string): Record<string, string> {
  const program = provide(protoc);
  if (!program) throw new Error(`The wire types cannot be generated: ${protoc.advice}.`);
  const folder = mkdtempSync(join(tmpdir(), 'smena-generate-'));
  try {
    const plugin = join(root, 'node_modules', '.bin', 'protoc-gen-ts_proto');
    const target = [`--plugin=${plugin}`, `--ts_proto_out=${folder}`, `--ts_proto_opt=${options.join(',')}`];
    const sources = protos(root).map((path) => path.slice('contracts/'.length));
    const result = spawnSync(program, [...target, '-I', 'contracts', ...sources], { cwd: root, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`protoc failed: ${result.stderr || result.error?.message}`);
    const made = globSync('**/*.ts', { cwd: folder });
    return Object.fromEntries(
      made.map((path) => [`contracts/generated/${path}`, readFileSync(join(folder, path), 'utf8')]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the wire types depend on: the contracts, the generator's version and its options. */
export function wireInputs(root: string): Record<string, string> {
  const tsProto = readFileSync(join(root, 'node_modules', 'ts-proto', 'package.json'), 'utf8');
  const { version } = JSON.parse(tsProto) as { version: string };
  const contracts = protos(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]);
  return { ...Object.fromEntries(contracts), 'ts-proto': version, options: options.join(',') };
}

function protos(root: string): string[] {
  return globSync('contracts/*.proto', { cwd: root }).sort();
}
