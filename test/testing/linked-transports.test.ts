import { linkedTransports } from '../../src/testing/linked-transports.js';
import { messageTransportContract } from '../contracts/message-transport-contract.js';

messageTransportContract('LinkedTransport', async () => {
  const [transport, client] = linkedTransports();
  const arrived: string[] = [];
  client.onMessage((message) => arrived.push(message.toString()));
  return {
    transport,
    arrived,
    sendBack: (message) => client.send(message),
    hangUp: () => client.terminate(),
    peerEnded: new Promise((resolve) => client.onEnd(() => resolve())),
    dispose: async () => client.terminate(),
  };
});
