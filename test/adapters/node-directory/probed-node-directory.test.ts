import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { dnsAddresses } from '../../../src/adapters/node-directory/dns-addresses.js';
import { ProbedNodeDirectory } from '../../../src/adapters/node-directory/probed-node-directory.js';
import type { Node } from '../../../src/domain/routing/node.js';
import {
  type DirectorySubject,
  nodeDirectoryContract,
} from '../../contracts/routing/node-directory-contract.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const TIMEOUT_MS = 5000;

/** Nodes that describe themselves, each on a port of its own. */
class Fleet {
  readonly #servers = new Map<string, Server>();
  readonly #texts = new Map<string, string>();

  /** The answer of the node is `text`, or nothing ever. */
  async answer(name: string, text: string | undefined): Promise<string> {
    this.#texts.set(name, text ?? '');
    const server =
      this.#servers.get(name) ??
      createServer(({ url }, response) => {
        const answer = this.#texts.get(name) ?? '';
        if (answer !== '') {
          response.writeHead(url === '/node' ? 200 : 404).end(answer);
        }
      });
    if (!server.listening) {
      this.#servers.set(name, server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async end(name: string): Promise<void> {
    const server = this.#servers.get(name);
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) {
      server.closeAllConnections();
      server.close();
    }
  }
}

const describeNode = (name: string, load: Partial<Node> = {}): string => {
  const { isDraining = false, sessions = 0 } = load;
  return JSON.stringify({ name, sessions, maxSessions: 10, draining: isDraining });
};

const subjectOf = (cutOff: boolean) => async (): Promise<DirectorySubject> => {
  const fleet = new Fleet();
  const urls = new Map<string, string>();
  let isCutOff = false;
  const addresses = async () => {
    if (isCutOff) {
      throw new Error('no such name');
    }
    return [...urls.values()];
  };
  const directory = new ProbedNodeDirectory(addresses, TIMEOUT_MS, new RecordingLogger());
  const change = async (name: string, load: Partial<Node> = {}): Promise<Node> => {
    const url = await fleet.answer(name, describeNode(name, load));
    urls.set(name, url);
    return { name, url, sessions: 0, maxSessions: 10, isDraining: false, ...load };
  };
  return {
    directory,
    start: change,
    change,
    kill: (name) => fleet.end(name),
    cutOff: cutOff
      ? async () => {
          isCutOff = true;
        }
      : undefined,
    [Symbol.asyncDispose]: async () => {
      await directory.dispose();
      await fleet[Symbol.asyncDispose]();
    },
  };
};

nodeDirectoryContract('a static list', subjectOf(false));
nodeDirectoryContract('a DNS name', subjectOf(true));

test('dnsAddresses has every address of a name, and fails for a name without one', async () => {
  expect(await dnsAddresses('localhost', 7)()).toContain('ws://127.0.0.1:7');
  expect(await dnsAddresses('::1', 7)()).toEqual(['ws://[::1]:7']);
  await expect(dnsAddresses('nothing.invalid', 7)()).rejects.toThrow();
});

describe('ProbedNodeDirectory', () => {
  test('leaves out a node that does not answer in time', async () => {
    await using fleet = new Fleet();
    const url = await fleet.answer('hangs', undefined);
    const directory = new ProbedNodeDirectory(async () => [url], 50, new RecordingLogger());
    expect(await directory.list()).toEqual([]);
    await directory.dispose();
  });

  test.each(['not JSON', '{}', 'null', '{"name": "a b"}', 'x'.repeat(10_000)])(
    'leaves out what is no node, such as %.20s, and says so once',
    async (text) => {
      await using fleet = new Fleet();
      const url = await fleet.answer('other', text);
      const logger = new RecordingLogger();
      const directory = new ProbedNodeDirectory(async () => [url], TIMEOUT_MS, logger);
      expect(await directory.list()).toEqual([]);
      expect(await directory.list()).toEqual([]);
      expect(logger.lines).toHaveLength(1);
      await directory.dispose();
    },
  );

  test('leaves out an address that cannot be asked, and no other', async () => {
    await using fleet = new Fleet();
    const urls = ['ws://h:99999', await fleet.answer('a', describeNode('a'))];
    const logger = new RecordingLogger();
    const directory = new ProbedNodeDirectory(async () => urls, TIMEOUT_MS, logger);
    expect(await directory.list()).toMatchObject([{ name: 'a' }]);
    expect(logger.lines).toMatchObject([{ fields: { url: 'ws://h:99999' } }]);
    await directory.dispose();
  });

  test('names the option that a node needs which refuses the host name of its address', async () => {
    const server = createServer((_, response) => response.writeHead(403).end('the host'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const urls = [`ws://localhost:${(server.address() as AddressInfo).port}`];
    const logger = new RecordingLogger();
    const directory = new ProbedNodeDirectory(async () => urls, TIMEOUT_MS, logger);
    expect(await directory.list()).toEqual([]);
    expect(logger.lines).toMatchObject([{ message: expect.stringContaining('--allowed-host') }]);
    await directory.dispose();
    server.close();
  });

  test('leaves out the second of two addresses with one name', async () => {
    await using fleet = new Fleet();
    const urls = [
      await fleet.answer('1', describeNode('same')),
      await fleet.answer('2', describeNode('same')),
    ];
    const logger = new RecordingLogger();
    const directory = new ProbedNodeDirectory(async () => urls, TIMEOUT_MS, logger);
    expect(await directory.list()).toHaveLength(1);
    expect(logger.lines).toMatchObject([{ fields: { node: 'same' } }]);
    await directory.dispose();
  });
});
