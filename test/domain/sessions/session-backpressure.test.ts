import { expect, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { processLimits } from '../../support/process-limits.js';

test('a subscriber that is behind holds all processes back, once', async () => {
  const { session, subscriber, talk } = busy();
  const other = await running(session, 'other');
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  talk();
  talk();

  expect(control.calls).toEqual(['pauseOutput']);
  expect(other.calls).toEqual(['pauseOutput']);
  expect(subscriber.events).toHaveLength(2);
});

test('a subscriber that keeps up holds nothing back', async () => {
  const { session, talk } = busy();
  const control = await running(session, 'p');
  talk();
  session.clearBackpressure();

  expect(control.calls).toEqual([]);
});

test('relief lets the processes go, and the next congestion holds them back again', async () => {
  const { session, subscriber, talk } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  talk();
  session.clearBackpressure();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);

  talk();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput', 'pauseOutput']);
});

test('a process that starts during congestion is held back with the others', async () => {
  const { session, subscriber, talk } = busy();
  subscriber.isCongested = true;
  talk();
  const control = await running(session, 'late');
  expect(control.calls).toEqual(['pauseOutput']);

  session.clearBackpressure();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

test('the end of the attachment lets the processes go: detached output is only kept', async () => {
  const { session, subscriber, talk } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  talk();
  session.detach(subscriber, 0);
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);

  talk();
  expect(control.calls).toHaveLength(2);
});

test('a subscriber that comes starts without the congestion of the one before', async () => {
  const { session, subscriber, talk } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  talk();
  session.attach(new RecordingChannel());

  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

const busy = () => {
  const session = new Session('s');
  const subscriber = new RecordingChannel();
  const talker = aProcess('talker');
  session.attach(subscriber);
  const talk = (): void => session.publish(talker.recordOutput('stdout', Buffer.from('x')));
  return { session, subscriber, talk };
};

const running = async (session: Session, id: string): Promise<RecordingControl> => {
  const process = aProcess(id);
  const control = new RecordingControl();
  await session.startProcess(process, async () => process.started(control));
  return control;
};

const aProcess = (id: string): ProcessHandle => new ProcessHandle(id, processLimits());
