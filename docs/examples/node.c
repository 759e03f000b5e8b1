/*
 * A whole wireless node in C on libcoap 4.3 (Debian: libcoap3-dev): it posts a reading every period, watches its valve's
 * lease, and closes the valve by itself when the lease ends. See docs/nodes.md.
 *
 *   cc -o node node.c -lcoap-3-openssl
 *   HOST=192.168.1.10 PORT=5684 IDENTITY=node-1 KEY=sixteen-letters! STATION=valve-1 PERIOD=60 \
 *   SENSOR='cat /run/moisture' VALVE=/usr/local/bin/valve ./node
 *
 * SENSOR prints a volumetric soil moisture, e.g. 0.31. VALVE is called with "open" or "close". On a microcontroller the two
 * become a read of your probe and a write to your pin; the rest stays.
 */
#include <arpa/inet.h>
#include <coap3/coap.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The gateway renews a lease every 40 s; without news for so long the connection is made anew. */
#define SILENCE_SECONDS 90

static const char *station;
static const char *valve_command;
static int valve_open;
static time_t lease_ends;
static time_t heard;
static volatile sig_atomic_t over;

static const char *setting(const char *name, const char *fallback) {
    const char *value = getenv(name);
    if (!value && !fallback) {
        fprintf(stderr, "node: set %s\n", name);
        exit(2);
    }
    return value ? value : fallback;
}

/* Seconds on a clock that nobody sets. */
static time_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static void end(int signal) {
    (void)signal;
    over = 1;
}

static void move_valve(int open) {
    char command[512];
    snprintf(command, sizeof command, "%s %s", valve_command, open ? "open" : "close");
    /* what cannot be moved counts as open: the gateway must not believe that it is closed */
    valve_open = system(command) == 0 ? open : 1;
}

static void send_request(coap_session_t *session, coap_pdu_code_t method, const char *path, int observe, const char *json) {
    coap_pdu_t *request = coap_new_pdu(COAP_MESSAGE_CON, method, session);
    uint8_t token[8], number[4];
    size_t token_length;
    if (!request) {
        return;
    }
    coap_session_new_token(session, &token_length, token);
    coap_add_token(request, token_length, token);
    /* options go in the order of their numbers: Observe 6, Uri-Path 11, Content-Format 12 */
    if (observe) {
        coap_add_option(request, COAP_OPTION_OBSERVE,
                        coap_encode_var_safe(number, sizeof number, COAP_OBSERVE_ESTABLISH), number);
    }
    coap_add_option(request, COAP_OPTION_URI_PATH, strlen(path), (const uint8_t *)path);
    if (json) {
        coap_add_option(request, COAP_OPTION_CONTENT_FORMAT,
                        coap_encode_var_safe(number, sizeof number, COAP_MEDIATYPE_APPLICATION_SENML_JSON), number);
        coap_add_data(request, strlen(json), (const uint8_t *)json);
    }
    coap_send(session, request);
}

/* A report: what the soil says, and what the valve does, not what it was told. Without a time it is about now. */
static void report(coap_session_t *session, const char *sensor) {
    char moisture[32] = "", json[256];
    FILE *probe = popen(sensor, "r");
    if (probe) {
        if (!fgets(moisture, sizeof moisture, probe)) {
            moisture[0] = 0;
        }
        pclose(probe);
    }
    moisture[strcspn(moisture, "\r\n")] = 0;
    if (moisture[0]) {
        snprintf(json, sizeof json, "[{\"n\":\"soil_moisture\",\"u\":\"/\",\"v\":%s},{\"n\":\"%s/valve\",\"vb\":%s}]", moisture,
                 station, valve_open ? "true" : "false");
    } else {
        /* a probe that does not answer is no reading, never a zero */
        snprintf(json, sizeof json, "[{\"n\":\"%s/valve\",\"vb\":%s}]", station, valve_open ? "true" : "false");
    }
    send_request(session, COAP_REQUEST_CODE_POST, "t", 0, json);
}

