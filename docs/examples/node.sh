#!/bin/sh
# A whole wireless node in shell, with libcoap's client (Debian: libcoap3-bin). It posts a reading, asks for its valve's
# lease, and closes the valve by itself when the lease ends. See docs/nodes.md.
#
#   HOST=192.168.1.10 PORT=5684 IDENTITY=node-1 KEY=secret STATION=valve-1 PERIOD=60 ROUNDS=0 \
#   SENSOR='cat /run/moisture' VALVE='/usr/local/bin/valve' ./node.sh
#
# SENSOR prints a volumetric soil moisture, e.g. 0.31. VALVE is called with "open" or "close". ROUNDS=0 runs for ever.
set -eu
: "${HOST:?}" "${IDENTITY:?}" "${KEY:?}" "${STATION:?}" "${SENSOR:?}" "${VALVE:?}"
PORT=${PORT:-5684} PERIOD=${PERIOD:-60} ROUNDS=${ROUNDS:-0}
CLIENT=${CLIENT:-coap-client-openssl}

ask() {
    "$CLIENT" -B 10 -u "$IDENTITY" -k "$KEY" "$@" 2>/dev/null
}

state=close
move() {
    [ "$state" = "$1" ] || { $VALVE "$1"; state=$1; }
}
trap 'move close; exit 0' INT TERM
$VALVE close

round=0
while [ "$ROUNDS" -eq 0 ] || [ "$round" -lt "$ROUNDS" ]; do
    round=$((round + 1))
    open=false
    [ "$state" = open ] && open=true
    # no "t": the gateway's clock counts. The pack is lost when nobody answers; a better node keeps it.
    ask -m post -t 110 -e "[{\"n\":\"soil_moisture\",\"u\":\"/\",\"v\":$($SENSOR)},{\"n\":\"$STATION/valve\",\"vb\":$open}]" \
        "coaps://$HOST:$PORT/t" || true
    lease=$(ask "coaps://$HOST:$PORT/v" |
        sed -n "s/.*{\"station\":\"$STATION\",\"open\":true,\"leaseSeconds\":\([0-9]*\)}.*/\1/p")
    rest=$PERIOD
    if [ -n "$lease" ]; then
        move open
        if [ "$lease" -le "$PERIOD" ]; then
            # nobody can renew it before it ends
            sleep "$lease"
            move close
            rest=$((PERIOD - lease))
        fi
    else
        move close
    fi
    sleep "$rest"
done
move close
