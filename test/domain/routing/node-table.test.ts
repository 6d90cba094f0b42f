import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Node } from '../../../src/domain/routing/node.js';
import { NodeTable } from '../../../src/domain/routing/node-table.js';
import { taggedSessionId, tagOf } from '../../../src/domain/routing/node-tag.js';
import { spreadNumbers } from '../../support/spread-numbers.js';

const node = (name: string, changes: Partial<Node> = {}): Node => ({
  name,
  url: `ws://${name}:1`,
  sessions: 0,
  maxSessions: 100,
  isDraining: false,
  ...changes,
});
const sessionOf = (name: string): string => taggedSessionId(randomUUID(), tagOf(name));
const NONE = new Set<string>();
/** Two names with one tag. */
const TWINS = ['n3pvu', 'ne3ea'] as const;

let table: NodeTable;
let random: () => number;

beforeEach(() => {
  table = new NodeTable({ forgetAfterMs: 1000, avoidMs: 100 });
  random = spreadNumbers();
});

const choose = (nowMs = 0, except: ReadonlySet<string> = NONE): string | undefined =>
  table.choose(nowMs, random, except)?.name;

describe('NodeTable, for a new session,', () => {
  test('chooses the less loaded of two nodes, by the share of what they may have', () => {
    table.update([node('a', { sessions: 60 }), node('b', { sessions: 70, maxSessions: 1000 })], 0);
    expect(choose()).toBe('b');
  });

  test('chooses the less loaded node where every pick is the same', () => {
    table.update([node('a', { sessions: 1 }), node('b')], 0);
    expect(table.choose(0, () => 0, NONE)?.name).toBe('b');
  });

  test('chooses no node that drains or is full', () => {
    table.update([node('a', { isDraining: true }), node('b', { sessions: 100 }), node('c')], 0);
    expect(choose()).toBe('c');
    table.update([node('a', { isDraining: true }), node('b', { sessions: 100 })], 0);
    expect(choose()).toBeUndefined();
  });

  test('counts the sessions that it has sent since a node said how many it has', () => {
    table.update([node('a'), node('b', { sessions: 1 })], 0);
    const [first] = [choose(), table.placed(node('a')), table.placed(node('a'))];
    expect([first, choose()]).toEqual(['a', 'b']);
    table.update([node('a'), node('b', { sessions: 1 })], 0);
    expect(choose()).toBe('a');
  });

  test('chooses no node that was tried, and none for a while that could not be reached', () => {
    table.update([node('a'), node('b')], 0);
    expect(choose(0, new Set(['a']))).toBe('b');
    table.avoid(node('b'), 0);
    expect([choose(99), choose(99, new Set(['a']))]).toEqual(['a', undefined]);
    expect(choose(100, new Set(['a']))).toBe('b');
  });

  test('chooses a node at a new address that could not be reached at the former one', () => {
    table.update([node('a')], 0);
    table.avoid(node('a'), 0);
    table.update([node('a')], 1);
    expect(choose(1)).toBeUndefined();
    table.update([node('a', { url: 'ws://new:1' })], 2);
    expect(choose(2)).toBe('a');
  });

  test('chooses evenly: of many nodes none gets much more than its share', () => {
    table.update(
      Array.from({ length: 100 }, (_, index) => node(`n${index}`)),
      0,
    );
    const counts = new Map<string, number>();
    for (let session = 0; session < 5000; session += 1) {
      const chosen = table.choose(0, Math.random, NONE);
      table.placed(chosen ?? node('none'));
      counts.set(chosen?.name ?? '', (counts.get(chosen?.name ?? '') ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeLessThan(60);
  });

  test('chooses a node that is no longer listed only if none is listed', () => {
    table.update([node('a')], 0);
    table.update([node('b', { sessions: 99 })], 1);
    expect(choose()).toBe('b');
    table.update([], 2);
    expect(choose()).toBe('a');
  });
});

describe('NodeTable, for an existing session,', () => {
  test('finds its owner by its id, also while that drains or is full', () => {
    table.update([node('a', { isDraining: true, sessions: 100 }), node('b')], 0);
    expect(table.owner(sessionOf('a'))).toMatchObject({ node: { name: 'a' }, isListed: true });
    expect(table.owner(randomUUID())).toBeUndefined();
    expect(table.owner('')).toBeUndefined();
  });

  test('finds its owner at the last address until that is forgotten', () => {
    table.update([node('a')], 0);
    table.update([], 10);
    table.update([], 1009);
    expect(table.owner(sessionOf('a'))).toMatchObject({ node: { name: 'a' }, isListed: false });
    table.update([], 1010);
    expect(table.owner(sessionOf('a'))).toBeUndefined();
    expect(table.size).toBe(0);
  });

  test('finds of two owners with the same tag always the first by name, and says so', () => {
    const [first, second] = TWINS;
    expect(tagOf(first)).toBe(tagOf(second));
    expect(table.update([node(second), node(first)], 0)).toEqual([second]);
    expect(table.owner(sessionOf(second))?.node.name).toBe(first);
    expect(choose(0, new Set([first]))).toBeUndefined();
  });
});

test('NodeTable.any is a listed node first, then one that is remembered', () => {
  table.update([node('a'), node('b')], 0);
  table.update([node('b', { isDraining: true })], 1);
  expect(table.any(NONE)?.name).toBe('b');
  expect(table.any(new Set(['b']))?.name).toBe('a');
  expect(table.any(new Set(['a', 'b']))).toBeUndefined();
});

test('NodeTable counts its nodes by what they are for new sessions', () => {
  const gone = node('gone');
  const listed = [
    node('a'),
    node('full', { sessions: 100 }),
    node('drains', { sessions: 100, isDraining: true }),
    node('avoided'),
    ...TWINS.map((name) => node(name)),
  ];
  table.update([...listed, gone], 0);
  table.update(listed, 0);
  table.avoid(node('avoided'), 0);
  const counted = { open: 2, full: 1, draining: 1, avoided: 1, unlisted: 1, unusable: 1 };
  expect(table.count(0)).toEqual(counted);
  expect(table.count(100)).toEqual({ ...counted, open: 3, avoided: 0 });
});
