export const KIB = 1024;
export const MIB = 1024 * KIB;

/** The longest delay of a timer of Node: a longer one overflows, and fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
