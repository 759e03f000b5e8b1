package vn.tuoi.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.Test;

final class CoapSettingsTest {
    @Test
    void californiumWritesNoFileIntoTheWorkingDirectory() {
        assertThat(CoapSettings.server()).isNotNull();

        // what a client without settings of its own does
        assertThat(Configuration.getStandard()).isNotNull();

        assertThat(Path.of(Configuration.DEFAULT_FILE_NAME)).doesNotExist();
    }
}
