/** «Кто что может» of both manuals is what roles may do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/root.ts';
import { type Role, rights, rightsOfRole, roles, switchableRights } from '../../src/domain/access.ts';
import { type Language, messageText } from '../../src/messages/messages.ts';

const ofPeople = roles.filter((role): role is Exclude<Role, 'integrator'> => role !== 'integrator');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

for (const [path, language, heading] of [
  ['docs/operations.ru.md', 'ru', '### Кто что может'],
  ['docs/operations.md', 'en', '### Who may do what'],
] as const satisfies [string, Language, string][])
  test(`${path} says what each role may do, as it is`, () => {
    const page = readFileSync(join(root, path), 'utf8');
    const part = page.slice(page.indexOf(heading) + heading.length).split('\n### ')[0] ?? '';
    const [head, , ...rows] = part.split('\n').filter((line) => line.startsWith('|'));
    const cells = (line: string) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    assert.deepEqual(
      cells(head ?? '').slice(1),
      ofPeople.map((role) => capital(messageText(language, `role.${role}`))),
    );
    assert.deepEqual(
      rows.map(cells),
      rights.map((right) => [
        `${messageText(language, `right.${right}`)} (\`${right}\`)`,
        ...ofPeople.map((role) => {
          if (rightsOfRole[role].includes(right)) return '✓';
          return switchableRights[role]?.includes(right) === true ? '+' : '–';
        }),
      ]),
    );
  });

test('nobody both accepts differences and changes settings of the server', () => {
  for (const role of roles) {
    const all = [...rightsOfRole[role], ...(switchableRights[role] ?? [])];
    assert.ok(!(all.includes('accept') && all.includes('settings')), role);
  }
});
