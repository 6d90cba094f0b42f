import { describe, expect, test } from '@jest/globals';
import { isRedisUrl } from '../../../src/main/options/fleet-values.js';

describe('isRedisUrl', () => {
  test.each([
    'redis://h',
    'redis://h:6379/',
    'rediss://user:p%40ss@[::1]:6379/15',
    'redis://:secret@10.0.0.5',
  ])('accepts %s', (url) => {
    expect(isRedisUrl(url)).toBe(true);
  });

  test.each([
    'redis://h/x',
    'redis://h/0/1',
    'redis://h?db=1',
    'redis://:100%@h',
    'redis://h:99999',
  ])('refuses %s, at which the client throws or of which it leaves a part out', (url) => {
    expect(isRedisUrl(url)).toBe(false);
  });
});
