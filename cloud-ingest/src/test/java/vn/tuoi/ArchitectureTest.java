package vn.tuoi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The borders of docs/adr/0001: who may import whom, and the one room of each vendor library. */
class ArchitectureTest {
    private static JavaClasses house = new ClassFileImporter().importClasses(List.of());

    @BeforeAll
    static void importTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("vn.tuoi");
    }

    @Test
    void seesEveryModule() {
        for (String module : List.of("agronomy", "config", "gateway", "edge", "cloud")) {
            assertThat(house.stream().filter(c -> c.getPackageName().startsWith("vn.tuoi." + module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void agronomyNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("vn.tuoi.agronomy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "vn.tuoi.agronomy..", "org.jspecify..")
                .check(house);
    }

    @ParameterizedTest
    @CsvSource({
        "config, agronomy;gateway;edge;cloud",
        "gateway, agronomy;edge;cloud",
        "edge, cloud",
        "cloud, gateway;edge"
    })
    void aModuleDoesNotImport(String module, String others) {
        for (String other : others.split(";", -1)) {
            noClasses()
                    .that()
                    .resideInAPackage("vn.tuoi." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("vn.tuoi." + other + "..")
                    .check(house);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "org.eclipse.paho.., vn.tuoi.gateway.uplink;vn.tuoi.cloud.mqtt;vn.tuoi.cloud.bench",
        "org.eclipse.californium.., vn.tuoi.gateway.coap",
        "com.pi4j.., vn.tuoi.edge.pi4j",
        "com.digitalpetri.., vn.tuoi.edge.serial",
        "com.fazecast.., vn.tuoi.edge.serial",
        "com.influxdb.., vn.tuoi.cloud.timeseries.influx",
        "okhttp3.., vn.tuoi.cloud.timeseries.influx",
        "java.sql.., vn.tuoi.cloud.registry;vn.tuoi.cloud.timeseries.sqlite;vn.tuoi.cloud.spool;vn.tuoi.cloud.bench",
        "org.jdbi.., vn.tuoi.cloud.registry",
        "org.flywaydb.., vn.tuoi.cloud.registry",
        "com.hivemq.., vn.tuoi.cloud.broker",
        "com.google.inject.., vn.tuoi.cloud.broker",
        "com.codahale.., vn.tuoi.cloud.broker",
        "io.netty.., vn.tuoi.cloud.broker;vn.tuoi.cloud.bench",
        "org.HdrHistogram.., vn.tuoi.cloud.bench",
        "org.shredzone.., vn.tuoi.edge.program",
    })
    void aVendorLibraryHasOneRoomInAModule(String library, String rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms.split(";", -1))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(house);
    }

    @Test
    void nothingOfTheCloudKnowsItsBenchmarks() {
        noClasses()
                .that()
                .resideOutsideOfPackage("vn.tuoi.cloud.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("vn.tuoi.cloud.bench..")
                .check(house);
    }

    @Test
    void decisionsDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage("vn.tuoi.edge.control..", "vn.tuoi.edge.program..", "vn.tuoi.agronomy.balance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(house);
    }

    @ParameterizedTest
    @CsvSource({"agronomy", "config", "gateway", "edge", "cloud"})
    void packagesOfAModuleFormNoCycle(String module) {
        slices().matching("vn.tuoi." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(house);
    }
}
