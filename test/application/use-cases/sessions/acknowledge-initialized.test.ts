import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('initialized after initialize makes the connection ready', () => {
  const client = new UseCaseHarness().connect();
  client.initialize();

  expect(client.acknowledge()).toBe(true);
  expect(client.reportStatus()).toBe('ready');
});

test('initialized may be repeated', () => {
  const client = new UseCaseHarness().open();

  expect(client.acknowledge()).toBe(true);
  expect(client.reportStatus()).toBe('ready');
});

test('initialized before initialize is a protocol violation and does not count later', () => {
  const client = new UseCaseHarness().connect();
  expect(client.acknowledge()).toBe(false);
  client.initialize();

  expect(() => client.reportStatus()).toThrow('client must send initialized');
});

test('initialized after a failed initialize is a protocol violation', () => {
  const client = new UseCaseHarness().connect();
  expect(() => client.initialize('unknown')).toThrow('unknown session id');

  expect(client.acknowledge()).toBe(false);
});
