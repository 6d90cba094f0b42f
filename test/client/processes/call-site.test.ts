import { expect, test } from '@jest/globals';
import { withStackOf } from '../../../src/client/processes/call-site.js';

test.each([
  'RunningProcess.<instance_members_initializer>',
  // As in the bundle of the package.
  '<instance_members_initializer>',
])('the stack of a failed command begins at its call, behind %s', (initializer) => {
  const outer = [
    '    at build (/home/me/build.ts:12:24)',
    '    at Client.run (/home/me/own.ts:1:1)',
  ];
  const site = Object.assign(new Error(), {
    stack: [
      'Error',
      `    at ${initializer} (/client.js:1:1)`,
      '    at new RunningProcess (/client.js:2:1)',
      '    at Processes.run (/client.js:3:1)',
      '    at Client.run (/client.js:4:1)',
      ...outer,
    ].join('\n'),
  });
  expect(withStackOf(new Error('failed'), site).stack).toBe(['Error: failed', ...outer].join('\n'));
});
