package vn.tuoi.cloud.acl;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.registry.Farm;

/** The files of an external broker for the farms that are registered now. Immutable. */
public final class BrokerAcl {
    /** Which broker the files are for. */
    public enum Broker {
        mosquitto,
        emqx
    }

    /** Which of its files. */
    public enum Content {
        acl,
        passwords,
        settings
    }

    private final BrokerAddress cloud;
    private final List<Farm> farms;

    /** @param cloud as whom the cloud connects */
    public BrokerAcl(BrokerAddress cloud, Collection<Farm> farms) {
        this.cloud = cloud;
        this.farms = farms.stream().sorted(Comparator.comparing(Farm::id)).toList();
    }

    /** Farms whose stored password no other broker can check. */
    public List<String> unusable() {
        return farms.stream()
                .filter(farm -> !FarmCredential.isPortable(farm.credentialDigest()))
                .map(farm -> farm.id().value())
                .toList();
    }

    /** A file's text; only when none is {@link #unusable}. */
    public String text(Broker broker, Content content) {
        BrokerFiles files = switch (broker) {
            case mosquitto -> new MosquittoFiles();
            case emqx -> new EmqxFiles();
        };
        BrokerFiles.Population population = new BrokerFiles.Population(
                new BrokerFiles.Login(cloud.username(), FarmCredential.of(cloud.password())),
                farms.stream()
                        .map(farm -> new BrokerFiles.Login(farm.id().value(), farm.credentialDigest()))
                        .toList());
        return switch (content) {
            case acl -> files.acl(population);
            case passwords -> files.passwords(population);
            case settings -> files.settings();
        };
    }
}
