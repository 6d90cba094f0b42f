import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('a client that has been initialized is served once it has said so', () => {
  const client = new UseCaseHarness().connect();
  client.initialize();

  expect(client.acknowledge()).toBe(true);
  expect(client.reportStatus()).toBe('ready');
});

test('saying it again is harmless', () => {
  const client = new UseCaseHarness().open();

  expect(client.acknowledge()).toBe(true);
  expect(client.reportStatus()).toBe('ready');
});

test('saying it before initialize is an offence, and does not count for later', () => {
  const client = new UseCaseHarness().connect();
  expect(client.acknowledge()).toBe(false);
  client.initialize();

  expect(() => client.reportStatus()).toThrow('client must send initialized');
});

test('saying it after an initialize that failed is an offence too', () => {
  const client = new UseCaseHarness().connect();
  expect(() => client.initialize('nobody knows')).toThrow('unknown session id');

  expect(client.acknowledge()).toBe(false);
});
