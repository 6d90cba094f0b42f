import { clientChannelContract } from '../contracts/client-channel-contract.js';
import { RecordingChannel } from './recording-channel.js';

clientChannelContract('RecordingChannel', () => {
  const channel = new RecordingChannel();
  return {
    channel,
    congest: () => {
      channel.isCongested = true;
    },
    drain: () => channel.drain(),
    acknowledge: (range) => channel.confirm('p', range),
    sent: () => channel.events.map(({ seq }) => seq),
  };
});
