# What the scripts beside this file share; source it. It goes to the top of the repository, whatever folder it is called from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
python=.venv/bin/python

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
stop() { printf 'Stopped: %s\n' "$*" >&2; exit 1; }

# What is to be done whatever ends the script: the last that was asked for comes first.
undo=()
at_exit() { undo=("$*" "${undo[@]}"); }
undo_all() {
  local command
  for command in "${undo[@]}"; do $command; done
}
trap undo_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Checks and tests must not write into the data of an installation that somebody uses.
use_throwaway_data() {
  DATA_DIR=$(mktemp -d)
  export DATA_DIR
  at_exit rm -rf "$DATA_DIR"
}

# Installs Debian packages when root; returns 1 after saying the line to run to anyone else.
apt_install() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $* with apt"
    apt_quietly update
    apt_quietly install -y --no-install-recommends "$@"
  else
    say "Please run: sudo apt-get install -y $*"
    return 1
  fi
}

apt_quietly() {
  local log
  log=$(DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 "$@" 2>&1) || { echo "$log" >&2; stop "apt-get $1 failed"; }
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  stop "Python 3.11 or newer is needed; on Debian 12 and Ubuntu 24.04: sudo apt-get install -y python3 python3-venv"
}

make_environment() {
  local base version
  base=$(find_python)
  version=$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  say "Making the virtual environment .venv with Python $version"
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    apt_install "python$version-venv" || stop "python$version-venv is missing"
  fi
  "$base" -m venv --clear .venv
}

# Installs the given requirement files, unless .venv has them already. The stamp holds this folder's name too: a moved .venv is broken.
install_requirements() {
  local file stamp missing=()
  [ -x $python ] && [ "$(cat .venv/made-for 2>/dev/null)" = "$PWD" ] || make_environment
  echo "$PWD" > .venv/made-for
  for file in "$@"; do
    sha256sum "$file" | cmp -s - ".venv/$file.sha256" || missing+=("$file")
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing ${missing[*]} into .venv (about half a minute)"
  $python -m pip install -qq --require-hashes "${missing[@]/#/--requirement=}"
  for file in "${missing[@]}"; do
    stamp=$(sha256sum "$file")
    echo "$stamp" > ".venv/$file.sha256"
  done
}

# WeasyPrint draws PDFs with Pango. Without it everything else works, and a page to print takes the PDF's place.
install_pango() {
  $python -c 'import ctypes; ctypes.CDLL("libpangoft2-1.0.so.0")' 2>/dev/null || apt_install libpangoft2-1.0-0 || true
}
