import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  ConnectionNotice,
  currentLine,
  overScreen,
  plainLine,
} from '../../../src/cli/terminal/connection-notice.js';

const LINE = 'exec-server: connection lost, reconnecting …';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const noticeOn = (show: (line: string) => { text: string; erase: string | undefined }) => {
  const written: string[] = [];
  const notice = new ConnectionNotice({ write: (text) => written.push(text), show });
  return { notice, written };
};

describe('ConnectionNotice', () => {
  test('says nothing of an outage of less than 2 s', () => {
    const { notice, written } = noticeOn(plainLine);
    notice.lost();
    jest.advanceTimersByTime(1999);
    expect(notice.over()).toBe(false);
    jest.advanceTimersByTime(10_000);
    expect(written).toEqual([]);
  });

  test('says one line after 2 s, and takes it away when the connection is back', () => {
    const { notice, written } = noticeOn(currentLine);
    notice.lost();
    notice.lost();
    jest.advanceTimersByTime(60_000);
    expect(written).toEqual([`\r\x1b[K${LINE}`]);
    expect(notice.over()).toBe(true);
    expect(written.slice(1)).toEqual(['\r\x1b[K']);
  });

  test('a line in a log stays', () => {
    const { notice, written } = noticeOn(plainLine);
    notice.lost();
    jest.advanceTimersByTime(2000);
    notice.over();
    expect(written).toEqual([`${LINE}\n`]);
  });

  test('each outage is mentioned', () => {
    const { notice, written } = noticeOn(plainLine);
    for (let outages = 0; outages < 2; outages += 1) {
      notice.lost();
      jest.advanceTimersByTime(2000);
      notice.over();
    }
    expect(written).toHaveLength(2);
  });

  test('the terminal keeps the normal screen; of an alternate one only the lowest row is used', () => {
    expect(overScreen(LINE, false)).toEqual({
      text: `\x1b[?1049h\x1b[H\x1b[2J${LINE}`,
      erase: '\x1b[?1049l',
    });
    expect(overScreen(LINE, true).text).toContain('\x1b[999;1H');
  });
});
