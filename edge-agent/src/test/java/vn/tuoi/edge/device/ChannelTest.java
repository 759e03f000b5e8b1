package vn.tuoi.edge.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.tuoi.config.message.Explanation;

class ChannelTest {
    private static Sample.Measured measured(String point, double value) {
        return new Sample.Measured(point, value);
    }

    @Test
    void sendsChangesAndHeartbeatsOnly() {
        String point = "t/soil_temperature";
        Channel channel = new Channel(point, new Reporting(1.0, 60.0, 0.5, null, null, null));
        assertThat(channel.take(measured(point, 20), 0).send()).isTrue();
        assertThat(channel.take(measured(point, 20.4), 1_000).send()).isFalse();
        assertThat(channel.take(measured(point, 20.5), 2_000).send()).isTrue();
        assertThat(channel.take(measured(point, 20.6), 61_999).send()).isFalse();
        assertThat(channel.take(measured(point, 20.6), 62_000).send()).isTrue();
    }

    @Test
    void sumsWhatFellSinceTheLastMessage() {
        String point = "weather/rain";
        Channel channel = new Channel(point, new Reporting(1.0, 600.0, 1.0, null, null, null));
        channel.take(measured(point, 0), 0);
        assertThat(channel.take(measured(point, 0.6), 1_000).send()).isFalse();
        Channel.Outcome outcome = channel.take(measured(point, 0.6), 2_000);
        assertThat(outcome.send()).isTrue();
        assertThat(outcome.sentValue()).isEqualTo(1.2);
        assertThat(channel.take(measured(point, 0), 602_000).sentValue()).isZero();
    }

    @Test
    void takesTheMedianAndForgetsItAcrossAGap() {
        String point = "z/soil_moisture";
        Channel channel = new Channel(point, new Reporting(1.0, 60.0, 0.0, 3, null, null));
        channel.take(measured(point, 0.30), 0);
        channel.take(measured(point, 0.31), 1);
        assertThat(channel.take(measured(point, 0.9), 2).sample()).isEqualTo(measured(point, 0.31));
        channel.take(new Sample.Unavailable(point, Explanation.of("device.no_answer", "where", "x")), 3);
        assertThat(channel.take(measured(point, 0.2), 4).sample()).isEqualTo(measured(point, 0.2));
    }

    @Test
    void refusesWhatNoWorkingSensorSays() {
        Channel channel = new Channel("z/soil_moisture", Reporting.DEFAULT);
        assertThat(channel.take(measured("z/soil_moisture", 31), 0).sample())
                .isInstanceOfSatisfying(
                        Sample.Unavailable.class,
                        none -> assertThat(none.reason().args())
                                .containsEntry("value", 31.0)
                                .containsEntry("highest", 1.0));
    }
}
