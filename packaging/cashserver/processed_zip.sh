#!/bin/bash
# Packs the processed, failed and broken packages of the server, deletes archives whose days are over, and clears the folder
# of dictionaries that the server names. Lies in /opt/cashserver; started once a day by cron (packaging/cron/smena).
#
#   SMENA                    the command, /opt/smena/bin/smena.mjs
#   SMENA_SERVER             address of the server, http://127.0.0.1:8080
#   SMENA_TOKEN              key with the rights trim and settings-exchange (smena key issue), unless the server is an open one
#   SMENA_DICTIONARIES_ROOT  folder inside which dictionaries may be deleted on this machine; empty = none are
#
# Ends with 0, or with the first exit code that was not 0 (smena help exit-codes). When the server does not answer, nothing is
# deleted.
set -u -o pipefail

if [ -r /etc/default/smena ]; then
  # shellcheck disable=SC1091
  . /etc/default/smena
fi
smena=${SMENA:-/opt/smena/bin/smena.mjs}
server=${SMENA_SERVER:-http://127.0.0.1:8080}
root=${SMENA_DICTIONARIES_ROOT:-}
if [ -n "${SMENA_TOKEN:-}" ]; then export SMENA_TOKEN; fi
# The command takes variables of that name for settings of a server that it would start itself.
unset SMENA SMENA_SERVER SMENA_DICTIONARIES_ROOT

"$smena" trim files --force --plain --author processed_zip.sh --server "$server"
ended=$?

if [ -n "$root" ]; then
  "$smena" trim dictionaries --force --plain --root "$root" --server "$server"
  dictionaries=$?
  if [ "$ended" -eq 0 ]; then ended=$dictionaries; fi
fi
exit "$ended"
