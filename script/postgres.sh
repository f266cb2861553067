# A throwaway PostgreSQL cluster on a Unix socket; source it. Whatever ends the script that started it, it is cleaned up.

# Sets postgres_bin and postgres_version, or returns 1 when the server's programs are not installed.
find_postgres() {
  local program
  program=$(command -v pg_ctl || ls -1 /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)
  [ -n "$program" ] || return 1
  postgres_bin=$(dirname "$(readlink -f "$program")")
  postgres_version=$("$postgres_bin/postgres" --version | sed 's/[^0-9]*\([0-9.]*\).*/\1/')
}

# PostgreSQL refuses to be run by root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"
  else
    "$@"
  fi
}

start_postgres() {
  postgres_dir=$(mktemp -d /tmp/accord-pg.XXXX) # short: the path of a socket holds 107 bytes
  at_exit stop_postgres
  [ "$(id -u)" != 0 ] || chown postgres "$postgres_dir"
  local speed="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  (
    cd "$postgres_dir"
    as_postgres "$postgres_bin/initdb" -D data -U portal -A trust -E UTF8 --locale=C.UTF-8 --no-sync >initdb.log
    as_postgres "$postgres_bin/pg_ctl" -D data -w -s -l log -o "-k $postgres_dir -c listen_addresses='' $speed" start
    as_postgres "$postgres_bin/createdb" -h "$postgres_dir" -U portal portal
  )
  postgres_url="postgres://portal@/portal?host=$postgres_dir"
}

stop_postgres() {
  as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m immediate -s stop || true
  rm -rf "$postgres_dir"
}
