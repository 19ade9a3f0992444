#!/bin/sh
# Fills the current folder with all that a tree may hold, in a folder for each feature.
#
# Usage: torture.sh SEED MIB_OF_HOLE
#
# Prints a line "FEATURE<tab>reason" for each that could not be made here, and goes on.
# The folders deep, sizes and wide are made by who calls, with their times.
set -u
LC_ALL=C TZ=UTC0
export LC_ALL TZ
umask 022
SEED=$1
HOLE_MIB=$2

MANY=$((SEED % 1000))
VALUE=$(printf '%08x' "$((SEED % 65536))")
SOMEONE=12345
SOME_GROUP=54321
NEWLINE='
'

main() {
  section names make_names
  section kinds make_kinds
  section owners make_owners
  section links make_links
  section xattrs make_xattrs
  section capabilities make_capabilities
  section acls make_acls
  section hardlinks make_hardlinks
  section holes make_holes
  section times make_times
  section modes make_modes
  give_all_a_time
  section times set_times
  section modes shut_folders
  attempt 'time of the root' stamp . 2003-04-05T06:07:08.090807060Z
}

# A section leaves the current folder as it found it.
section() {
  mkdir -p "$1"
  (cd "$1" && "$2")
}

# attempt FEATURE COMMAND...
attempt() {
  feature=$1
  shift
  why=$("$@" 2>&1) || printf '%s\t%s\n' "$feature" "$(printf '%s' "${why:-refused}" | tr '\n\t' '  ')"
}

fill() { # FILE TEXT
  printf '%s\n' "$2" >"$1"
}

# shellcheck disable=SC2016 # Nothing in these names is to be expanded.
make_names() {
  mkdir links
  i=0
  long=$(printf 'x%.0s' $(seq 255))
  for name in -rf --delete ..x ... ' ' ' leading' 'trailing ' '~' '"' "'" '`id`' '$HOME' 'back\slash' \
    'back\134slash' '*?[a-z]' "new${NEWLINE}line" "${NEWLINE}first" 'a:b' 'a=b' '# file: x' '%s%n' \
    .hidden .lockstep-0123456789abcdef .lockstep-fedcba9876543210 .lockstep- A a "$long" \
    "$(printf '\033[31mred')" "$(printf 'tab\there')" "$(printf 'carriage\rreturn')" "$(printf 'bell\a')" \
    "$(printf 'B\374cher')" "$(printf '\377\376')" "$(printf '\200')" "$(printf '\303')" \
    "$(printf '\355\240\200 surrogate')" "$(printf 'B\303\274cher')" "$(printf 'cafe\314\201')" \
    "$(printf 'caf\303\251')" "$(printf '\360\237\230\200')" "$(printf '\302\205next')"; do
    i=$((i + 1))
    attempt "name $i of a file" fill "./$name" "name $i"
    attempt "name $i of a folder" mkdir -p "./folders/$name/empty"
    attempt "name $i of a link" ln -s -- "$name" "./links/$name"
  done
  mkdir -p .lockstep-00000000deadbeef
  fill .lockstep-00000000deadbeef/inside 'looks staged and is not'
}

make_kinds() {
  mkdir empty-folder
  : >empty-file
  attempt fifo mkfifo fifo
  attempt fifo mkfifo -m 0600 fifo-0600
  attempt devices mknod null c 1 3
  attempt devices mknod -m 0640 block b 7 200
  attempt devices mknod -m 0000 highest c 4095 1048575
  attempt devices chown "$SOMEONE:$SOME_GROUP" block
  attempt owners chown "$SOMEONE:$SOME_GROUP" fifo-0600
}

make_modes() {
  for mode in 0000 0001 0020 0400 0444 0555 0600 0777 1644 2644 2755 2745 4755 4644 6755 7777; do
    fill "file-$mode" "$mode"
    attempt 'modes of files' chmod "$mode" "file-$mode"
  done
  for mode in 0000 0111 0300 0400 0555 0700 0777 1777 2755 2777 4755 7555; do
    mkdir -p "folder-$mode/empty"
    fill "folder-$mode/child" "$mode"
  done
}

# Last of all, since who is not root cannot enter them any more.
shut_folders() {
  for mode in 0000 0111 0300 0400 0555 0700 0777 1777 2755 2777 4755 7555; do
    attempt 'modes of folders' chmod "$mode" "folder-$mode"
  done
}

