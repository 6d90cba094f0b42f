import { clientChannelContract } from '../contracts/client-channel-contract.js';
import { RecordingChannel } from './recording-channel.js';

clientChannelContract('RecordingChannel', () => {
  const channel = new RecordingChannel();
  return {
    channel,
    holdBack: () => {
      channel.isCongested = true;
    },
    letGo: () => channel.drain(),
    acknowledge: (range) => channel.confirm('p', range),
    sent: () => channel.events.map(({ seq }) => seq),
  };
});
