/**
 * Which rule stands for which member of an object. The objects of one file are spelled alike, position after position, so
 * what was found for one set of names serves the next object with the same names.
 */
import type { FieldRule } from './document-rules.ts';
import type { JsonObject } from './exact-json.ts';
import { spellingOf } from './fields.ts';
import { jsonString } from './json-text.ts';

export type ObjectShape = {
  /** One for each member, in their order: its rule, none for a member that no rule knows, and `"name":` as it is written. */
  members: readonly { name: string; rule: FieldRule | undefined; label: string }[];
  /** Rules without a member, in their order, each with the label of its key. */
  absent: readonly { rule: FieldRule; label: string }[];
};

/** Spellings of one kind of object in use at once: two versions of registers, with a member or two that come and go. */
const KEPT_SHAPES = 8;

/** The latest first. The tables of rules are few and live as long as the program. */
const known = new Map<readonly FieldRule[], ObjectShape[]>();

/** Throws a RecordFault when two members are spellings of one key. */
export function shapeOf(members: JsonObject, rules: readonly FieldRule[]): ObjectShape {
  const shapes = known.get(rules) ?? [];
  const place = shapes.findIndex((shape) => fits(shape, members));
  if (place === 0) return shapes[0] as ObjectShape;
  const shape = place > 0 ? (shapes[place] as ObjectShape) : findShape(members, rules);
  const others = shapes.filter((_, index) => index !== place).slice(0, KEPT_SHAPES - 1);
  known.set(rules, [shape, ...others]);
  return shape;
}

function fits(shape: ObjectShape, members: JsonObject): boolean {
  if (shape.members.length !== members.size) return false;
  let index = 0;
  for (const name of members.keys()) {
    if (shape.members[index]?.name !== name) return false;
    index += 1;
  }
  return true;
}

function findShape(members: JsonObject, rules: readonly FieldRule[]): ObjectShape {
  const ruleOf = new Map<string, FieldRule>();
  for (const rule of rules) {
    const spelling = spellingOf(members, rule.key);
    if (spelling !== undefined) ruleOf.set(spelling, rule);
  }
  const found = new Set(ruleOf.values());
  return {
    members: [...members.keys()].map((name) => {
      const rule = ruleOf.get(name);
      return { name, rule, label: labelOf(rule?.key.name ?? name) };
    }),
    absent: rules.filter((rule) => !found.has(rule)).map((rule) => ({ rule, label: labelOf(rule.key.name) })),
  };
}

const labelOf = (name: string) => `${jsonString(name)}:`;