make_owners() {
  fill theirs theirs
  fill setuid 'setuid, and not of root'
  fill high 'highest number that is one'
  fill group 'only the group is another'
  mkdir folder setgid-folder
  ln -s nowhere link
  attempt owners chown "$SOMEONE:$SOME_GROUP" theirs setuid folder setgid-folder
  attempt owners chown -h "$SOMEONE:$SOME_GROUP" link
  attempt owners chown 4294967294:4294967294 high
  attempt owners chgrp "$SOME_GROUP" group
  attempt modes chmod 6755 setuid
  attempt modes chmod 2775 setgid-folder
  fill setgid-folder/child 'has the group of its folder'
}

make_links() {
  mkdir folder
  fill folder/file text
  attempt symlinks ln -s nowhere dangling
  attempt symlinks ln -s folder to-folder
  attempt symlinks ln -s folder/file to-file
  attempt symlinks ln -s . to-itself
  attempt symlinks ln -s loop loop
  attempt symlinks ln -s ../../../../../../../../etc/hostname up
  attempt symlinks ln -s /etc/hostname absolute
  attempt symlinks ln -s /nowhere/at/all absolute-dangling
  attempt symlinks ln -s './/folder/../folder/' untidy
  attempt symlinks ln -s "$(printf 'B\374cher\n\033')" odd-bytes
  attempt 'symlink with 1,000 bytes' ln -s "$(printf 'target/%.0s' $(seq 142))" long
  attempt 'symlink with 4,000 bytes' ln -s "$(printf 'target/%.0s' $(seq 571))" longest
}

make_xattrs() {
  mkdir folder sticky-folder
  for name in file empty-value binary kilobytes many odd-name read-only trusted security; do
    fill "$name" "$name"
  done
  ln -s file link
  user='user xattrs'
  attempt "$user" setfattr -n user.text -v "text $MANY" file
  attempt "$user" setfattr -n user.empty file empty-value
  attempt "$user" setfattr -n user.binary -v "0x00ff0a0d00$VALUE" binary
  attempt "$user" setfattr -n user.kilobytes -v "0x$(printf "${VALUE}%.0s" $(seq 512))" kilobytes
  attempt "$user" setfattr -n user.folder -v 0x00 folder
  attempt "$user" setfattr -n user.folder -v sticky sticky-folder
  attempt "$user" setfattr -n "$(printf 'user.\374 \303\274')" -v odd odd-name
  attempt "$user" setfattr -n "user.$(printf 'n%.0s' $(seq 250))" -v long odd-name
  for i in $(seq 40); do
    attempt "$user" setfattr -n "user.number.$i" -v "$i" many
  done
  attempt "$user" setfattr -n user.read-only -v kept read-only
  chmod 0444 read-only
  chmod 1755 sticky-folder
  attempt 'trusted xattrs' setfattr -n trusted.lockstep -v 0x0001 trusted folder
  attempt 'trusted xattrs of symlinks' setfattr -h -n trusted.lockstep -v "0x$VALUE" link
  attempt 'security xattrs' setfattr -n security.lockstep -v label security
  attempt 'security xattrs of symlinks' setfattr -h -n security.lockstep -v label link
}

# The value is cap_net_raw=ep, in the second version of its layout.
make_capabilities() {
  net_raw=0x0100000200200000000000000000000000000000
  for name in plain theirs setuid xattrs; do
    fill "$name" "$name"
    chmod 0755 "$name"
  done
  attempt owners chown "$SOMEONE:$SOME_GROUP" theirs setuid
  attempt modes chmod 4755 setuid
  attempt 'user xattrs' setfattr -n user.beside -v it xattrs
  attempt 'file capabilities' setfattr -n security.capability -v "$net_raw" plain theirs setuid xattrs
}

make_acls() {
  mkdir access default both before
  for name in user mask nothing theirs read-only; do
    fill "$name" "$name"
  done
  acl=ACLs
  attempt owners chown "$SOMEONE:$SOME_GROUP" theirs
  attempt "$acl" setfacl -m "u:$SOMEONE:rwx,u:23456:-w-,g:$SOME_GROUP:r-x" user theirs
  attempt "$acl" setfacl -m "u:$SOMEONE:rwx,m::r--" mask
  attempt "$acl" setfacl -m "u:$SOMEONE:---,g::---,m::---,o::r--" nothing
  attempt "$acl" setfacl -m "u:$SOMEONE:r--" read-only
  attempt "$acl" setfacl -m "u:$SOMEONE:r-x,g:$SOME_GROUP:---" access
  mkdir before/folder
  fill before/file 'made before'
  for folder in default both before; do
    attempt 'default ACLs' setfacl -d -m "u:$SOMEONE:rwx,g:$SOME_GROUP:r-x,o::---" "$folder"
  done
  attempt "$acl" setfacl -m "g:$SOME_GROUP:-wx" both
  for folder in default both; do
    mkdir "$folder/inherits" "$folder/rid-of-it"
    fill "$folder/file" 'made after'
    attempt 'default ACLs' setfacl -b -k "$folder/rid-of-it"
  done
  attempt symlinks ln -s user link
}

