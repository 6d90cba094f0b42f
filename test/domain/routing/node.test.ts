import { describe, expect, test } from '@jest/globals';
import { isNodeUrl } from '../../../src/domain/routing/node.js';

describe('isNodeUrl', () => {
  test.each(['ws://node-1:8765', 'ws://a_b:65535', 'ws://10.0.0.7:1', 'ws://[::1]:8765'])(
    'accepts %s',
    (url) => {
      expect(isNodeUrl(url)).toBe(true);
    },
  );

  test.each(['ws://h:65536', 'ws://h:99999', 'ws://[::1::]:1', 'ws://1.2.3.4.5:1', 'ws://h'])(
    'refuses %s, which cannot be dialled',
    (url) => {
      expect(isNodeUrl(url)).toBe(false);
    },
  );
});
