package vn.tuoi.edge.agent;

import org.jspecify.annotations.Nullable;

/** What this program calls itself in reports. */
final class Software {
    static final String NAME =
            "tuoi-edge " + version(Software.class.getPackage().getImplementationVersion());

    private Software() {}

    private static String version(@Nullable String ofJar) {
        // classes that were not packed have no manifest
        return ofJar == null ? "unpacked" : ofJar;
    }
}
