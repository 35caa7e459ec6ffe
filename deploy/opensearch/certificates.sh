#!/bin/sh
# Makes an authority of your own and what it signs: a certificate per node and one for the administrator.
#
#   ./certificates.sh FOLDER NODE...          a NODE is a name, with further names and addresses after commas
#   ./certificates.sh certificates node1,localhost,127.0.0.1 node2,localhost,127.0.0.1
#
# What is there already is kept, so that a further node is one more call. The authority is good for ten years,
# the others for DAYS (825). Guard root-ca.key: whoever has it can be any node. It is needed here only, not by nodes.
set -eu
umask 077

[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
folder=$1
shift
days=${DAYS:-825}
mkdir -p "$folder"
cd "$folder"

key() {
    openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null ||
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
}

signed() { # name, subject, extensions
    [ -e "$1.pem" ] && return
    key "$1"
    openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
    printf '%b' "$3" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA root-ca.pem -CAkey root-ca.key -CAcreateserial \
        -days "$days" -sha256 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
    rm "$1.csr" "$1.ext"
}

names() { # the part of a certificate that says for which names and addresses it is good
    printf '%s' "$1" | tr ',' '\n' | awk '
        { kind = /^[0-9.]+$/ || /:/ ? "IP" : "DNS"; printf "%s%s:%s", (NR > 1 ? "," : ""), kind, $0 }'
}

if [ ! -e root-ca.pem ]; then
    key root-ca
    openssl req -x509 -new -key root-ca.key -sha256 -days 3650 -subj "/O=Tim Tin/CN=root-ca" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out root-ca.pem
fi

for node in "$@"; do
    name=${node%%,*}
    signed "$name" "/O=Tim Tin/OU=nodes/CN=$name" \
        "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=$(names "$node")\n"
done
signed admin "/O=Tim Tin/OU=admins/CN=admin" \
    "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n"

# the nodes' user (1000 in the official image) reads its own key; the authority is for everybody
chmod 644 ./*.pem
[ "$(id -u)" -ne 0 ] || chown 1000:1000 ./*.pem ./*.key
[ "$(id -u)" -ne 0 ] || chown 0:0 root-ca.key
