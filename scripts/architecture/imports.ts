import { isTest, type SourceFile, type Violation, within } from './source-file.ts';
import { isWiring, mayImport, onlyWiredBy, packageHomes, pureFolders, stations, wireUsers } from './table.ts';

const seeTable = 'The table is scripts/architecture/table.ts, the reasons are in ARCHITECTURE.md.';

/** Holds the imports of production code to the table. Tests may import what they like. */
export function checkImports(files: readonly SourceFile[]): Violation[] {
  return files.filter(hasImportRules).flatMap((file) => {
    const home = homeOf(file.path);
    if (!home && !isWiring(file.path)) {
      return [{ path: file.path, line: 1, text: `This place is not in the table of imports: add it. ${seeTable}` }];
    }
    return file.imports.flatMap(({ specifier, target, line }) => {
      const fault = target ? faultOfTarget(file.path, home, target) : faultOfPackage(file.path, specifier);
      return fault ? [{ path: file.path, line, text: `imports ${target ?? specifier}: ${fault}` }] : [];
    });
  });
}

/** No file may reach itself through its imports, types included. One message per ring. */
export function checkCycles(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.filter(({ path }) => !isTest(path)).map((file) => [file.path, file]));
  const done = new Set<string>();
  const violations: Violation[] = [];
  const trail: string[] = [];
  const follow = (path: string) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const ring = [...trail.slice(at), path];
      const line = byPath.get(path)?.imports.find(({ target }) => target === ring[1])?.line ?? 1;
      violations.push({
        path,
        line,
        text: `imports in a circle: ${ring.join(' → ')}. Move what both need to a third.`,
      });
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const { target } of byPath.get(path)?.imports ?? []) if (target && byPath.has(target)) follow(target);
    trail.pop();
    done.add(path);
  };
  for (const path of byPath.keys()) follow(path);
  return violations;
}

function hasImportRules({ path }: SourceFile): boolean {
  return /^(src|web|contracts)\//.test(path) && !isTest(path) && !/^web\/[^/]+\.config\.ts$/.test(path);
}

/** The longest folder (or file) of the table that holds `path`. */
function homeOf(path: string): string | undefined {
  const homes = Object.keys(mayImport).filter((home) => within(path, home));
  return homes.sort((a, b) => b.length - a.length)[0];
}

function faultOfTarget(from: string, home: string | undefined, target: string): string | undefined {
  if (isTest(target)) return 'production code must not know its tests. Move what both need out of the tests.';
  if (/^(scripts|bench)\//.test(target)) return 'tools of the house are not part of the product.';
  if (home && within(target, home)) return undefined;
  if (/(^|\/)generated\//.test(target) && within(target, 'contracts')) {
    if (wireUsers.some((user) => within(from, user))) return undefined;
    return 'generated wire types stay in their connection. Hand in words of the domain instead.';
  }
  for (const [folder, users] of Object.entries(onlyWiredBy)) {
    if (within(target, folder) && !users.includes(from)) return `only ${users.join(' and ')} may use ${folder}.`;
  }
  if (!home) return undefined;
  if (isWiring(target)) return 'the wiring is the top; nothing below may import it.';
  return isAllowed(home, target) ? undefined : explain(home, target);
}

function isAllowed(home: string, target: string): boolean {
  return (mayImport[home] ?? []).some((allowed) => {
    if (allowed === 'faces') return stations.some((station) => target === faceOf(station));
    if (allowed.startsWith('face:')) return target === faceOf(allowed.slice('face:'.length));
    return within(target, allowed);
  });
}

function explain(home: string, target: string): string {
  const station = stations.find((name) => within(target, `src/pipeline/${name}`));
  const allowed = mayImport[home] ?? [];
  if (station && (allowed.includes('faces') || allowed.includes(`face:${station}`))) {
    return `only its face ${faceOf(station)} is for others. Export what is needed there.`;
  }
  const list = allowed.length > 0 ? allowed.join(', ') : 'nothing else of ours';
  return `${home} may import ${list}. Have it handed in as a function by the wiring instead. ${seeTable}`;
}

function faceOf(station: string): string {
  return `src/pipeline/${station}/${station}.ts`;
}

function faultOfPackage(from: string, specifier: string): string | undefined {
  const pure = pureFolders.find((folder) => within(from, folder));
  if (pure) return `${pure} is pure: no packages and nothing of the runtime.`;
  const entry = Object.entries(packageHomes).find(([name]) => isOfPackage(specifier, name));
  if (!entry || entry[1].some((home) => within(from, home))) return undefined;
  return `this package is at home in ${entry[1].join(', ')}. Use the functions of that folder. ${seeTable}`;
}

function isOfPackage(specifier: string, name: string): boolean {
  return name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`);
}
