package vn.tuoi.agronomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One worked example of FAO-56 as the test resource holds it: its inputs, and checks against its expected values. */
public record Example(JsonNode node) {

    /** Every example of the resource. */
    public static List<Example> all() {
        try (InputStream in = Example.class.getResourceAsStream("fao56-examples.json")) {
            List<Example> examples = new ArrayList<>();
            new ObjectMapper()
                    .readTree(Objects.requireNonNull(in))
                    .get("cases")
                    .forEach(c -> examples.add(new Example(c)));
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example of an id. */
    public static Example of(String id) {
        return all().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    }

    /** Its short name. */
    public String id() {
        return node.get("id").asText();
    }

    /** A number among the inputs. */
    public double in(String name) {
        return inNode(name).asDouble();
    }

    /** A structure among the inputs. */
    public JsonNode inNode(String name) {
        return Objects.requireNonNull(node.get("inputs").get(name), name);
    }

    /** A list of numbers among the inputs. */
    public double[] ins(String name) {
        return numbers(inNode(name));
    }

    /** The latitude in degrees, given as degrees, minutes and hemisphere. */
    public double latitudeDegrees() {
        return degrees(inNode("lat"));
    }

    /** Degrees of a triple of degrees, minutes and hemisphere. */
    public static double degrees(JsonNode triple) {
        double value = triple.get(0).asDouble() + triple.get(1).asDouble() / 60;
        return triple.get(2).asText().equals("S") ? -value : value;
    }

    /** An expected structure. */
    public JsonNode expected(String name) {
        return Objects.requireNonNull(node.get("expected").get(name), name);
    }

    /** Asserts one expected number within its own tolerance. */
    public void check(String name, double actual) {
        assertThat(actual).as(id() + " " + name).isCloseTo(expected(name).asDouble(), within(tolerance(name)));
    }

    /** Asserts a list of expected numbers. */
    public void check(String name, double[] actual) {
        checkAll(name, numbers(expected(name)), actual, tolerance(name));
    }

    /** Asserts a list of numbers one by one, naming the place. */
    public void checkAll(String name, double[] wanted, double[] actual, double tolerance) {
        assertThat(actual).as(id() + " " + name).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(actual[i]).as(id() + " " + name + "[" + i + "]").isCloseTo(wanted[i], within(tolerance));
        }
    }

    /** The stated tolerance of a value, the general one if it has none; a hair more for sums of binary fractions. */
    public double tolerance(String name) {
        JsonNode tolerances = node.get("tolerance");
        JsonNode own = tolerances.get(name);
        return Objects.requireNonNull(own == null ? tolerances.get("*") : own, name)
                        .asDouble()
                + 1e-9;
    }

    /** The numbers of a list. */
    public static double[] numbers(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }
}
