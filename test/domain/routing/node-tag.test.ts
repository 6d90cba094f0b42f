import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isNodeName } from '../../../src/domain/routing/node.js';
import { taggedSessionId, tagIn, tagOf } from '../../../src/domain/routing/node-tag.js';

describe('the tag of a node', () => {
  test('is found again in its session ids', () => {
    const tag = tagOf('node-1');
    expect(tagIn(taggedSessionId(randomUUID(), tag))).toBe(tag);
  });

  test('stays the same in every version, since gateways of several versions run side by side', () => {
    expect([tagOf('node-1'), tagOf('exec-server-0.exec-server.default.svc')]).toEqual([
      'aac87624',
      'c5c8ed7d',
    ]);
  });

  test('differs for a thousand similar names', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `exec-server-${index}`);
    expect(new Set(names.map(tagOf)).size).toBe(1000);
  });

  test('leaves ninety random bits of a session id as they are', () => {
    const uuid = '0f1e2d3c-4b5a-4697-8887-fedcba987654';
    expect(taggedSessionId(uuid, '00000001')).toBe('0f1e2d3c-4b5a-4697-8887-fedc00000001');
  });

  test.each(['', 'nothing', '0F1E2D3C-4B5A-4697-8887-FEDCBA987654', 'x'.repeat(36)])(
    'is not found in %j, which no node issues',
    (id) => {
      expect(tagIn(id)).toBeUndefined();
    },
  );
});

test.each<[string, boolean]>([
  ['node-1', true],
  ['exec-server-0.exec_server', true],
  ['', false],
  ['-a', false],
  ['a b', false],
  ['a\r\nb', false],
  ['a'.repeat(254), false],
])('isNodeName: %j', (name, isName) => {
  expect(isNodeName(name)).toBe(isName);
});
