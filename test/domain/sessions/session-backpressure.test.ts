import { expect, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { processLimits } from '../../support/processes/process-limits.js';

test('Session pauses all its processes, once, when its client is behind', async () => {
  const { session, subscriber, write } = busy();
  const other = await running(session, 'other');
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  write();
  write();

  expect(control.calls).toEqual(['pauseOutput']);
  expect(other.calls).toEqual(['pauseOutput']);
  expect(subscriber.events).toHaveLength(2);
});

test('Session pauses nothing while its client keeps up', async () => {
  const { session, write } = busy();
  const control = await running(session, 'p');
  write();
  session.clearBackpressure();

  expect(control.calls).toEqual([]);
});

test('Session resumes its processes at clearBackpressure and pauses them when the client is behind again', async () => {
  const { session, subscriber, write } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  write();
  session.clearBackpressure();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);

  write();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput', 'pauseOutput']);
});

test('Session pauses a process that starts while the client is behind', async () => {
  const { session, subscriber, write } = busy();
  subscriber.isCongested = true;
  write();
  const control = await running(session, 'late');
  expect(control.calls).toEqual(['pauseOutput']);

  session.clearBackpressure();
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

test('Session resumes its processes when the client detaches', async () => {
  const { session, subscriber, write } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  write();
  session.detach(subscriber, 0);
  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);

  write();
  expect(control.calls).toHaveLength(2);
});

test('Session resumes its processes when another client attaches', async () => {
  const { session, subscriber, write } = busy();
  const control = await running(session, 'p');
  subscriber.isCongested = true;
  write();
  session.attach(new RecordingChannel());

  expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

const busy = () => {
  const session = new Session('s');
  const subscriber = new RecordingChannel();
  const writer = aProcess('writer');
  session.attach(subscriber);
  const write = (): void => session.publish(writer.recordOutput('stdout', Buffer.from('x')));
  return { session, subscriber, write };
};

const running = async (session: Session, id: string): Promise<RecordingControl> => {
  const process = aProcess(id);
  const control = new RecordingControl();
  await session.startProcess(process, async () => process.started(control));
  return control;
};

const aProcess = (id: string): ProcessHandle => new ProcessHandle(id, processLimits());
