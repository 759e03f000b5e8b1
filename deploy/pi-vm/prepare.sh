#!/usr/bin/env bash
# Makes the virtual machine in which the agent meets real Linux GPIO and I2C: prepare.sh FOLDER
# Everything comes from Debian's packages by name and is unpacked under FOLDER (kernel/, root/, initramfs.gz); what is there is kept.
# Needs on the host: apt-get, qemu-system-arm, gcc-12-aarch64-linux-gnu, make, cpio, kmod (`./tuoi test --pi-vm` installs them).
set -euo pipefail

readonly here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
[[ $# -eq 1 ]] || { printf 'Usage: prepare.sh FOLDER\n' >&2; exit 2; }
mkdir -p "$1"
cd "$1"
readonly folder=$PWD

refuse() {
    printf 'pi-vm: %s\n' "$1" >&2
    exit 1
}
say() { printf 'pi-vm: %s\n' "$1" >&2; }

for tool in apt-get apt-cache dpkg qemu-system-aarch64 aarch64-linux-gnu-gcc-12 make cpio depmod; do
    command -v "$tool" >/dev/null || PATH=$PATH:/sbin:/usr/sbin command -v "$tool" >/dev/null ||
        refuse "needs $tool: apt-get install qemu-system-arm gcc-12-aarch64-linux-gnu make cpio kmod"
done
PATH=$PATH:/sbin:/usr/sbin

# The guest's packages are looked up in a state of their own, so that the host's dpkg never hears of a second architecture.
guest_apt() {
    local command=$1
    shift
    "$command" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$folder/apt/state" \
        -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" -o Dir::State::status=/dev/null \
        -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

# The newest kernel of the 6.1 line, as Debian's meta package names it: 6.1.0-NN
newest_abi() {
    guest_apt apt-cache show linux-image-arm64 | sed -n 's/^Depends: linux-image-\(6\.1\.0-[0-9]*\)-arm64.*/\1/p' | sort -V | tail -1
}

# Debian's own JRE and what it loads; busybox is the rest of the guest's user land.
readonly guest_packages=(busybox-static openjdk-17-jre-headless libc6 zlib1g libstdc++6 libgcc-s1 libjpeg62-turbo
    liblcms2-2 libfreetype6)

fetch_packages() {
    say "fetching Debian's arm64 kernel, its source and a JRE (about 250 MB, once)"
    mkdir -p apt/{lists/partial,cache/archives/partial,state} debs
    guest_apt apt-get update >&2 || refuse "cannot read the package lists for arm64; is this a Debian 12 with its network?"
    local abi
    abi=$(newest_abi)
    [[ -n $abi ]] || refuse "no linux-image-6.1 for arm64 in this machine's apt sources; the scripts are made for Debian 12 (bookworm)"
    rm -f debs/*.deb
    (
        cd debs
        guest_apt apt-get download "linux-image-$abi-arm64" "linux-headers-$abi-arm64" "${guest_packages[@]}" >&2
        apt-get -q -o APT::Sandbox::User=root download "linux-headers-$abi-common" linux-kbuild-6.1 linux-source-6.1 >&2
    ) || refuse "a package could not be fetched, see above"
    echo "$abi" >abi
}

unpack() {
    say 'unpacking'
    rm -rf root kernel headers source modules
    mkdir -p root kernel headers source
    local deb
    for deb in debs/*.deb; do
        case $deb in
            */linux-image-*) dpkg -x "$deb" kernel ;;
            */linux-headers-* | */linux-kbuild-*) dpkg -x "$deb" headers ;;
            */linux-source-*) dpkg -x "$deb" source ;;
            *) dpkg -x "$deb" root ;;
        esac
    done
    tar -C source -xJf source/usr/src/linux-source-6.1.tar.xz \
        linux-source-6.1/{drivers/gpio/gpio-sim.c,drivers/gpio/gpiolib.h,kernel/irq/irq_sim.c}
    rm -rf source/usr
    mkdir -p root/{proc,sys,dev,run,tmp,mnt}
}

# Debian's kernels are built without gpio-sim; its source is in Debian's own source package.
build_modules() {
    say 'building gpio-sim, irq_sim and the I2C chips'
    local tree=source/linux-source-6.1 build=headers/usr/src/linux-headers-$abi-arm64
    rm -rf modules
    mkdir modules
    cp $tree/drivers/gpio/{gpio-sim.c,gpiolib.h} $tree/kernel/irq/irq_sim.c "$here/i2c-registers.c" modules/
    # a module may not call irq_to_desc(); generic_handle_irq() does the same and is exported
    sed -i -e 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' \
        -e 's/#include <linux\/irq.h>/&\n#include <linux\/module.h>/' modules/irq_sim.c
    echo 'MODULE_LICENSE("GPL");' >>modules/irq_sim.c
    echo 'obj-m := irq_sim.o gpio-sim.o i2c-registers.o' >modules/Makefile
    sed -i "s#^include /usr/src#include $folder/headers/usr/src#" "$build/Makefile"
    make -s -C "$build" M="$folder/modules" CROSS_COMPILE=aarch64-linux-gnu- DEB_BUILD_ARCH=amd64 DEB_HOST_ARCH=arm64 \
        DEB_HOST_GNU_TYPE=aarch64-linux-gnu modules >modules/build.log 2>&1 || {
        tail -20 modules/build.log >&2
        refuse "the kernel modules cannot be built; all of it is in $folder/modules/build.log"
    }
    depmod -b kernel "$abi-arm64"
}

# Prints the paths of the modules that the named ones need, each after what it stands on.
in_order() {
    local dependencies=kernel/lib/modules/$abi-arm64/modules.dep name
    for name in "$@"; do
        # a line reads "path: what it needs, the deepest last"
        sed -n "s#^\(.*/$name\.ko\):\(.*\)#\1\2#p" "$dependencies" | head -1 | tr ' ' '\n' | grep . | tac
    done | awk '!seen[$0]++'
}

make_initramfs() {
    rm -rf initramfs
    mkdir -p initramfs/{bin,modules,proc,sys,dev,new}
    cp root/bin/busybox initramfs/bin/
    ln -s busybox initramfs/bin/sh
    local module
    for module in $(in_order virtio_pci virtio_net 9pnet_virtio 9p configfs i2c-dev); do
        cp "kernel/lib/modules/$abi-arm64/$module" initramfs/modules/
        basename "$module"
    done >initramfs/modules/order
    cp modules/*.ko initramfs/modules/
    cp "$here/init" initramfs/init
    chmod +x initramfs/init
    (cd initramfs && find . | cpio -o -H newc --quiet | gzip -1) >initramfs.gz
}

if [[ ! -e unpacked ]]; then
    fetch_packages
    unpack
    touch unpacked
fi
abi=$(<abi)
if [[ ! -e modules/i2c-registers.ko || $here/i2c-registers.c -nt modules/i2c-registers.ko ]]; then build_modules; fi
make_initramfs
ln -sfn "boot/vmlinuz-$abi-arm64" kernel/vmlinuz
