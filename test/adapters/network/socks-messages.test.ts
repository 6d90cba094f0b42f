import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readGreeting, readRequest } from '../../../src/adapters/network/socks-messages.js';

const request = (...bytes: number[]): Buffer => Buffer.from([5, 1, 0, ...bytes]);

describe('readGreeting', () => {
  test('accepts a client that needs no authentication', () => {
    expect(readGreeting(Buffer.from([5, 2, 2, 0, 9]))).toEqual({
      message: 'no authentication',
      length: 4,
    });
  });

  test.each([[[]], [[5]], [[5, 2, 0]]])('waits for the rest of %j', (bytes) => {
    expect(readGreeting(Buffer.from(bytes))).toBe('incomplete');
  });

  test('rejects a client that insists on authentication', () => {
    expect(readGreeting(Buffer.from([5, 1, 2]))).toEqual(Buffer.from([5, 255]));
  });

  test('says nothing to another protocol', () => {
    expect(readGreeting(Buffer.from('GET /'))).toHaveLength(0);
  });
});

describe('readRequest', () => {
  test.each([
    [[1, 127, 0, 0, 1, 0, 80], { host: '127.0.0.1', port: 80 }],
    [[3, 3, 97, 46, 98, 1, 187], { host: 'a.b', port: 443 }],
    [[4, ...Array.from({ length: 15 }, () => 0), 1, 0, 80], { host: '0:0:0:0:0:0:0:1', port: 80 }],
  ])('reads a target from %j', (bytes, message) => {
    const all = request(...bytes);
    expect(readRequest(Buffer.concat([all, Buffer.from('more')]))).toEqual({
      message,
      length: all.length,
    });
    for (let length = 0; length < all.length; length += 1) {
      expect(readRequest(all.subarray(0, length))).toBe('incomplete');
    }
  });

  test.each([
    ['BIND', Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]), 7],
    ['UDP ASSOCIATE', Buffer.from([5, 3, 0, 1, 0, 0, 0, 0, 0, 0]), 7],
    ['an unknown kind of address', request(9, 0, 0), 8],
  ])('answers %s with an error', (_, bytes, code) => {
    expect(readRequest(bytes)).toEqual(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
  });

  test('reads any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        readRequest(Buffer.from(bytes));
        readGreeting(Buffer.from(bytes));
      }),
    );
  });
});
