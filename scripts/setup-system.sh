#!/usr/bin/env bash
# Adds the parts of the system that some test suites need: `npm run setup:system [-- git ...]`.
set -euo pipefail

# part -> Debian packages
declare -A packages=([git]=git [bubblewrap]=bubblewrap [chromium]="chromium fonts-dejavu-core"
  [docker]="docker.io debootstrap" [pytest]=python3-pytest
  [toolchains]="golang-go cargo" [tensorflow]="python3 python3-pip make g++" [vulkan]=libvulkan1)
# part -> its commands, where they have other names; of docker a client alone is not enough, and of
# compilers and Python only those of the system are seen in sandboxes
declare -A commands=([bubblewrap]=bwrap [docker]=dockerd [pytest]=/usr/bin/pytest-3
  [toolchains]="/usr/bin/go /usr/bin/cargo" [tensorflow]="python3 pip3 make g++")
wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=("${!packages[@]}" node20)

# Node 20 beside a newer one: the virtual sandbox is compared with it.
setup_node20() {
  local here=.palaestra/node20 package
  package=node-$(node -p 'process.platform + "-" + process.arch')
  if [ "$(node -p 'process.versions.node.split(".")[0]')" = 20 ] || [ -x "$here/node_modules/$package/bin/node" ]; then
    return
  fi
  mkdir -p "$here"
  echo '{ "private": true }' > "$here/package.json"
  npm install --prefix "$here" --no-save --no-audit --no-fund "$package@20"
}

cd "$(dirname "$0")/.."
missing=()
for part in "${wanted[@]}"; do
  if [ "$part" = node20 ]; then
    setup_node20
    continue
  fi
  package=${packages[$part]:-}
  if [ -z "$package" ]; then
    echo "Cannot set up $part: it is not a part this project uses (choose from ${!packages[*]} node20)" >&2
    exit 2
  fi
  if [ "$part" = vulkan ]; then
    # A library: Chromium brings the driver, and this finds it.
    /sbin/ldconfig -p | grep -q 'libvulkan\.so\.1 ' || missing+=($package)
    continue
  fi
  for command in ${commands[$part]:-$part}; do
    command -v "$command" >/dev/null 2>&1 && continue
    missing+=($package)
    break
  done
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "Everything is there: ${wanted[*]}."
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Cannot install ${missing[*]}: there is no apt-get (install them with your system's package manager)" >&2
  exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
