/**
 * The script of the watchdog. While it waits it uses only builtins of the shell, so its memory stays that of the
 * shell. It keeps one variable per recorded process, `pPID=STARTTIME`.
 *
 * Lines on its standard input: `+PID STARTTIME`: a process was started, which leads a group and a session; `-PID PID
 * …`: nothing is left of these; `/DIRECTORY`: remove it at the end; `>NAME` or `>/PATH`: the next process is about to be
 * started with this as its stdout, a name is one in DIRECTORY; `>`: it was not; `.`: nothing is left of all that were started; `=ID INODE KIND PATH`: an empty file (`f`) or
 * directory (`d`) to remove at the end, if it is still empty; `!ID`: it is gone.
 *
 * It must not fork before it has killed: when a fork fails, the shell exits.
 */
export const WATCHDOG_SCRIPT = `
trap '' HUP INT QUIT TERM
cd /
directory= starting= all_gone=

while IFS= read -r line; do
  case $line in
    +*) set -- \${line#+}; eval "p$1=$2"; starting= ;;
    -*) for pid in \${line#-}; do unset "p$pid"; done ;;
    /*) directory=$line ;;
    '>') starting= ;;
    '>/'*) starting=\${line#>} ;;
    '>'*) starting=$directory/\${line#>} ;;
    =*) line=\${line#=}; eval "m\${line%% *}=\\\${line#* }" ;;
    !*) unset "m\${line#!}" ;;
    .) all_gone=yes ;;
  esac
done

stat() {
  IFS= read -r line < "/proc/$1/stat" || return
  set -- \${line##*)}
  state=$1 group=$3 session=$4 threads=\${18} started=\${20}
} 2> /dev/null

is_ours() {
  eval "recorded=\\\${p$1-}"
  [ -n "$recorded" ] || return
  stat "$1" && [ "$started" != "$recorded" ] && unset "p$1" && return 1
  return 0
}

end_sessions() {
  found=
  for path in /proc/[0-9]*; do
    stat "\${path#/proc/}" || continue
    # Skips zombies, but not one whose other threads run.
    case $state$threads in [ZX]1 | [ZX]0) continue ;; esac
    member=$group
    is_ours "$session" || continue
    kill -s KILL -- "-$member"
    found=yes
  done 2> /dev/null
}

end_groups() {
  for name in $(set); do
    case $name in p[0-9]*=*) name=\${name%%=*}; kill -s KILL -- "-\${name#p}" ;; esac
  done 2> /dev/null
}

end_all() {
  clean=0 scans=0
  while [ "$clean" -lt 2 ] && [ "$scans" -lt 100 ]; do
    end_sessions
    clean=$((clean + 1)) scans=$((scans + 1))
    [ -z "$found" ] || clean=0
    [ "$scans" -lt 10 ] || [ -z "$found" ] || sleep 0.1
  done
}

record_unannounced() {
  for path in $(ls -l /proc/[0-9]*/fd/1 2> /dev/null | while IFS= read -r line; do
    case $line in *" -> $starting (deleted)") line=\${line#*/proc/}; echo "\${line%%/*}" ;; esac
  done); do
    stat "$path" && [ "$session" = "$path" ] && eval "p$path=$started"
  done
}

# Another daemon that needs it has a lock on it.
unless_used() {
  if command -v flock > /dev/null; then flock -n "$path" "$@"; else "$@"; fi
}

remove_placeholders() {
  set -f
  for name in $(set); do
    name=\${name%%=*}
    # A word of a path may begin like a name: only a number is safe to evaluate.
    case $name in m*[!0-9]* | m | [!m]*) continue ;; esac
    eval "line=\\\${$name-}"
    inode=\${line%% *} line=\${line#* }
    kind=\${line%% *} path=\${line#* }
    case " $(ls -di "$path")" in *" $inode "*) ;; *) continue ;; esac
    if [ "$kind" = d ]; then unless_used rmdir "$path"; elif [ ! -s "$path" ]; then unless_used rm -f "$path"; fi
  done 2> /dev/null
}

if [ -n "$all_gone" ] && [ -z "$starting" ]; then
  :
elif [ -r /proc/self/stat ]; then
  end_all
  [ -z "$starting" ] || { record_unannounced; end_all; }
else
  end_groups
fi
remove_placeholders
case $directory in */exec-server-fifos-*)
  # Retried, since a process may still be creating FIFOs there.
  for pause in 0.1 0.1 0.2 0.4 0.8 1.6; do
    [ -d "$directory" ] || break
    rm -rf -- "$directory" 2> /dev/null || sleep "$pause"
  done
esac
`;