/* Takes [{"station":"valve-1","open":true,"leaseSeconds":120}]. */
static void take_leases(coap_session_t *session, const char *json, const char *sensor) {
    char start[96];
    int seconds = 0;
    snprintf(start, sizeof start, "{\"station\":\"%s\",\"open\":true,\"leaseSeconds\":", station);
    const char *lease = strstr(json, start);
    if (lease) {
        seconds = atoi(lease + strlen(start));
    }
    lease_ends = now() + seconds;
    if ((seconds > 0) != valve_open) {
        move_valve(seconds > 0);
        report(session, sensor);
    }
}

static coap_response_t on_answer(coap_session_t *session, const coap_pdu_t *sent, const coap_pdu_t *received,
                                 const coap_mid_t id) {
    const uint8_t *data;
    size_t length;
    (void)sent;
    (void)id;
    heard = now();
    if (coap_pdu_get_code(received) == COAP_RESPONSE_CODE_CONTENT && coap_get_data(received, &length, &data)) {
        char json[1024];
        length = length < sizeof json ? length : sizeof json - 1;
        memcpy(json, data, length);
        json[length] = 0;
        take_leases(session, json, setting("SENSOR", NULL));
    } else if (COAP_RESPONSE_CLASS(coap_pdu_get_code(received)) != 2) {
        /* 4.xx will never be taken; 5.03 and 4.29 come back later. A better node keeps what was not taken. */
        fprintf(stderr, "node: answered %d.%02d\n", COAP_RESPONSE_CLASS(coap_pdu_get_code(received)),
                coap_pdu_get_code(received) & 31);
    }
    return COAP_RESPONSE_OK;
}

static coap_session_t *connect_to(coap_context_t *context) {
    const char *identity = setting("IDENTITY", NULL), *key = setting("KEY", NULL);
    coap_address_t gateway;
    coap_dtls_cpsk_t psk;
    coap_address_init(&gateway);
    gateway.addr.sin.sin_family = AF_INET;
    gateway.addr.sin.sin_port = htons((uint16_t)atoi(setting("PORT", "5684")));
    if (inet_pton(AF_INET, setting("HOST", NULL), &gateway.addr.sin.sin_addr) != 1) {
        fprintf(stderr, "node: HOST must be an IPv4 address\n");
        exit(2);
    }
    gateway.size = sizeof gateway.addr.sin;
    memset(&psk, 0, sizeof psk);
    psk.version = COAP_DTLS_CPSK_SETUP_VERSION;
    psk.psk_info.identity.s = (const uint8_t *)identity;
    psk.psk_info.identity.length = strlen(identity);
    psk.psk_info.key.s = (const uint8_t *)key;
    psk.psk_info.key.length = strlen(key);
    return coap_new_client_session_psk2(context, NULL, &gateway, COAP_PROTO_DTLS, &psk);
}

int main(void) {
    const char *sensor = setting("SENSOR", NULL);
    int period = atoi(setting("PERIOD", "60"));
    station = setting("STATION", NULL);
    valve_command = setting("VALVE", NULL);
    signal(SIGINT, end);
    signal(SIGTERM, end);
    move_valve(0);

    coap_startup();
    coap_set_log_level(LOG_ERR);
    coap_context_t *context = coap_new_context(NULL);
    coap_context_set_block_mode(context, COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY);
    coap_register_response_handler(context, on_answer);
    coap_session_t *session = NULL;
    time_t report_due = 0;
    while (!over) {
        time_t time = now();
        if (valve_open && time >= lease_ends) {
            /* nobody has renewed it */
            move_valve(0);
            report_due = time;
        }
        if (session && time - heard > SILENCE_SECONDS) {
            coap_session_release(session);
            session = NULL;
        }
        if (!session) {
            heard = time;
            session = connect_to(context);
            if (session) {
                send_request(session, COAP_REQUEST_CODE_GET, "v", 1, NULL);
            }
        }
        if (session && time >= report_due) {
            report(session, sensor);
            report_due = time + period;
        }
        coap_io_process(context, 200);
    }
    move_valve(0);
    if (session) {
        coap_session_release(session);
    }
    coap_free_context(context);
    coap_cleanup();
    return 0;
}
