#!/bin/sh
# Runs Jest with its temporary files on a tmpfs of its own, where this user may mount one: a new file on ext4 takes up to a
# millisecond of CPU time while many others are deleted.
set -eu
unset NODE_EXTRA_CA_CERTS # each start of Node reads them: see run-suites.mjs
set -- node --require "$PWD/test/runner/exit-at-once.cjs" --experimental-vm-modules --no-warnings node_modules/jest/bin/jest.js "$@"
directory=/var/tmp/exec-server-tests
if unshare --mount true 2>/dev/null && mkdir -p "$directory"; then
  exec unshare --mount sh -ec 'mount -t tmpfs -o mode=1777 tmpfs "$0"; export TMPDIR="$0"; exec "$@"' "$directory" "$@"
fi
exec "$@"
