import type { OutgoingRequest } from '../../src/domain/http/http-message.js';
import type { FarReply } from './far-answer.js';

/** A small web: what is where is said by the host. */
export const exampleWeb = ({ url }: OutgoingRequest): FarReply => {
  switch (url.hostname) {
    case 'nobody.test':
      return 'refused';
    case 'silent.test':
      return 'silence';
    case 'moved.test':
      return { status: 302, headers: [['location', url.searchParams.get('to') ?? '']] };
    case 'cut.test':
      return { status: 200, parts: [Buffer.from('ha')], isCutShort: true };
    default:
      return {
        status: 200,
        headers: [
          ['set-cookie', 'a'],
          ['x', 'é'],
          ['set-cookie', 'b'],
        ],
        parts: [Buffer.from('hel'), Buffer.from('lo')],
      };
  }
};
