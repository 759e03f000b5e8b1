#!/usr/bin/env bash
# Makes the virtual machine in which the agent meets real Linux GPIO and I2C: prepare.sh FOLDER
# Everything comes from Debian's packages by name and is made under FOLDER (kernel/, disk.img, initramfs.gz); what is there is kept.
# Needs on the host: apt-get, qemu-system-arm, gcc-12-aarch64-linux-gnu, make, cpio, kmod, e2fsprogs (`./tuoi test --pi-vm` installs
# them).
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

PATH=$PATH:/sbin:/usr/sbin
for tool in apt-get apt-cache dpkg qemu-system-aarch64 aarch64-linux-gnu-gcc-12 make cpio depmod mke2fs; do
    command -v "$tool" >/dev/null ||
        refuse "needs $tool: apt-get install qemu-system-arm gcc-12-aarch64-linux-gnu make cpio kmod e2fsprogs"
done

# The guest's packages are looked up in a state of their own, so that the host's dpkg never hears of a second architecture.
guest_apt() {
    local command=$1
    shift
    "$command" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$folder/apt/state" \
        -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" -o Dir::State::status=/dev/null \
        -o APT::Sandbox::User=root -o Acquire::Languages=none -o Debug::NoLocking=1 "$@"
}

# The newest kernel of the 6.1 line, as Debian's meta package names it: 6.1.0-NN
newest_abi() {
    guest_apt apt-cache show linux-image-arm64 | sed -n 's/^Depends: linux-image-\(6\.1\.0-[0-9]*\)-arm64.*/\1/p' | sort -V | tail -1
}

# What a Pi has before the agent is installed: systemd with udev, the tools that the installer uses, and Debian's JRE. apt finds
# what they need. busybox is for the machine's first steps and for the tests; usr-is-merged spares Perl.
readonly guest_packages=(systemd systemd-sysv udev openjdk-17-jre-headless bash coreutils dash grep sed findutils base-files
    base-passwd passwd login libc-bin mount util-linux usr-is-merged busybox-static)

fetch_packages() {
    say "fetching Debian's arm64 kernel, its source, systemd and a JRE (about 320 MB, once)"
    mkdir -p apt/{lists/partial,cache/archives/partial,state}
    guest_apt apt-get update >&2 || refuse "cannot read the package lists for arm64; is this a Debian 12 with its network?"
    local abi
    abi=$(newest_abi)
    [[ -n $abi ]] || refuse "no linux-image-6.1 for arm64 in this machine's apt sources; the scripts are made for Debian 12 (bookworm)"
    rm -rf debs apt/cache/archives/*.deb
    mkdir -p debs/{kernel,headers,source}
    {
        guest_apt apt-get -y --no-install-recommends --download-only install "${guest_packages[@]}" &&
            (cd debs/kernel && guest_apt apt-get download "linux-image-$abi-arm64") &&
            (cd debs/headers && guest_apt apt-get download "linux-headers-$abi-arm64" &&
                apt-get -q -o APT::Sandbox::User=root download "linux-headers-$abi-common" linux-kbuild-6.1) &&
            (cd debs/source && apt-get -q -o APT::Sandbox::User=root download linux-source-6.1)
    } >&2 || refuse "a package could not be fetched, see above"
    mv apt/cache/archives debs/root
    echo "$abi" >abi
    echo "${guest_packages[*]}" >debs/complete
}

unpack() {
    say 'unpacking'
    rm -rf root kernel headers source modules
    mkdir -p kernel headers source root/usr/{bin,sbin,lib}
    # as Debian 12 installs itself
    ln -s usr/bin usr/sbin usr/lib root/
    local part deb
    for part in kernel headers source root; do
        # not dpkg -x, which puts a folder where the link is
        for deb in "debs/$part"/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -C "$part" -xp --keep-directory-symlink; done
    done
    tar -C source -xJf source/usr/src/linux-source-6.1.tar.xz \
        linux-source-6.1/{drivers/gpio/gpio-sim.c,drivers/gpio/gpiolib.h,kernel/irq/irq_sim.c}
    rm -rf source/usr
}

# What the packages' own scripts would do, as far as the machine needs it: they are for another processor.
configure_root() {
    local etc=root/etc
    cp root/usr/share/base-passwd/passwd.master $etc/passwd
    cp root/usr/share/base-passwd/group.master $etc/group
    sed 's/^\([^:]*\):.*/\1:*:19000:0:99999:7:::/' $etc/passwd >$etc/shadow
    ln -sfn ../lib/jvm/java-17-openjdk-arm64/bin/java root/usr/bin/java
    ln -sfn ../run root/var/run
    mkdir -p root/{proc,sys,dev,run,tmp,src}
    chmod 1777 root/tmp root/var/tmp
    echo tuoi-pi >$etc/hostname
    echo 0123456789abcdef0123456789abcdef >$etc/machine-id
    local unit
    # nobody logs in; the hardware database and the journal's catalogue take long to make under emulation and nobody reads them
    for unit in getty.target serial-getty@ttyAMA0.service systemd-hwdb-update.service systemd-journal-catalog-update.service \
        systemd-firstboot.service proc-sys-fs-binfmt_misc.automount systemd-pstore.service; do
        ln -sfn /dev/null "$etc/systemd/system/$unit"
    done
    mkdir -p $etc/systemd/system/{sockets,multi-user}.target.wants
    cp "$here"/pi-vm{.socket,@.service,-up.service} $etc/systemd/system/
    ln -sfn ../pi-vm.socket $etc/systemd/system/sockets.target.wants/
    ln -sfn ../pi-vm-up.service $etc/systemd/system/multi-user.target.wants/
    ln -sfn /lib/systemd/system/multi-user.target $etc/systemd/system/default.target
}

