import { describe, expect, test } from '@jest/globals';
import { DetachKeys, parseDetachKeys } from '../../../src/cli/terminal/detach-keys.js';

const feed = (keys: string, ...typed: readonly string[]): readonly (string | true)[] => {
  const detach = new DetachKeys(parseDetachKeys(keys));
  return typed.flatMap((text) => {
    const { bytes, isDetach } = detach.feed(Buffer.from(text, 'latin1'));
    return [bytes.toString('latin1'), ...(isDetach ? [true as const] : [])];
  });
};

describe('DetachKeys', () => {
  test('passes on what was typed before the keys, and drops the rest', () => {
    expect(feed('ctrl-\\', 'abc', 'd\x1ce')).toEqual(['abc', 'd', true]);
  });

  test('holds the begin of the keys back until it turns out to be none', () => {
    expect(feed('ctrl-p,ctrl-q', 'a\x10', 'b')).toEqual(['a', '\x10b']);
    expect(feed('ctrl-p,ctrl-q', 'a\x10', '\x11b')).toEqual(['a', '', true]);
    expect(feed('ctrl-p,ctrl-q', '\x10\x10\x11')).toEqual(['\x10', true]);
  });

  test('none: passes everything on', () => {
    expect(feed('none', '\x1c\x10\x11')).toEqual(['\x1c\x10\x11']);
  });

  test.each([
    ['ctrl-\\', [0x1c]],
    ['ctrl-p,ctrl-q', [16, 17]],
    ['ctrl-@', [0]],
    ['ctrl-],x', [0x1d, 0x78]],
  ])('parses %s', (text, bytes) => {
    expect([...parseDetachKeys(text)]).toEqual(bytes);
  });

  test.each(['', 'ctrl', 'ctrl-', 'ctrl-1', 'ctrl-p,', 'ab', 'ä'])('refuses %j', (text) => {
    expect(() => parseDetachKeys(text)).toThrow('Expected keys such as');
  });
});
