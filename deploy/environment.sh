# Sourced by quickstart, test and bench: gives them a Python environment that holds exactly the lock.
# Needs $root. A copy of the lock beside the environment says what it holds, so a second run is quick.

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit "${2:-1}"
}

find_python() {
    for candidate in ${HUB_PYTHON:+"$HUB_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer was not found. Install it, or name it: HUB_PYTHON=/path/to/python3 $0"
}

make_environment() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    python=$(find_python) || exit 1
    echo "Making the Python environment (.venv) with $python"
    "$python" -m venv --clear .venv ||
        fail "the environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"
}

# ensure_environment base|dev: dev holds base too.
ensure_environment() {
    cd "$root" || exit 1
    make_environment
    cmp -s deploy/requirements/base.txt .venv/locked-base.txt &&
        { [ "$1" = base ] || cmp -s deploy/requirements/dev.txt .venv/locked-dev.txt; } && return
    rm -f .venv/locked-*.txt
    echo "Installing the locked dependencies (once, about a minute)"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --default-pip >/dev/null ||
        fail "the environment in .venv has no pip; remove .venv and try again"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes \
        -r "deploy/requirements/$1.txt" || fail "the dependencies could not be installed (see above)"
    cp deploy/requirements/base.txt .venv/locked-base.txt
    [ "$1" = base ] || cp deploy/requirements/dev.txt .venv/locked-dev.txt
}