make_disk() {
    rm -f disk.img
    # sparse; QEMU lets what the machine writes fall at its end
    mke2fs -q -t ext4 -L root -d root disk.img 2G >&2 || refuse "the machine's disk cannot be made"
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
    # a line stays as it was driven when nobody holds it any more: a Pi without strict_gpiod, and the worst case
    sed -i '/gc->free = gpio_sim_free;/d; s/^static void gpio_sim_free(/__maybe_unused &/' modules/gpio-sim.c
    grep -q '__maybe_unused static void gpio_sim_free' modules/gpio-sim.c || refuse "this kernel's gpio-sim is another than the one known here"
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
    # USB for the adapter of RS-485, which QEMU plays as an FTDI one
    for module in $(in_order virtio_pci virtio_blk crc32c_generic ext4 virtio_net 9pnet_virtio 9p configfs i2c-dev xhci-pci ftdi_sio); do
        cp "kernel/lib/modules/$abi-arm64/$module" initramfs/modules/
        basename "$module"
    done >initramfs/modules/order
    cp modules/*.ko initramfs/modules/
    cp "$here/init" initramfs/init
    chmod +x initramfs/init
    (cd initramfs && find . | cpio -o -H newc --quiet | gzip -1) >initramfs.gz
}

# Whether the file is there and no older than what it is made of.
is_made() {
    local file=$1 source
    shift
    [[ -e $file ]] || return 1
    for source in "$@"; do [[ $source -nt $file ]] && return 1; done
    return 0
}

[[ -e debs/complete && $(<debs/complete) == "${guest_packages[*]}" ]] || fetch_packages
is_made unpacked debs/complete "$here/prepare.sh" || {
    unpack
    touch unpacked
}
abi=$(<abi)
is_made modules/i2c-registers.ko unpacked "$here/i2c-registers.c" || build_modules
is_made disk.img unpacked "$here"/pi-vm* || {
    configure_root
    make_disk
}
make_initramfs
ln -sfn "boot/vmlinuz-$abi-arm64" kernel/vmlinuz
