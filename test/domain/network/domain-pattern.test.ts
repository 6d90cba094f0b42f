import { describe, expect, test } from '@jest/globals';
import { DomainPatterns } from '../../../src/domain/network/domain-pattern.js';

describe('DomainPatterns', () => {
  test.each([
    ['a.test', ['a.test'], ['b.a.test', 'xa.test', 'a.test.x']],
    ['A.Test.', ['a.test'], []],
    ['*.a.test', ['b.a.test', 'c.b.a.test'], ['a.test', '.a.test', 'xa.test']],
    ['**.a.test', ['a.test', 'b.a.test'], ['xa.test']],
    ['*', ['a', 'a.b', '::1'], []],
    ['[*]', ['a', '1.2.3.4'], []],
    ['r*.a.test', ['r.a.test', 'r1.a.test'], ['xr.a.test']],
    ['a?c', ['abc'], ['ac', 'abbc']],
    ['[::1]', ['::1'], ['::2']],
    ['[0:0::1]', ['::1'], []],
    ['a:80', ['a'], ['a:80']],
    ['**.Bücher.test:80', ['xn--bcher-kva.test', 'a.xn--bcher-kva.test'], ['bücher.test']],
    ['*.a。ſ.test', ['b.a.s.test'], []],
  ])('%s has the hosts that it names and no others', (pattern, inside, outside) => {
    const patterns = new DomainPatterns([pattern]);
    expect(inside.filter((host) => !patterns.matches(host))).toEqual([]);
    expect(outside.filter((host) => patterns.matches(host))).toEqual([]);
  });

  test('names a host by itself only, not by a wildcard', () => {
    const patterns = new DomainPatterns(['*', '*.a', 'localhost']);
    expect(['localhost', 'b.a', '127.0.0.1'].map((host) => patterns.names(host))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each([
    ['', 'empty'],
    ['.', 'empty'],
    ['*.', 'empty'],
    ['a b', 'syntax'],
    ['http://a', 'syntax'],
    ['a\\b', 'syntax'],
    ['a{b,c}', 'syntax'],
    ['a\nb', 'syntax'],
    ['a[', 'brackets'],
    ['[::1', 'brackets'],
    ['[a]', 'brackets'],
    ['**', 'repeated-wildcard'],
    ['a.**.b', 'repeated-wildcard'],
    ['b*ü.test', 'syntax'],
    ['b?ü.test', 'syntax'],
    ['ü@a', 'syntax'],
    ['a.\u00ad', 'syntax'],
  ])('refuses %j', (pattern, fault) => {
    expect(() => new DomainPatterns([pattern])).toThrow(fault);
  });

  test.each(['*', '**.*', '[*]'])('refuses to deny every host: %s', (pattern) => {
    expect(() => DomainPatterns.ofDenied(['a', pattern])).toThrow('denies-all');
  });
});
