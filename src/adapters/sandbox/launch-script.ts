/**
 * Hands bubblewrap its options and its system-call filter as descriptors, on a terminal too, where a spawn
 * can pass none on. Its arguments: `ignore` or `keep`, the two files, and the command. With `ignore`, a
 * control-C ends what runs in the sandbox and not the sandbox itself.
 */
export const LAUNCH_SCRIPT = `
[ "$1" = keep ] || trap '' INT QUIT
exec 8<"$2" 9<"$3" || exit 125
shift 3
exec "$@"
`;

/** Where the script puts them. */
export const OPTIONS_DESCRIPTOR = '8';
export const FILTER_DESCRIPTOR = '9';
