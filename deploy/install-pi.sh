#!/usr/bin/env bash
# Installs a built project on a Raspberry Pi as the service tuoi-edge, or brings an installed one up to date; see docs/install-pi.md.
# Settings and data are never overwritten, and nothing of the running agent is touched before the new one is complete.
set -euo pipefail
umask 022

readonly home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
readonly unit=/etc/systemd/system/tuoi-edge.service
readonly rules=/etc/udev/rules.d/60-tuoi.rules
readonly modules=/etc/modules-load.d/tuoi.conf

usage() {
    cat <<'EOT'
Usage: sudo deploy/install-pi.sh [--uninstall] [FOLDER]

  FOLDER       where the program goes; /opt/tuoi unless said otherwise
  --uninstall  takes the service and the program away; settings, data and the user tuoi stay
EOT
}

refuse() {
    printf 'install-pi: %s\n' "$1" >&2
    exit 2
}

java_major() {
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \(1\.\)\{0,1\}//p'
}

require_machine() {
    [[ $EUID -eq 0 ]] || refuse 'must be run by root: sudo deploy/install-pi.sh'
    command -v systemctl >/dev/null || refuse 'this machine has no systemd, which starts the agent and watches it'
    [[ $(getconf LONG_BIT) -eq 64 ]] || refuse 'needs the 64-bit Raspberry Pi OS: the lines cannot be reached from a 32-bit one'
    [[ -f $home/edge-agent/target/lib/firmware-config-0.1.0.jar ]] || refuse "$home is not built; run ./tuoi build there first"
    if ! command -v java >/dev/null; then
        { apt-get -q update && apt-get -q -y install --no-install-recommends openjdk-17-jre-headless libsystemd0; } ||
            refuse 'cannot install Java: apt-get install openjdk-17-jre-headless'
    fi
    local major
    major=$(java_major)
    [[ $major -ge 17 ]] || refuse "needs Java 17 or later; $(command -v java) is ${major:-none}: apt-get install openjdk-17-jre-headless"
}

make_user() {
    getent passwd tuoi >/dev/null || useradd --system --user-group --home-dir /var/lib/tuoi --shell /usr/sbin/nologin tuoi
    local group
    for group in gpio i2c dialout; do
        getent group "$group" >/dev/null || groupadd --system "$group"
        usermod -aG "$group" tuoi
    done
    # Debian itself leaves the lines and I2C to root alone
    mkdir -p "${rules%/*}" "${modules%/*}"
    cp "$home/deploy/60-tuoi.rules" "$rules"
    # dtparam=i2c_arm makes the bus; its device file is this module's
    echo i2c-dev >"$modules"
    modprobe i2c-dev 2>/dev/null || true
    # where udev does not run yet, the next boot does it
    { udevadm control --reload && udevadm trigger --settle --subsystem-match=gpio --subsystem-match=i2c-dev; } 2>/dev/null || true
}

# The program, complete, beside the one that may be running.
copy_program() {
    local next=$1
    rm -rf "$next"
    mkdir -p "$next/edge-agent/target" "$next/deploy" "$next/docs"
    cp "$home/tuoi" "$next/"
    cp -r "$home/edge-agent/target/lib" "$home/edge-agent/target/edge-agent-0.1.0.jar" "$next/edge-agent/target/"
    cp "$home/deploy/edge.options" "$next/deploy/"
    cp "$home/docs/install-pi.md" "$next/docs/"
}

make_settings() {
    [[ -e /etc/tuoi/edge.json ]] && return
    mkdir -p /etc/tuoi
    (umask 077 && cat >/etc/tuoi/edge.json) <<'EOT'
{
  "farm": "",
  "cloudKey": "",
  "dataDir": "/var/lib/tuoi",
  "mqtt": {"host": "", "tls": true},
  "stations": [],
  "sensors": []
}
EOT
    chown root:tuoi /etc/tuoi/edge.json
    chmod 640 /etc/tuoi/edge.json
}

# Whether the folder may be taken away: it is what an earlier run has made, or nothing.
require_own_folder() {
    [[ ! -e $target || -f $target/deploy/edge.options && -f $target/tuoi ]] || [[ -d $target && -z $(ls -A "$target") ]] ||
        refuse "$target is there and is not Tưới's: name another folder"
}

# Whether a killed agent's outputs are let go; the Pi's own settings file says it, where there is one.
warn_of_driven_lines() {
    local boot=/boot/firmware/config.txt
    [[ -f $boot ]] && ! grep -q '^dtparam=.*strict_gpiod' "$boot" || return 0
    printf 'install-pi: %s has no dtparam=strict_gpiod: an output would stay on when the agent is killed, until all-off has run\n' \
        "$boot" >&2
}

install_all() {
    require_machine
    require_own_folder
    make_user
    copy_program "$target.next"
    make_settings
    local was_running=no
    case $(systemctl is-active tuoi-edge 2>/dev/null || true) in
        active | activating | deactivating)
            was_running=yes
            # a JVM must not find other classes than it began with; its outputs are off with it
            systemctl stop tuoi-edge
            ;;
    esac
    rm -rf "$target"
    mv "$target.next" "$target"
    # an archive that cannot be made costs half a second a start, no more
    "$target/tuoi" edge-archive || true
    sed "s#/opt/tuoi/#$target/#g" "$home/deploy/tuoi-edge.service" >"$unit"
    systemctl daemon-reload || refuse 'systemd does not run here; the unit is installed all the same'
    warn_of_driven_lines
    if [[ $was_running == yes ]]; then
        systemctl start tuoi-edge || refuse 'installed, but the agent does not start: journalctl -u tuoi-edge says why'
        printf 'Brought up to date; the agent runs again.\n'
    else
        printf 'Installed. Fill in /etc/tuoi/edge.json, then: systemctl enable --now tuoi-edge\n'
    fi
}

uninstall() {
    [[ $EUID -eq 0 ]] || refuse 'must be run by root: sudo deploy/install-pi.sh --uninstall'
    require_own_folder
    if [[ -e $unit ]]; then
        # its outputs are off with it
        systemctl disable --now tuoi-edge || refuse 'the agent cannot be stopped, see above; nothing was taken away'
        rm -f "$unit"
        systemctl daemon-reload || true
    fi
    rm -rf "$target" "$target.next" "$rules" "$modules"
    printf 'Taken away. /etc/tuoi, /var/lib/tuoi and the user tuoi are left: rm -r /etc/tuoi /var/lib/tuoi; userdel tuoi\n'
}

action=install_all
target=/opt/tuoi
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit
            ;;
        --uninstall) action=uninstall ;;
        -*) refuse "there is no option $argument; --help tells" ;;
        /*/*) target=${argument%/} ;;
        *) refuse "FOLDER is a path like /opt/tuoi, not $argument" ;;
    esac
done
$action
