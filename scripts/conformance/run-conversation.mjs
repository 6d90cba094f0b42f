import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Talk } from './talk.mjs';

const TIME_LIMIT_MS = 120_000;

/**
 * Has a conversation with a daemon, in a directory of its own. Resolves with what it noted, a fault of
 * the conversation itself included.
 *
 * @param {{ name: string, run: (talk: Talk) => Promise<void> }} conversation
 * @param {import('./start-daemon.mjs').Daemon} daemon
 */
export async function runConversation(conversation, daemon) {
  const directory = join(daemon.directories, conversation.name);
  await mkdir(directory);
  const talk = new Talk({ directory, daemon, launch: daemon.launch });
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the conversation takes too long')), TIME_LIMIT_MS);
  });
  try {
    await Promise.race([conversation.run(talk), limit]);
  } catch (error) {
    talk.note('(the conversation broke off)', `${error.message}`);
  }
  clearTimeout(timer);
  await talk.close();
  return talk.notes;
}
