#!/usr/bin/env bash
# Installs a built project on a Raspberry Pi as the service tuoi-edge: sudo deploy/install-pi.sh [FOLDER]; see docs/install-pi.md.
# What is there is kept: settings and data are never overwritten. FOLDER is /opt/tuoi unless said otherwise.
set -euo pipefail

readonly home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
readonly target=${1:-/opt/tuoi}

refuse() {
    printf 'install-pi: %s\n' "$1" >&2
    exit 2
}

[[ $EUID -eq 0 ]] || refuse 'must be run by root: sudo deploy/install-pi.sh'
[[ -f $home/edge-agent/target/lib/firmware-config-0.1.0.jar ]] || refuse "$home is not built; run ./tuoi build there first"
command -v java >/dev/null || { apt-get -q update && apt-get -q -y install --no-install-recommends openjdk-17-jre-headless libsystemd0; } ||
    refuse 'cannot install Java: apt-get install openjdk-17-jre-headless'

getent passwd tuoi >/dev/null || useradd --system --user-group --home-dir /var/lib/tuoi --shell /usr/sbin/nologin tuoi
for group in gpio i2c dialout; do
    # Debian has no group gpio; without its udev rule the lines belong to root
    getent group "$group" >/dev/null || groupadd --system "$group"
    usermod -aG "$group" tuoi
done

mkdir -p "$target/edge-agent/target" "$target/deploy" "$target/docs" /etc/tuoi
rm -rf "$target/edge-agent/target/lib"
cp "$home/tuoi" "$target/"
cp -r "$home/edge-agent/target/lib" "$home"/edge-agent/target/edge-agent-*.jar "$target/edge-agent/target/"
cp "$home/deploy/edge.options" "$target/deploy/"
cp "$home/docs/install-pi.md" "$target/docs/"
if [[ ! -e /etc/tuoi/edge.json ]]; then
    (umask 077 && printf '{\n  "farm": "",\n  "cloudKey": "",\n  "dataDir": "/var/lib/tuoi",\n  "mqtt": {"host": "", "tls": true},\n  "stations": [],\n  "sensors": []\n}\n' >/etc/tuoi/edge.json)
    chown root:tuoi /etc/tuoi/edge.json
    chmod 640 /etc/tuoi/edge.json
fi

# an archive that cannot be made costs half a second a start, no more
"$target/tuoi" edge-archive || true
sed "s#/opt/tuoi/#$target/#g" "$home/deploy/tuoi-edge.service" >/etc/systemd/system/tuoi-edge.service
systemctl daemon-reload || refuse 'systemd does not run here; the unit is installed all the same'
printf 'Installed. Fill in /etc/tuoi/edge.json, then: systemctl enable --now tuoi-edge\n'
