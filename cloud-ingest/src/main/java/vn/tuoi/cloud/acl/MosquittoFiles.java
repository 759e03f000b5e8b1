package vn.tuoi.cloud.acl;

/** For Mosquitto 2: {@code acl_file}, {@code password_file} and the lines of {@code mosquitto.conf} that they need. */
final class MosquittoFiles implements BrokerFiles {
    @Override
    public String acl(Population population) {
        StringBuilder acl =
                new StringBuilder("# Made by `tuoi cloud broker-acl`; make it anew when farms come or go.\n");
        acl.append("user ").append(population.cloud().username()).append('\n');
        acl.append("topic readwrite ").append(ROOT).append("#\n");
        for (Login farm : population.farms()) {
            String id = farm.username();
            acl.append("\nuser ").append(id).append('\n');
            for (String topic : BrokerFiles.uplinks(id)) {
                acl.append("topic write ").append(topic).append('\n');
            }
            acl.append("topic read ").append(ROOT).append(id).append("/#\n");
        }
        return acl.toString();
    }

    @Override
    public String passwords(Population population) {
        StringBuilder passwords = new StringBuilder();
        line(passwords, population.cloud());
        population.farms().forEach(farm -> line(passwords, farm));
        return passwords.toString();
    }

    private static void line(StringBuilder passwords, Login login) {
        passwords
                .append(login.username())
                .append(':')
                .append(login.credential())
                .append('\n');
    }

    @Override
    public String settings() {
        return """
                # For mosquitto.conf; docs/external-broker.md says why. The cloud connects to the first listener, farms to the second.
                per_listener_settings false
                allow_anonymous false
                password_file /etc/mosquitto/tuoi-passwords
                acl_file /etc/mosquitto/tuoi-acl

                # a backlog may wait for the cloud; the default throws away what is above 1000 messages
                max_queued_messages 0
                max_queued_bytes 268435456
                # the cloud stores and acknowledges by the batch; the default is 20 messages
                max_inflight_messages 4000
                max_packet_size 131072
                persistence true

                listener 1883 127.0.0.1

                listener 8883
                cafile /etc/mosquitto/ca.crt
                certfile /etc/mosquitto/server.crt
                keyfile /etc/mosquitto/server.key
                # a farm cannot take another's session over: its client id is its user name, whatever it asks for
                use_username_as_clientid true
                """;
    }
}
