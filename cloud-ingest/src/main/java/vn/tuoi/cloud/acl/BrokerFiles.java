package vn.tuoi.cloud.acl;

import java.util.List;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * The files that make an external broker keep the rules of the embedded one: a farm publishes on its own uplink topics
 * and reads below its own root, the cloud does everything below {@code tuoi/v1/}, and everybody else nothing. Topics are
 * spelled out farm by farm, so a user name can never widen a pattern.
 */
sealed interface BrokerFiles permits EmqxFiles, MosquittoFiles {
    String ROOT = "tuoi/v1/";

    /**
     * Somebody who may connect.
     *
     * @param credential portable, see {@link vn.tuoi.cloud.auth.FarmCredential}
     */
    record Login(String username, String credential) {}

    /** Who is to be let in. */
    record Population(Login cloud, List<Login> farms) {
        public Population {
            farms = List.copyOf(farms);
        }
    }

    /** Who may publish and read what. */
    String acl(Population population);

    /** Who may connect, with hashes of their passwords. */
    String passwords(Population population);

    /** The broker's own settings that go with the two. */
    String settings();

    /** The topics that a farm publishes on. */
    static List<String> uplinks(String farm) {
        return List.of(FarmTopic.values()).stream()
                .filter(topic -> topic.publisher() == FarmTopic.Publisher.FARM)
                .map(topic -> topic.of(new FarmId(farm)))
                .toList();
    }
}
