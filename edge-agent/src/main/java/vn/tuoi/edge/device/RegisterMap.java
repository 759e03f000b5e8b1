package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.Problem;

/**
 * What the registers of a kind of Modbus device mean. Data, not code: clones of one probe differ in scale, register, sign
 * and word order, and a farm may bring a map of its own.
 *
 * @param map its name
 * @param about which devices, and where that is written
 * @param baud as the device is delivered, for the person on site; absent when it is not known
 * @param values what it measures, 1 to {@link #MAX_VALUES}
 */
public record RegisterMap(
        @JsonProperty(required = true) String map,
        @JsonProperty(required = true) String about,
        @Nullable Integer baud,
        List<Value> values) {
    /** No device of a farm measures more. */
    public static final int MAX_VALUES = 32;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,40}");
    private static final Pattern QUANTITY = Pattern.compile("[a-z][a-z0-9_]{0,40}");

    /** Which of a device's two tables of registers. */
    public enum Table {
        /** Read by function 3. */
        @JsonProperty("holding")
        HOLDING,
        /** Read by function 4. */
        @JsonProperty("input")
        INPUT
    }

    /** How bits become a number. */
    public enum Type {
        @JsonProperty("u16")
        U16(1),
        @JsonProperty("s16")
        S16(1),
        @JsonProperty("u32")
        U32(2),
        @JsonProperty("s32")
        S32(2),
        /** IEEE 754, single precision. */
        @JsonProperty("f32")
        F32(2);

        private final int registers;

        Type(int registers) {
            this.registers = registers;
        }

        /** How many registers it takes. */
        public int registers() {
            return registers;
        }
    }

    /**
     * One quantity: {@code value = raw × scale + offset}, in the unit of the quantity.
     *
     * @param quantity last part of the point, e.g. {@code soil_moisture}
     * @param register its first register, counted from 0
     * @param table absent means holding
     * @param type how the registers are read
     * @param lowWordFirst whether the first of two registers is the low one; absent means false
     * @param scale absent means 1
     * @param offset absent means 0
     * @param counter whether it only ever grows, as the rain since the device was switched on: the growth is the value;
     *     absent means false
     * @param none raw values that mean "no value", as the registers hold them, unsigned
     */
    public record Value(
            @JsonProperty(required = true) String quantity,
            @JsonProperty(required = true) int register,
            @Nullable Table table,
            @JsonProperty(required = true) Type type,
            @Nullable Boolean lowWordFirst,
            @Nullable Double scale,
            @Nullable Double offset,
            @Nullable Boolean counter,
            List<Long> none) {
        public Value {
            none = List.copyOf(none);
        }

        public Table tableOrHolding() {
            return table == null ? Table.HOLDING : table;
        }

        public boolean isCounter() {
            return Boolean.TRUE.equals(counter);
        }

        /** Whether the registers of this value, in their order, stand for "no value". */
        public boolean isNone(int... words) {
            return none.contains(bits(words));
        }

        /** The number that the registers hold; not finite when they hold no number. */
        public double decode(int... words) {
            long bits = bits(words);
            double raw = switch (type) {
                case U16, U32 -> bits;
                case S16 -> (short) bits;
                case S32 -> (int) bits;
                case F32 -> Float.intBitsToFloat((int) bits);
            };
            return raw * (scale == null ? 1 : scale) + (offset == null ? 0 : offset);
        }

        private long bits(int... words) {
            if (type.registers() == 1) {
                return words[0];
            }
            return Boolean.TRUE.equals(lowWordFirst)
                    ? ((long) words[1] << 16) | words[0]
                    : ((long) words[0] << 16) | words[1];
        }
    }

    public RegisterMap {
        values = List.copyOf(values);
    }

    /** Everything that is wrong with it, by the path in its file. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (!NAME.matcher(map).matches()) {
            problems.add(new Problem("map", "must match " + NAME + ", not \"" + map + "\""));
        }
        if (values.isEmpty() || values.size() > MAX_VALUES) {
            problems.add(new Problem("values", "must be 1 to " + MAX_VALUES + ", not " + values.size()));
        }
        Set<String> quantities = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            String at = "values[" + i + "].";
            if (!QUANTITY.matcher(value.quantity()).matches()) {
                problems.add(
                        new Problem(at + "quantity", "must match " + QUANTITY + ", not \"" + value.quantity() + "\""));
            } else if (!quantities.add(value.quantity())) {
                problems.add(new Problem(at + "quantity", "\"" + value.quantity() + "\" is there twice"));
            }
            int last = value.register() + value.type().registers() - 1;
            if (value.register() < 0 || last > 0xFFFF) {
                problems.add(new Problem(at + "register", "must be 0 to 65535, not " + value.register()));
            }
            if (value.scale() != null && !(Math.abs(value.scale()) > 0 && Double.isFinite(value.scale()))) {
                problems.add(new Problem(at + "scale", "must be a number other than 0, not " + value.scale()));
            }
        }
        return problems;
    }
}
