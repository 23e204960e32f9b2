# shellcheck shell=bash
# Python packages for tests and benchmarks, each set in an environment of its own outside this folder; needs no other fragment.

# python_with NAME PIP_ARGUMENTS...: prints the Python that has these packages, installed at first use and when the arguments
# or the files named by -r and -c have changed. An installation that was broken off is begun anew.
python_with() {
  local name=$1 folder wanted
  shift
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/metricflow/$name
  wanted=$(python3 --version && printf '%s\n' "$@" && python_requirements "$@")
  mkdir -p "$folder" || return
  (
    flock 8
    [[ -f $folder/.complete && $(<"$folder/.complete") == "$wanted" ]] || python_install "$folder" "$wanted" "$@"
  ) 8>"$folder.lock" || return
  printf '%s' "$folder/bin/python"
}

# python_install FOLDER MARK PIP_ARGUMENTS...: the mark is the last thing written; without it nothing counts as installed.
python_install() {
  printf 'Installing Python packages into %s (once)\n' "$1" >&2
  python3 -m venv --clear "$1" >&2 &&
    "$1/bin/python" -m pip --quiet --disable-pip-version-check install "${@:3}" >&2 &&
    printf '%s\n' "$2" >"$1/.complete"
}

# python_requirements PIP_ARGUMENTS...: what the files among them say.
python_requirements() {
  local before='' word
  for word in "$@"; do
    case $before in -r | -c) cat "$word" ;; esac
    before=$word
  done
}
