# Sourced by bin/run, bin/test and .ci/run from the repository's root: makes .venv as requirements.lock says.
# Leaves $PYTHON. Stops with a message when no Python is new enough or the packages cannot be installed.

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed (on Debian: apt-get install python3 python3-venv)." >&2
    return 1
}

checksum=$(cksum < requirements.lock)
PYTHON=.venv/bin/python
if [ ! -x "$PYTHON" ] || ! "$PYTHON" -c '' 2>/dev/null; then
    base=$(find_python) || exit 1
    echo "Making .venv with $("$base" --version) ..." >&2
    "$base" -m venv --clear .venv || exit 1
fi
if [ "$(cat .venv/installed 2>/dev/null)" != "$checksum" ]; then
    echo "Installing the packages of requirements.lock, about half a minute ..." >&2
    if ! "$PYTHON" -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock; then
        echo "The packages could not be installed: see pip's message above. Run the command again to try again." >&2
        exit 1
    fi
    echo "$checksum" > .venv/installed
fi