make_hardlinks() {
  mkdir a b z a/below
  fill a/within 'two in a folder'
  attempt 'hard links' ln a/within a/within-2
  fill a/across 'three in three folders'
  attempt 'hard links' ln a/across a/below/across
  attempt 'hard links' ln a/across z/across
  fill z/same-name 'four, of the same name'
  for folder in a b a/below; do
    attempt 'hard links' ln z/same-name "$folder/same-name"
  done
  fill a/alike 'equal, but no link'
  fill b/alike 'equal, but no link'
  attempt 'symlinks' ln -s across a/symlink
  attempt 'hard links of symlinks' ln -P a/symlink b/symlink
  attempt fifo mkfifo a/fifo
  attempt 'hard links of fifos' ln a/fifo b/fifo
  attempt devices mknod a/device c 1 5
  attempt 'hard links of devices' ln a/device z/device
  fill b/xattrs 'a link with more to it'
  attempt owners chown "$SOMEONE:$SOME_GROUP" b/xattrs
  attempt 'user xattrs' setfattr -n user.shared -v "$VALUE" b/xattrs
  attempt ACLs setfacl -m "u:$SOMEONE:rwx" b/xattrs
  attempt 'hard links' ln b/xattrs a/xattrs
  attempt 'hard links' ln b/xattrs z/xattrs
  : >z/empty
  attempt 'hard links' ln z/empty a/empty
}

make_holes() {
  attempt holes dd if=/dev/zero of=zeros-allocated bs=64k count=16
  attempt holes truncate -s 1M only-a-hole
  attempt holes truncate -s 1 shorter-than-a-block
  attempt holes write_at leading 255
  attempt holes write_at middle 0
  attempt holes write_at middle 255
  attempt holes write_at trailing 0
  attempt holes truncate -s 1M trailing
  attempt holes truncate -s 1000001 trailing-odd
  attempt holes write_at trailing-odd 3
  for block in 0 32 64 96 128 160 192 224; do
    attempt holes write_at comb "$block"
  done
  attempt holes write_at huge "$((HOLE_MIB * 128))"
  attempt holes truncate -s "${HOLE_MIB}M" huge
  attempt 'holes in a file system that has them' holds_little huge
}

write_at() { # FILE BLOCK_OF_4_KIB
  printf "%08d%04088d" "$SEED" "$2" | dd of="$1" bs=4096 seek="$2" conv=notrunc iflag=fullblock
}

holds_little() {
  allocated=$(stat -c %b "$1")
  [ "$allocated" -lt 1024 ] || { echo "$allocated blocks are allocated"; return 1; }
}

make_times() {
  for time in $(all_times); do
    fill "file-$time" "$time"
    mkdir "folder-$time"
    fill "folder-$time/child" "$time"
    attempt symlinks ln -s "$time" "link-$time"
  done
}

# Before and after 0, at both ends of 32 bits, beyond 32 bits without a sign, and far out.
all_times() {
  for time in 1901-12-14T00:00:00.000000001 1969-12-31T23:59:59.123456789 1969-12-31T23:59:59.999999999 \
    1970-01-01T00:00:00.000000000 1970-01-01T00:00:00.000000001 2001-09-09T01:46:40.999999999 \
    2038-01-19T03:14:07.999999999 2038-01-19T03:14:08.000000001 2106-02-07T06:28:16.100000000 \
    2400-02-29T12:00:00.987654321; do
    echo "$time" | tr : .
  done
}

set_times() {
  for time in $(all_times); do
    date=$(echo "$time" | sed 's/T\(..\)\.\(..\)\./T\1:\2:/')Z
    for kind in file folder link; do
      attempt "time $time of a $kind" stamp "$kind-$time" "$date"
    done
  done
}

# Some file systems round, and some take the nearest that they can tell, without an error.
stamp() { # ENTRY TIME
  touch -h -d "$2" "./$1" || return
  wanted=$(date -d "$2" '+%Y-%m-%d %H:%M:%S.%N +0000')
  found=$(stat -c %y "./$1")
  [ "$wanted" = "$found" ] || { echo "became $found"; return 1; }
}

# Each section has a time of its own, so that none depends on when it was made.
give_all_a_time() {
  second=$((1000000000 + MANY))
  for section in names kinds owners links xattrs capabilities acls hardlinks holes times modes; do
    second=$((second + 1000))
    find "./$section" -exec touch -h -d "@$second.$((second % 900000000 + 100000000))" {} + 2>&1 \
      | sed 's/^/times\t/'
  done
}

main
