package vn.tuoi.cloud.acl;

import java.util.List;
import java.util.stream.Collectors;
import vn.tuoi.cloud.auth.FarmCredential;

/**
 * For EMQX 5: the file of its file-based authorizer, a bootstrap file of its built-in database, and its settings. No web
 * service is asked at any time.
 */
final class EmqxFiles implements BrokerFiles {
    @Override
    public String acl(Population population) {
        StringBuilder acl =
                new StringBuilder("%% Made by `tuoi cloud broker-acl`; make it anew when farms come or go.\n");
        allow(acl, "{username, \"" + population.cloud().username() + "\"}", "all", List.of(ROOT + "#"));
        for (Login farm : population.farms()) {
            String id = farm.username();
            // the client id is the user name, or begins with it and a dash
            String who = "{'and', [{username, \"" + id + "\"}, {clientid, {re, \"^" + id + "(-.*)?$\"}}]}";
            allow(acl, who, "publish", BrokerFiles.uplinks(id));
            allow(acl, who, "subscribe", List.of(ROOT + id + "/#"));
        }
        return acl.append("{deny, all}.\n").toString();
    }

    private static void allow(StringBuilder acl, String who, String action, List<String> topics) {
        acl.append("{allow, ")
                .append(who)
                .append(", ")
                .append(action)
                .append(", [")
                .append(topics.stream().map(topic -> "\"" + topic + "\"").collect(Collectors.joining(", ")))
                .append("]}.\n");
    }

    @Override
    public String passwords(Population population) {
        StringBuilder csv = new StringBuilder("user_id,password_hash,salt,is_superuser\n");
        line(csv, population.cloud());
        population.farms().forEach(farm -> line(csv, farm));
        return csv.toString();
    }

    private static void line(StringBuilder csv, Login login) {
        FarmCredential.Parts parts = FarmCredential.parts(login.credential());
        csv.append(login.username())
                .append(',')
                .append(parts.hash())
                .append(',')
                .append(parts.salt())
                .append(",false\n");
    }

    @Override
    public String settings() {
        return """
                # For emqx.conf; docs/external-broker.md says why.
                authentication = [{
                  mechanism = password_based
                  backend = built_in_database
                  user_id_type = username
                  password_hash_algorithm {
                    name = pbkdf2, mac_fun = sha512, iterations = %d, dk_length = %d
                  }
                  bootstrap_file = "etc/tuoi-users.csv"
                  bootstrap_type = hash
                }]
                authorization {
                  no_match = deny
                  deny_action = ignore
                  sources = [{ type = file, enable = true, path = "etc/tuoi-acl.conf" }]
                }
                # a backlog may wait for the cloud, which stores and acknowledges by the batch
                mqtt { max_mqueue_len = infinity, max_inflight = 4000, max_packet_size = 128KB, mqueue_store_qos0 = false }
                """.formatted(FarmCredential.ITERATIONS, FarmCredential.HASH_BYTES);
    }
}
