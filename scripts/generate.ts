/** `npm run generate`: makes all generated files anew; what changed is told and is to be committed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint, fingerprintFile, generated, readFingerprints, readOutputs } from './generated.ts';
import { root } from './root.ts';

const fingerprints = readFingerprints(root);
for (const entry of generated) {
  const wanted = await entry.produce(root);
  const present = readOutputs(root, entry);
  for (const path of Object.keys(present)) {
    if (wanted[path] !== undefined) continue;
    rmSync(join(root, path));
    process.stdout.write(`removed  ${path}\n`);
  }
  for (const [path, content] of Object.entries(wanted)) {
    if (present[path] === content) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`written  ${path}\n`);
  }
  if (entry.inputs) fingerprints[entry.name] = fingerprint(entry.inputs(root), wanted);
}
const known = Object.fromEntries(
  Object.entries(fingerprints).filter(([name]) => generated.some((one) => one.name === name)),
);
writeFileSync(join(root, fingerprintFile), `${JSON.stringify(known, null, 2)}\n`);
process.stdout.write('Generated files are up to date.\n');
